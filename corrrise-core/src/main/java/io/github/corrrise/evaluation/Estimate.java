package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * A figure and how sure it is.
 *
 * @param value as measured, finite
 * @param interval where it would lie with other samples
 */
public record Estimate(double value, Interval interval) {
    /** Checks that the value is finite. */
    public Estimate {
        Checks.finite(value, "value");
        Objects.requireNonNull(interval, "interval");
    }
}
