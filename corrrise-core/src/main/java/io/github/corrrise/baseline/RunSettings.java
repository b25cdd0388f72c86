package io.github.corrrise.baseline;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Side;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What all methods have in common, so that a comparison can set it once.
 *
 * <p>A budget among the passes may end a run early. The masks that are missing then, like those
 * that could not be scored, are left out of the map, and what they alone would have told is
 * undefined.
 *
 * @param fill what replaces hidden pixels
 * @param seed of whatever the method draws; any value
 * @param sides the probe, or probe and reference, in this order
 * @param passes batches, threads, progress, cancellation, failures
 */
public record RunSettings(Fill fill, long seed, List<Side> sides, PassSettings passes) {
    /** Checks the sides. */
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

    /** The same for both faces, or for the probe only at half the passes. */
    public RunSettings withSides(Side... newSides) {
        return new RunSettings(fill, seed, Stream.of(newSides).toList(), passes);
    }

    /** The same with passes run in another way. */
    public RunSettings withPasses(PassSettings newPasses) {
        return new RunSettings(fill, seed, sides, newPasses);
    }

    /** A method with the settings on which its maps depend. */
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
