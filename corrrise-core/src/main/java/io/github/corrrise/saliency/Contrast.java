package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

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
 * @since 0.1.0
 */
public record Contrast(Explanation mate, Explanation other, SaliencyMap map) {
    /** Checks that both explain one probe and that the map is of its size. */
    public Contrast {
        Objects.requireNonNull(mate, "mate");
        if (!mate.pair().probe().equals(other.pair().probe())) {
            throw Checks.rejected("other", "of the mate's probe", "of another probe");
        }
        if (!map.size().equals(mate.pair().probe().size())) {
            throw Checks.rejected("map", "of size " + mate.pair().probe().size(), map.size());
        }
    }

    /** The similarity to the mate less that to the other. */
    public double difference() {
        return mate.similarity() - other.similarity();
    }
}
