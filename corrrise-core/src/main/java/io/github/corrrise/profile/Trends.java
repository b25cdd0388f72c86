package io.github.corrrise.profile;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Unusual;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

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
 * equal, the line is flat and n - 1 stands for n - 2. Spreads have a least value, for nothing
 * measured is exact. Immutable.
 */
final class Trends {
    private final int count;
    private final double mean;
    private final double square;
    private final double[] heights;
    private final double[] slopes;
    private final double[] variances;
    private final OptionalDouble bound;

    /**
     * @throws IllegalArgumentException where a number is not finite, or a sum of squares, a
     *     variance or the bound is less than it can be
     */
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
        Checks.inside(-Float.MAX_VALUE, Float.MAX_VALUE, mean, "meanSimilarity");
        Checks.inside(0, Double.MAX_VALUE, square, "similaritySquares");
        requireAll("heights", heights, -Float.MAX_VALUE);
        requireAll("slopes", slopes, -Float.MAX_VALUE);
        requireAll("variances", variances, 0);
        bound.ifPresent(value -> Checks.inside(0, Double.MAX_VALUE, value, "bound"));
        this.count = count;
        this.mean = mean;
        this.square = square;
        this.heights = heights;
        this.slopes = slopes;
        this.variances = variances;
        this.bound = bound;
    }

    /** Refuses what no file of single precision holds, and what is less than it can be. */
    static void requireAll(String name, double[] values, double least) {
        for (int i = 0; i < values.length; i++) {
            Checks.inside(least, Float.MAX_VALUE, values[i], name + "[" + i + "]");
        }
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
     * @param perPair consecutive observations that are of one pair: for the bound they are left out
     *     together
     * @param least spread that no quantity falls below
     */
    static Trends of(double[] similarities, double[][] values, int perPair, double least) {
        Trends trends = fitted(similarities, values, least);
        double[] largest =
                Arrays.stream(ownDeviations(similarities, values, perPair, least))
                        .mapToDouble(Trends::largest)
                        .toArray();
        double[] ofPairs = new double[largest.length / perPair];
        for (int i = 0; i < largest.length; i++) {
            ofPairs[i / perPair] = Math.max(ofPairs[i / perPair], largest[i]);
        }
        return new Trends(
                trends.count,
                trends.mean,
                trends.square,
                single(trends.heights),
                single(trends.slopes),
                single(trends.variances),
                quantile(ofPairs));
    }

    /** Deviations of each observation from the trends of all other pairs. */
    static double[][] ownDeviations(
            double[] similarities, double[][] values, int perPair, double least) {
        double[][] deviations = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            int pair = i / perPair;
            int[] others =
                    IntStream.range(0, values.length).filter(j -> j / perPair != pair).toArray();
            Trends ofOthers =
                    fitted(
                            Arrays.stream(others).mapToDouble(j -> similarities[j]).toArray(),
                            Arrays.stream(others).mapToObj(j -> values[j]).toArray(double[][]::new),
                            least);
            deviations[i] =
                    ofOthers.deviations(similarities[i], values[i], new double[values[i].length]);
        }
        return deviations;
    }

    private static double largest(double[] deviations) {
        return Arrays.stream(deviations).map(Math::abs).max().orElse(0);
    }

    private static Trends fitted(double[] similarities, double[][] values, double least) {
        int n = similarities.length;
        double mean = Arrays.stream(similarities).average().orElseThrow();
        double square = Arrays.stream(similarities).map(s -> (s - mean) * (s - mean)).sum();
        int quantityCount = values[0].length;
        double[] heights = new double[quantityCount];
        double[] slopes = new double[quantityCount];
        double[] variances = new double[quantityCount];
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
            variances[q] = Math.max(least * least, rest / freedom(n, square));
        }
        return new Trends(n, mean, square, heights, slopes, variances, OptionalDouble.empty());
    }

    /** In single precision, as files hold them. */
    static double[] single(double[] values) {
        return Arrays.stream(values).map(value -> (float) value).toArray();
    }

    private static int freedom(int n, double square) {
        return Math.max(1, square > 0 ? n - 2 : n - 1);
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
            double deviation = variance > 0 ? error / Math.sqrt(variance) : 0;
            deviations[q] = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, deviation));
        }
        return deviations;
    }

    private double leverage(double similarity) {
        double distance = similarity - mean;
        return 1.0 / count + (square > 0 ? distance * distance / square : 0);
    }
}
