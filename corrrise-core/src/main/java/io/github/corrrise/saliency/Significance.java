package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;

/**
 * What chance alone would do: the bound that the largest absolute value anywhere in the map stays
 * under with probability {@code 1 - level} when scores and masks have nothing to do with each
 * other. It holds for the whole map at once (family-wise).
 *
 * <p>It is found by shuffling the scores against the masks, which tests independence, not zero
 * correlation; and significant means associated with the score, not used by the model.
 *
 * @param level chance of a false alarm anywhere in the map, in (0, 1)
 * @param bound on the absolute value, at least 0
 * @param shuffleCount how many shuffles it rests on, those of normal scores that lines over the
 *     same masks share included, at least 1
 */
public record Significance(double level, double bound, int shuffleCount) {
    /** Checks the ranges. */
    public Significance {
        Checks.insideOpen(0.0, 1.0, level, "level");
        Checks.inside(0.0, Double.MAX_VALUE, bound, "bound");
        Checks.atLeast(1, shuffleCount, "shuffleCount");
    }

    /** Whether a value is beyond what chance does; 0 never is. */
    public boolean isSignificant(double value) {
        return value != 0 && Math.abs(value) >= bound;
    }
}
