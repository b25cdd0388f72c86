package io.github.corrrise.profile;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Unusual;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Quantities of a model's pairs, each with its least squares line on the similarity: what is
 * typical at a similarity, and how far pairs scatter about it.
 *
 * <pre>
 * typical_q(s) = a_q + b_q (s - m)
 * v_q = sum_i (x_iq - typical_q(s_i))^2 / (n - 2)
 * deviation_q = (x_q - typical_q(s)) / sqrt(v_q (1 + 1/n + (s - m)^2 / S) + further variance)</pre>
 *
 * <p>m is the mean of the similarities, S the sum of their squared distances from it; where all are
 * equal, the line is flat and n - 1 stands for n - 2. A spread sqrt(v_q) of less than a thousandth
 * of that of the similarities counts as so much, for no score is exact. Immutable.
 */
final class Trends {
    private final int count;
    private final double mean;
    private final double square;
    private final double[] heights;
    private final double[] slopes;
    private final double[] variances;
    private final OptionalDouble bound;

    private static final double LEAST_SPREAD = 1e-3;

    Trends(
            int count,
            double mean,
            double square,
            double[] heights,
            double[] slopes,
            double[] variances,
            OptionalDouble bound) {
        Checks.atLeast(3, count, "count");
        Checks.exactly(heights.length, slopes.length, "slopes.length");
        Checks.exactly(heights.length, variances.length, "variances.length");
        this.count = count;
        this.mean = mean;
        this.square = square;
        this.heights = heights;
        this.slopes = slopes;
        this.variances = variances;
        this.bound = bound;
    }

    /** n, at least 3. */
    int count() {
        return count;
    }

    /** m. */
    double mean() {
        return mean;
    }

    /** S. */
    double square() {
        return square;
    }

    /** a_q; not to be written to. */
    double[] heights() {
        return heights;
    }

    /** b_q; not to be written to. */
    double[] slopes() {
        return slopes;
    }

    /** v_q; not to be written to. */
    double[] variances() {
        return variances;
    }

    /**
     * The quantile of the own pairs' largest absolute deviations, see {@link Unusual}; empty where
     * the pairs are too few for one.
     */
    OptionalDouble bound() {
        return bound;
    }

    /**
     * Trends of observations.
     *
     * @param similarities of each
     * @param values [observation][quantity]
     */
    static Trends of(double[] similarities, double[][] values) {
        int n = similarities.length;
        double mean = Arrays.stream(similarities).average().orElseThrow();
        double square = Arrays.stream(similarities).map(s -> (s - mean) * (s - mean)).sum();
        int quantityCount = values[0].length;
        double[] heights = new double[quantityCount];
        double[] slopes = new double[quantityCount];
        double[] variances = new double[quantityCount];
        double least = Math.pow(LEAST_SPREAD, 2) * square / n;
        for (int q = 0; q < quantityCount; q++) {
            double product = 0;
            for (int i = 0; i < n; i++) {
                heights[q] += values[i][q] / n;
                product += values[i][q] * (similarities[i] - mean);
            }
            slopes[q] = square > 0 ? product / square : 0;
            double rest = 0;
            for (int i = 0; i < n; i++) {
                double error = values[i][q] - heights[q] - slopes[q] * (similarities[i] - mean);
                rest += error * error;
            }
            variances[q] = Math.max(least, rest / freedom(n, square));
        }
        Trends trends =
                new Trends(n, mean, square, heights, slopes, variances, OptionalDouble.empty());
        double[] largest = new double[n];
        for (int i = 0; i < n; i++) {
            for (double deviation : trends.ownDeviations(similarities[i], values[i])) {
                largest[i] = Math.max(largest[i], Math.abs(deviation));
            }
        }
        return new Trends(
                n,
                mean,
                square,
                single(heights),
                single(slopes),
                single(variances),
                quantile(largest));
    }

    /** In single precision, as files hold them. */
    static double[] single(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }

    private static int freedom(int n, double square) {
        return square > 0 ? n - 2 : n - 1;
    }

    /** The ceil((1 - level)(n + 1))-th smallest; none where there are not so many. */
    private static OptionalDouble quantile(double[] values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        int rank = (int) Math.ceil((1 - Unusual.LEVEL) * (values.length + 1));
        return rank > values.length
                ? OptionalDouble.empty()
                : OptionalDouble.of(ascending[rank - 1]);
    }

    double typical(int quantity, double similarity) {
        return heights[quantity] + slopes[quantity] * (similarity - mean);
    }

    /**
     * Deviations of a further observation.
     *
     * @param values one per quantity
     * @param further variance of each that the observations did not have
     */
    double[] deviations(double similarity, double[] values, double[] further) {
        Checks.exactly(heights.length, values.length, "values.length");
        double factor = 1 + leverage(similarity);
        double[] deviations = new double[values.length];
        for (int q = 0; q < deviations.length; q++) {
            double error = values[q] - typical(q, similarity);
            double variance = variances[q] * factor + further[q];
            deviations[q] = variance > 0 ? error / Math.sqrt(variance) : 0;
        }
        return deviations;
    }

    /** Deviations of one of the observations from the trends of all others. */
    double[] ownDeviations(double similarity, double[] values) {
        double left = 1 - leverage(similarity);
        int freedom = freedom(count, square);
        double[] deviations = new double[values.length];
        for (int q = 0; q < deviations.length; q++) {
            double error = values[q] - typical(q, similarity);
            // What is left of the squares without this one; its line goes through it where left is
            // 0.
            double others =
                    left > 0
                            ? (freedom * variances[q] - error * error / left)
                                    / Math.max(1, freedom - 1)
                            : 0;
            double variance = Math.max(others, variances[q] / (100.0 * count)) * left;
            deviations[q] = variance > 0 ? error / Math.sqrt(variance) : 0;
        }
        return deviations;
    }

    private double leverage(double similarity) {
        double distance = similarity - mean;
        return 1.0 / count + (square > 0 ? distance * distance / square : 0);
    }
}
