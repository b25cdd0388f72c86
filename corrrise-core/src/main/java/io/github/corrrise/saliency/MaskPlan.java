package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskGenerator;
import java.util.Objects;

/**
 * Which masks a run sends through a verifier.
 *
 * @param masks draws them
 * @param maskCount how many a side, at least 2
 * @param fill what replaces hidden pixels
 * @param seed of the masks
 * @param bothHidden weight, in [0, 1], of the comparison in which the same mask hides both faces of
 *     a pair, against the one in which the other face is whole: s = (1 - w) s(masked, whole) + w
 *     s(masked, masked)
 */
public record MaskPlan(
        MaskGenerator masks, int maskCount, Fill fill, long seed, double bothHidden) {
    /** Checks the ranges. */
    public MaskPlan {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
        Objects.requireNonNull(fill, "fill");
        Checks.inside(0.0, 1.0, bothHidden, "bothHidden");
    }

    /** Masks that hide one face at a time, as published. */
    public MaskPlan(MaskGenerator masks, int maskCount, Fill fill, long seed) {
        this(masks, maskCount, fill, seed, 0);
    }
}
