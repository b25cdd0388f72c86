package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;

/**
 * A confidence interval.
 *
 * @param lower finite
 * @param upper finite, at least {@code lower}
 */
public record Interval(double lower, double upper) {
    /** Checks that both ends are finite and in order. */
    public Interval {
        Checks.finite(lower, "lower");
        Checks.finite(upper, "upper");
        Checks.inside(lower, Double.MAX_VALUE, upper, "upper");
    }

    /** True where {@code value} lies between the ends, which belong to it. */
    public boolean contains(double value) {
        return value >= lower && value <= upper;
    }
}
