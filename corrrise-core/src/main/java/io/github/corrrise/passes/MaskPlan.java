package io.github.corrrise.passes;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import java.util.Objects;

/**
 * Which masks a run sends through a verifier.
 *
 * @param masks draws them
 * @param maskCount how many a side, at least 2 and at most {@value #MOST_MASKS}
 * @param fills what replaces hidden pixels; several are strata
 * @param seed of the masks
 * @param bothHidden weight, in [0, 1], of the comparison in which the same mask hides both faces of
 *     a pair, against the one in which the other face is whole: s = (1 - w) s(masked, whole) + w
 *     s(masked, masked)
 * @since 0.1.0
 */
public record MaskPlan(
        MaskGenerator masks, int maskCount, Fills fills, long seed, double bothHidden) {
    /** Most masks of a run: the error of a map of so many is about a thousandth. */
    public static final int MOST_MASKS = 1_000_000;

    /** Checks the ranges. */
    public MaskPlan {
        Objects.requireNonNull(masks, "masks");
        requireMaskCount(maskCount);
        Objects.requireNonNull(fills, "fills");
        Checks.inside(0.0, 1.0, bothHidden, "bothHidden");
    }

    /** Masks of one fill that hide one face at a time, as published. */
    public MaskPlan(MaskGenerator masks, int maskCount, Fill fill, long seed) {
        this(masks, maskCount, Fills.of(fill), seed, 0);
    }

    /** Returns a mask count that a run can have. */
    public static int requireMaskCount(int maskCount) {
        Checks.atLeast(2, maskCount, "maskCount");
        return Checks.inside(2, MOST_MASKS, maskCount, "maskCount");
    }
}
