package io.github.corrrise.baseline;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Textbook correlations, for tests. */
final class Correlations {
    private Correlations() {}

    static double[] doubles(SaliencyMap map) {
        float[] values = map.toArray();
        double[] copy = new double[values.length];
        Arrays.setAll(copy, p -> values[p]);
        return copy;
    }

    /** Spearman's, ties at their mean rank. */
    static double rank(double[] a, double[] b) {
        return pearson(ranks(a), ranks(b));
    }

    static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double co = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            co += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }
        return co / Math.sqrt(squareA * squareB);
    }

    private static double[] ranks(double[] values) {
        int[] order =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] ranks = new double[values.length];
        for (int first = 0; first < order.length; ) {
            int end = first;
            while (end < order.length && values[order[end]] == values[order[first]]) {
                end++;
            }
            for (int i = first; i < end; i++) {
                ranks[order[i]] = (first + end - 1) / 2.0;
            }
            first = end;
        }
        return ranks;
    }
}
