package io.github.corrrise.correlation;

import io.github.corrrise.passes.MaskScores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One line of scores made ready for correlation: left-out masks dropped, ranked if asked for, then
 * standardised within each stratum to mean 0 and, over all, mean square 1.
 *
 * <p>A stratum of equal scores gives zeros: it says nothing. Equality is tested on the scores, not
 * on a standard deviation that rounding keeps from 0.
 */
final class StandardScores {
    private final int[] used;
    private final int[] stratumOfUsed;
    private final int[][] members;
    private final double[] values;

    private StandardScores(int[] used, int[] stratumOfUsed, int[][] members, double[] values) {
        this.used = used;
        this.stratumOfUsed = stratumOfUsed;
        this.members = members;
        this.values = values;
    }

    static StandardScores of(MaskScores scores, int line, Correlation correlation) {
        double[] own = scores.line(line);
        int[] strata = scores.strata();
        int[] used =
                IntStream.range(0, own.length).filter(mask -> !Double.isNaN(own[mask])).toArray();
        int[] labels = Arrays.stream(used).map(mask -> strata[mask]).toArray();
        int[] distinct = Arrays.stream(labels).distinct().sorted().toArray();
        int[] stratum =
                Arrays.stream(labels).map(label -> Arrays.binarySearch(distinct, label)).toArray();
        double[] values = Arrays.stream(used).mapToDouble(mask -> own[mask]).toArray();
        int[][] members = new int[distinct.length][];
        for (int g = 0; g < distinct.length; g++) {
            int[] group = membersOf(g, stratum);
            members[g] = group;
            double[] ofGroup = Arrays.stream(group).mapToDouble(k -> values[k]).toArray();
            double[] standard =
                    standardised(
                            correlation == Correlation.RANKED_SCORES
                                    ? averageRanks(ofGroup)
                                    : ofGroup);
            for (int k = 0; k < group.length; k++) {
                values[group[k]] = standard[k];
            }
        }
        return ofMeanSquareOne(used, stratum, members, values);
    }

    /**
     * What is left of the scores once predictions are taken off, its mean in each stratum 0; not
     * scaled.
     *
     * @param predictions of each mask
     */
    StandardScores less(double[] predictions) {
        double[] left = new double[values.length];
        Arrays.setAll(left, k -> values[k] - predictions[used[k]]);
        for (int[] group : members) {
            double mean = Arrays.stream(group).mapToDouble(k -> left[k]).average().orElse(0);
            for (int k : group) {
                left[k] -= mean;
            }
        }
        return new StandardScores(used, stratumOfUsed, members, left);
    }

    /** The same with a mean square of 1; all 0 stay 0. */
    StandardScores scaled() {
        return ofMeanSquareOne(used, stratumOfUsed, members, values.clone());
    }

    /** Takes the values over; all 0 stay 0. */
    private static StandardScores ofMeanSquareOne(
            int[] used, int[] stratumOfUsed, int[][] members, double[] values) {
        double square = Arrays.stream(values).map(z -> z * z).sum();
        if (square > 0) {
            double factor = Math.sqrt(values.length / square);
            Arrays.setAll(values, k -> values[k] * factor);
        }
        return new StandardScores(used, stratumOfUsed, members, values);
    }

    /** Masks that have a score. */
    int usedCount() {
        return used.length;
    }

    int stratumCount() {
        return members.length;
    }

    /** Standardised score of the k-th used mask. */
    double value(int k) {
        return values[k];
    }

    int stratum(int k) {
        return stratumOfUsed[k];
    }

    /** Which mask the k-th used one is. */
    int mask(int k) {
        return used[k];
    }

    /** Which used masks belong to a stratum; not to be written to. */
    int[] members(int stratum) {
        return members[stratum];
    }

    /** Standardised scores of a stratum, ascending. */
    double[] ascending(int stratum) {
        return Arrays.stream(members[stratum]).mapToDouble(k -> values[k]).sorted().toArray();
    }

    /** The masks that have a score, ascending; not to be written to. */
    int[] used() {
        return used;
    }

    boolean uses(int[] masks) {
        return Arrays.equals(used, masks);
    }

    /** For each mask its stratum; -1 where it has no score. */
    int[] stratumOfMask(int maskCount) {
        int[] stratum = new int[maskCount];
        Arrays.fill(stratum, -1);
        for (int k = 0; k < used.length; k++) {
            stratum[used[k]] = stratumOfUsed[k];
        }
        return stratum;
    }

    /** Scores less the means that were taken off. */
    int freedom() {
        return used.length - members.length;
    }

    /** Sum of squares: of scores their number, or 0 where all are equal. */
    double square() {
        return Arrays.stream(values).map(z -> z * z).sum();
    }

    /** Mean fourth power. */
    double fourthMoment() {
        return Arrays.stream(values).map(z -> z * z * z * z).sum() / values.length;
    }

    private static int[] membersOf(int stratum, int[] stratumOfUsed) {
        return IntStream.range(0, stratumOfUsed.length)
                .filter(k -> stratumOfUsed[k] == stratum)
                .toArray();
    }

    private static double[] standardised(double[] scores) {
        double least = Arrays.stream(scores).min().orElse(0);
        double greatest = Arrays.stream(scores).max().orElse(0);
        if (least == greatest) {
            return new double[scores.length];
        }
        // A power of two takes squares and differences out of reach of overflow and underflow, and
        // changes no digit of the result.
        int exponent = Math.getExponent(greatest / 2 - least / 2);
        double from = Math.scalb(least, -exponent);
        double[] above = Arrays.stream(scores).map(s -> Math.scalb(s, -exponent) - from).toArray();
        double mean = Arrays.stream(above).average().orElse(0);
        double[] delta = Arrays.stream(above).map(s -> s - mean).toArray();
        double square = Arrays.stream(delta).map(d -> d * d).sum();
        double deviation = Math.sqrt(square / scores.length);
        return Arrays.stream(delta).map(d -> d / deviation).toArray();
    }

    /** Ranks from 1; equal scores share the mean of their ranks. */
    static double[] averageRanks(double[] scores) {
        int[] order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> scores[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] ranks = new double[scores.length];
        int first = 0;
        while (first < order.length) {
            int end = first + 1;
            while (end < order.length && scores[order[end]] == scores[order[first]]) {
                end++;
            }
            for (int k = first; k < end; k++) {
                ranks[order[k]] = (first + 1 + end) / 2.0;
            }
            first = end;
        }
        return ranks;
    }
}
