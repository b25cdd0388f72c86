package io.github.corrrise.saliency;

import java.util.List;

/** How alike two maps are that were made from the even and from the odd masks of a run. */
final class SplitHalf {
    private SplitHalf() {}

    /** The least reliability among the lines of a run, in [0, 1]. */
    static double leastReliability(MaskScores scores, ScoreCorrelation correlation) {
        List<SaliencyMap> even = correlation.maps(scores.everySecond(0));
        List<SaliencyMap> odd = correlation.maps(scores.everySecond(1));
        double least = 1;
        for (int line = 0; line < even.size(); line++) {
            double r = pearson(even.get(line).toArray(), odd.get(line).toArray());
            least = Math.min(least, r > 0 ? 2 * r / (1 + r) : 0);
        }
        return least;
    }

    /** 0 where either map is constant. */
    private static double pearson(float[] a, float[] b) {
        double meanA = 0;
        double meanB = 0;
        for (int p = 0; p < a.length; p++) {
            meanA += a[p];
            meanB += b[p];
        }
        meanA /= a.length;
        meanB /= b.length;
        double co = 0;
        double squareA = 0;
        double squareB = 0;
        for (int p = 0; p < a.length; p++) {
            co += (a[p] - meanA) * (b[p] - meanB);
            squareA += (a[p] - meanA) * (a[p] - meanA);
            squareB += (b[p] - meanB) * (b[p] - meanB);
        }
        return squareA == 0 || squareB == 0 ? 0 : co / Math.sqrt(squareA * squareB);
    }
}
