package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is unusual about a pair: the effects of its parts and its maps against those that are
 * typical of the model at this similarity. Much of a map belongs to the model and not to the pair;
 * this is the rest, in units of its spread over the pairs of a profile of the model.
 *
 * <pre>
 * deviation = (observed - typical(s)) / (spread sqrt(1 + 1/n + (s - mean s)^2 / sum (s_i - mean s)^2))
 * typical(s) = least squares line on the similarity s over the n pairs of the profile</pre>
 *
 * <p>Care for chance: each of the profile's own pairs is held against the others in the same way,
 * and a bound is the quantile of 1 - {@value #LEVEL} of their largest absolute deviations: one for
 * the parts of a pair, one for each of its maps, the two maps of a pair left out together. Of pairs
 * like those of the profile about one in twenty has a part beyond its bound; no distribution is
 * presumed. Fewer than 19 pairs cannot show that: there is no bound.
 *
 * @param profile digest of the profile
 * @param pairCount pairs of the profile
 * @param personCount persons in them
 * @param parts one per part, hidden in both faces, in their order; empty where the explainer did
 *     not measure the parts of the profile
 * @param partBound what a part's deviation must exceed in absolute value to be unusual
 * @param probe deviation of every pixel of the probe's map, smooth, as the profile is coarse; its
 *     significance is by the bound of the profile's maps
 * @param reference the same of the reference, where it has a map
 * @since 0.1.0
 */
public record Unusual(
        String profile,
        int pairCount,
        int personCount,
        List<Part> parts,
        OptionalDouble partBound,
        SaliencyMap probe,
        Optional<SaliencyMap> reference) {
    /** About the chance that of a pair like those of the profile a part, or a map, is unusual. */
    public static final double LEVEL = 0.05;

    /** What the maps' values are. */
    public static final SaliencyMap.Scale DEVIATION =
            new SaliencyMap.Scale(
                    "spreads from typical", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Copies the list and checks the ranges. */
    public Unusual {
        Objects.requireNonNull(profile, "profile");
        Checks.atLeast(1, pairCount, "pairCount");
        Checks.atLeast(1, personCount, "personCount");
        parts = List.copyOf(parts);
        if (partBound.isPresent()) {
            Checks.inside(0.0, Double.MAX_VALUE, partBound.getAsDouble(), "partBound");
        }
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(reference, "reference");
    }

    /** True where a part's deviation is beyond the bound. */
    public boolean isUnusual(Part part) {
        return partBound.isPresent() && Math.abs(part.deviation()) > partBound.getAsDouble();
    }

    /**
     * One part, hidden in both faces.
     *
     * @param part its name
     * @param effect the similarity of the whole faces less that without the part
     * @param typical the effect that is typical at this similarity
     * @param deviation how far the effect is from it, in spreads; negative where the part speaks
     *     against these two more, or for them less, than is typical
     * @param surpassedCount pairs of the profile, each held against the others, whose deviation of
     *     this part is nearer to the typical or on the other side of it
     * @since 0.1.0
     */
    public record Part(
            String part, double effect, double typical, double deviation, int surpassedCount) {
        /** Checks that the numbers are finite. */
        public Part {
            Objects.requireNonNull(part, "part");
            Checks.finite(effect, "effect");
            Checks.finite(typical, "typical");
            Checks.finite(deviation, "deviation");
            Checks.atLeast(0, surpassedCount, "surpassedCount");
        }
    }
}
