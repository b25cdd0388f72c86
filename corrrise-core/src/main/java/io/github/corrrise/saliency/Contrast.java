package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a probe is more like one face than another: a map of the difference of its two similarities,
 * from the same masked probes. Positive where seeing a pixel speaks for the mate rather than the
 * other, negative where it speaks for the other.
 *
 * <p>The triplet form of Williford et al., Explainable Face Recognition, ECCV 2020,
 * arXiv:2008.00916. Immutable.
 *
 * @param mate the probe against the mate, with a map of the probe
 * @param other the same probe against the other face
 * @param map of the difference, of the probe's size
 * @param parts what each part does to the difference, if it was measured: {@link
 *     PartEffects#similarity} is the difference, {@link PartEffects#reference} tells of the part
 *     hidden in mate and other, {@link PartEffects#both} of the part hidden in all three faces; an
 *     effect is positive where the part speaks for the mate rather than the other. Without
 *     threshold: no decision is made of a difference
 * @since 0.1.0
 */
public record Contrast(
        Explanation mate, Explanation other, SaliencyMap map, Optional<PartEffects> parts) {
    /** Checks that both explain one probe, and that map and parts are of it. */
    public Contrast {
        Objects.requireNonNull(mate, "mate");
        if (!mate.pair().probe().equals(other.pair().probe())) {
            throw Checks.rejected("other", "of the mate's probe", "of another probe");
        }
        if (!map.size().equals(mate.pair().probe().size())) {
            throw Checks.rejected("map", "of size " + mate.pair().probe().size(), map.size());
        }
        if (parts.isPresent()) {
            requireOfDifference(parts.get(), mate, other);
        }
    }

    private static void requireOfDifference(
            PartEffects parts, Explanation mate, Explanation other) {
        if (!parts.parts().size().equals(mate.pair().probe().size())) {
            throw Checks.rejected(
                    "parts", "of size " + mate.pair().probe().size(), parts.parts().size());
        }
        double difference = mate.similarity() - other.similarity();
        // Each of the two may have been scored a little differently again.
        double most =
                Explanation.scoreTolerance(mate.similarity())
                        + Explanation.scoreTolerance(other.similarity());
        if (!(Math.abs(parts.similarity() - difference) <= most)) {
            throw Checks.rejected(
                    "similarity of the parts", Double.toString(difference), parts.similarity());
        }
    }

    /** The similarity to the mate less that to the other. */
    public double difference() {
        return mate.similarity() - other.similarity();
    }
}
