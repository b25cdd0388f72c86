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
 */
public record MaskPlan(MaskGenerator masks, int maskCount, Fill fill, long seed) {
    /** Checks the ranges. */
    public MaskPlan {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
        Objects.requireNonNull(fill, "fill");
    }
}
