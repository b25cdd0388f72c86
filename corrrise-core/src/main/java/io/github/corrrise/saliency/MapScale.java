package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * The quantity that the values of a map express, and the range that they can take by definition.
 * Where a definition sets no bound, the bound is infinite.
 *
 * @param quantity for example "correlation"
 * @param minimum lower end of the range; may be infinite
 * @param maximum upper end of the range, above the minimum; may be infinite
 * @since 0.1.0
 */
public record MapScale(String quantity, double minimum, double maximum) {
    /** Pearson correlation of visibility and score, in [-1, 1]. */
    public static final MapScale CORRELATION = new MapScale("correlation", -1, 1);

    /**
     * An estimate of that correlation which, unlike a correlation of a sample, may leave [-1, 1].
     */
    public static final MapScale CORRELATION_ESTIMATE =
            new MapScale("correlation", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * Checks the order of the range.
     *
     * @throws IllegalArgumentException where the maximum is not above the minimum
     */
    public MapScale {
        Objects.requireNonNull(quantity, "quantity");
        if (!(minimum < maximum)) {
            throw Checks.rejected("maximum", "above the minimum " + minimum, maximum);
        }
    }

    /** The scale of the values of one sign: from 0 to the larger magnitude of the two ends. */
    MapScale magnitude() {
        return new MapScale(quantity, 0, Math.max(Math.abs(minimum), Math.abs(maximum)));
    }
}
