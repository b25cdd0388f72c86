package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;

/**
 * A figure and its confidence interval: how far it would move with other samples.
 *
 * @param value as measured, finite
 * @param lower end of the interval, finite
 * @param upper end of the interval, finite, at least {@code lower}
 * @since 0.1.0
 */
public record Estimate(double value, double lower, double upper) {
    /** The 97.5 % point of the standard normal distribution. */
    private static final double NORMAL_POINT = 1.959963984540054;

    /** Checks that all are finite and the ends in order. */
    public Estimate {
        Checks.finite(value, "value");
        Checks.finite(lower, "lower");
        Checks.finite(upper, "upper");
        Checks.inside(lower, Double.MAX_VALUE, upper, "upper");
    }

    /** True where {@code other} lies between the ends, which belong to the interval. */
    public boolean contains(double other) {
        return other >= lower && other <= upper;
    }

    /**
     * A share with Wilson's score interval at 95 % confidence.
     *
     * <pre>(h + z^2 / 2 -+ z sqrt(h (n - h) / n + z^2 / 4)) / (n + z^2)</pre>
     *
     * <p>h hits in n independent trials, z = 1.96. The interval lies in [0, 1] and its width is
     * never 0: no hit in n trials does not prove a share of 0. Source: E. B. Wilson, JASA 22
     * (1927), 209-212, doi:10.1080/01621459.1927.10502953.
     *
     * @param hits in [0, trials]
     * @param trials at least 1
     * @throws IllegalArgumentException where one is out of range
     */
    public static Estimate ofShare(int hits, int trials) {
        Checks.atLeast(1, trials, "trials");
        Checks.inside(0, trials, hits, "hits");
        double square = NORMAL_POINT * NORMAL_POINT;
        double centre = hits + square / 2;
        double reach =
                NORMAL_POINT * Math.sqrt((double) hits * (trials - hits) / trials + square / 4);
        double total = trials + square;
        // Rounding must not carry the ends past a share's range.
        return new Estimate(
                (double) hits / trials,
                hits == 0 ? 0 : Math.max(0, (centre - reach) / total),
                hits == trials ? 1 : Math.min(1, (centre + reach) / total));
    }
}
