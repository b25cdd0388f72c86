package io.github.corrrise.baseline;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Side;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The settings that all methods share, so that a comparison sets them once.
 *
 * <p>A budget or a stop rule of the passes may end a run early. The masks that are missing then,
 * like those that {@link io.github.corrrise.verify.FailurePolicy#SKIP} leaves out, count nowhere in
 * the map. A pixel that only they told about is undefined; S-RISE, FV-RISE and LIME leave it
 * defined, its value 0 but for rounding.
 *
 * @param fill what replaces hidden pixels
 * @param seed of whatever the method draws; any value
 * @param sides the probe, or the probe and the reference; given in any order, kept in this one
 * @param passes batches, threads, progress, cancellation, failures, budgets and stop rule
 * @since 0.1.0
 */
public record RunSettings(Fill fill, long seed, List<Side> sides, PassSettings passes) {
    /**
     * Checks and orders the sides.
     *
     * @throws IllegalArgumentException where the probe is not among them
     */
    public RunSettings {
        Objects.requireNonNull(fill, "fill");
        Objects.requireNonNull(passes, "passes");
        sides = sides.stream().distinct().sorted().toList();
        if (!sides.contains(Side.PROBE)) {
            throw Checks.rejected("sides", "PROBE, or PROBE and REFERENCE", sides);
        }
    }

    /** Black fill, seed 0, both sides, batches of 16 in the calling thread. */
    public static RunSettings defaults() {
        return new RunSettings(
                Fill.black(), 0, List.of(Side.PROBE, Side.REFERENCE), PassSettings.defaults());
    }

    /** The same with another fill. */
    public RunSettings withFill(Fill newFill) {
        return new RunSettings(newFill, seed, sides, passes);
    }

    /** The same with another seed. */
    public RunSettings withSeed(long newSeed) {
        return new RunSettings(fill, newSeed, sides, passes);
    }

    /**
     * The same for both faces, or for the probe alone at about half the passes.
     *
     * @throws IllegalArgumentException where the probe is not among them
     */
    public RunSettings withSides(Side... newSides) {
        return new RunSettings(fill, seed, Stream.of(newSides).toList(), passes);
    }

    /** The same with passes run in another way. */
    public RunSettings withPasses(PassSettings newPasses) {
        return new RunSettings(fill, seed, sides, newPasses);
    }

    /** Describes a method with all settings on which its maps depend. */
    String describe(Baseline method) {
        return method
                + ", fill "
                + fill
                + ", seed "
                + seed
                + ", sides "
                + sides
                + ", "
                + passes.description();
    }
}
