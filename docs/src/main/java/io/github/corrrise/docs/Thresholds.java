package io.github.corrrise.docs;

import io.github.corrrise.verify.Threshold;
import java.util.Arrays;
import java.util.function.DoublePredicate;

/** What a threshold lets through, counted. */
public final class Thresholds {
    private Thresholds() {}

    // region: rates
    /** The share of impostor pairs that this threshold decides MATCH. */
    public static double falseMatchRate(Threshold threshold, double[] impostorScores) {
        return share(impostorScores, score -> score >= threshold.value());
    }

    /** The share of genuine pairs that this threshold decides NON_MATCH. */
    public static double falseNonMatchRate(Threshold threshold, double[] genuineScores) {
        return share(genuineScores, score -> score < threshold.value());
    }

    private static double share(double[] scores, DoublePredicate wrong) {
        return (double) Arrays.stream(scores).filter(wrong).count() / scores.length;
    }

    // endregion

    // region: choose
    /** The lowest threshold that lets through at most this share of the impostor pairs. */
    public static Threshold atMost(double falseMatchRate, double[] impostorScores) {
        double[] sorted = impostorScores.clone();
        Arrays.sort(sorted);
        int allowed = (int) Math.floor(falseMatchRate * sorted.length);
        return allowed == sorted.length
                ? Threshold.of(sorted[0])
                : Threshold.of(Math.nextUp(sorted[sorted.length - 1 - allowed]));
    }
    // endregion
}
