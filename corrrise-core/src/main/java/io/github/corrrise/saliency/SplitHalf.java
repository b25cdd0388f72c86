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
            double r = even.get(line).correlationWith(odd.get(line));
            least = Math.min(least, r > 0 ? 2 * r / (1 + r) : 0);
        }
        return least;
    }
}
