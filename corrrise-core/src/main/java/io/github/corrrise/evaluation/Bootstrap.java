package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * The percentile bootstrap of a mean: how far it would move if other pairs had been drawn.
 *
 * <pre>
 * m_b = mean of n values drawn with replacement,   b = 1..B
 * interval = quantiles (1 - c) / 2 and (1 + c) / 2 of m_1..m_B, interpolated linearly</pre>
 *
 * <p>Every figure of an evaluation is a mean over pairs, so this serves all of them; a paired
 * difference is the mean of the pairs' differences. The threshold is not chosen again for a
 * resample. Pairs count as independent: where one person appears in several, the interval is too
 * narrow. With a single value the interval has no width. The pairs drawn depend on the seed and n
 * alone.
 *
 * <p>Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13. Cost: B n
 * steps; memory: 8 (B + n) bytes.
 *
 * @param resampleCount B, at least 100
 * @param confidence c, in (0, 1)
 * @param seed draws the resamples
 * @since 0.1.0
 */
public record Bootstrap(int resampleCount, double confidence, long seed) {
    /** Checks the ranges. */
    public Bootstrap {
        Checks.atLeast(100, resampleCount, "resampleCount");
        Checks.insideOpen(0.0, 1.0, confidence, "confidence");
    }

    /** 2,000 resamples, 95 % confidence, seed 0. */
    public static Bootstrap defaults() {
        return new Bootstrap(2000, 0.95, 0);
    }

    /** The same with another seed. */
    public Bootstrap withSeed(long newSeed) {
        return new Bootstrap(resampleCount, confidence, newSeed);
    }

    /**
     * The mean of some values, with its interval.
     *
     * @param values at least one, finite
     * @throws IllegalArgumentException where there is no value, or one is not finite
     */
    public Estimate mean(List<Double> values) {
        Checks.atLeast(1, values.size(), "values.size()");
        double[] each =
                values.stream().mapToDouble(value -> Checks.finite(value, "value")).toArray();
        double[] means = new double[resampleCount];
        for (int resample = 0; resample < resampleCount; resample++) {
            CounterRandom random = new CounterRandom(seed, resample);
            double sum = 0;
            for (int i = 0; i < each.length; i++) {
                sum += each[random.nextInt(each.length)];
            }
            means[resample] = sum / each.length;
        }
        Arrays.sort(means);
        return new Estimate(
                Arrays.stream(each).sum() / each.length,
                quantile(means, (1 - confidence) / 2),
                quantile(means, (1 + confidence) / 2));
    }

    /**
     * The mean of paired differences, a - b, with its interval.
     *
     * @param a at least one value, finite
     * @param b as many, finite, of the same samples in the same order
     * @throws IllegalArgumentException where there is no value, their numbers differ, or a
     *     difference is not finite
     */
    public Estimate difference(List<Double> a, List<Double> b) {
        Checks.exactly(a.size(), b.size(), "b.size()");
        Double[] differences = new Double[a.size()];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = a.get(i) - b.get(i);
        }
        return mean(List.of(differences));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
