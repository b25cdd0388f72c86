package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;

/**
 * A significance bound: where scores and masks are independent, the largest absolute value anywhere
 * in the map stays below it with probability {@code 1 - level}. It holds for the whole map at once
 * (family-wise).
 *
 * <p>It is found by shuffling scores against the masks, which tests independence, not zero
 * correlation. Significant means associated with the score, not used by the model.
 *
 * @param level chance of a false alarm anywhere in the map, in (0, 1)
 * @param bound on the absolute value, finite and at least 0
 * @param shuffleCount permutations that the bound rests on, at least 1; those of normal scores,
 *     which all lines over the same masks share, count too
 * @since 0.1.0
 */
public record Significance(double level, double bound, int shuffleCount) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException where a value is out of range
     */
    public Significance {
        Checks.insideOpen(0.0, 1.0, level, "level");
        Checks.inside(0.0, Double.MAX_VALUE, bound, "bound");
        Checks.atLeast(1, shuffleCount, "shuffleCount");
    }

    /** Whether the absolute value reaches the bound; 0 never does. */
    public boolean isSignificant(double value) {
        return value != 0 && Math.abs(value) >= bound;
    }
}
