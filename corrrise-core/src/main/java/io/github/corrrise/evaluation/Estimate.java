package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * A figure and its confidence interval.
 *
 * @param value as measured, finite
 * @param interval its confidence interval: how far it would move with other samples
 * @since 0.1.0
 */
public record Estimate(double value, Interval interval) {
    /** Checks that the value is finite and that there is an interval. */
    public Estimate {
        Checks.finite(value, "value");
        Objects.requireNonNull(interval, "interval");
    }
}
