package io.github.corrrise.verify;

import io.github.corrrise.internal.check.Checks;

/**
 * The similarity at or above which the decision is {@link Decision#MATCH}.
 *
 * @param value finite, on the scale of the verifier's similarity
 * @since 0.1.0
 */
public record Threshold(double value) {
    /** Checks that the value is finite. */
    public Threshold {
        Checks.finite(value, "threshold");
    }

    /** A threshold at {@code value}. */
    public static Threshold of(double value) {
        return new Threshold(value);
    }

    /** The decision about a pair of this similarity. */
    public Decision decide(double similarity) {
        return similarity >= value ? Decision.MATCH : Decision.NON_MATCH;
    }
}
