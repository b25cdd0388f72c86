package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/**
 * When the masks done so far are enough. Asked at mask counts that depend on nothing but the run's
 * largest count, so that equal scores end a run at the same mask whatever the batch size and the
 * threads: after 96 masks, then whenever a quarter more are done. All maps of a run must satisfy
 * it. Immutable; safe for use by several threads.
 */
public final class StopRule {
    private static final int FIRST_LOOK = 96;

    private final StopReason reason;
    private final double target;
    private final ToDoubleBiFunction<MaskScores, MaskCache> shortfall;

    private StopRule(
            StopReason reason, double target, ToDoubleBiFunction<MaskScores, MaskCache> shortfall) {
        this.reason = reason;
        this.target = target;
        this.shortfall = shortfall;
    }

    /**
     * Enough where the standard error of every map, its root mean square over the defined pixels,
     * is at most the target.
     *
     * @param target in units of the map, in (0, 1), for example 0.02
     * @param correlation makes the maps, without their significance
     */
    public static StopRule standardError(double target, ScoreCorrelation correlation) {
        Checks.insideOpen(0.0, 1.0, target, "target standard error");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new StopRule(
                StopReason.STANDARD_ERROR,
                target,
                (scores, cache) ->
                        quick.maps(scores, cache).stream()
                                        .mapToDouble(StopRule::rootMeanSquareError)
                                        .max()
                                        .orElse(0)
                                - target);
    }

    /**
     * Enough where the reliability of every map is at least the target. The map is made twice, from
     * every other mask of each stratum and from the rest; r is Pearson's correlation of the two
     * over the pixels, and Spearman and Brown's formula steps it up to the map of all masks:
     *
     * <pre>reliability = 2 r / (1 + r), 0 where r is not above 0</pre>
     *
     * @param target in (0, 1), for example 0.9
     * @param correlation makes the maps, without their significance
     */
    public static StopRule reliability(double target, ScoreCorrelation correlation) {
        Objects.requireNonNull(correlation, "correlation");
        Checks.insideOpen(0.0, 1.0, target, "target reliability");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new StopRule(
                StopReason.RELIABILITY,
                target,
                (scores, cache) -> target - leastReliability(scores, quick, cache));
    }

    StopReason reason() {
        return reason;
    }

    boolean isMet(MaskScores scores, MaskCache cache) {
        return shortfall.applyAsDouble(scores, cache) <= 0;
    }

    /** At how many masks to look next, once this many are done; at most {@code most}. */
    static int nextLook(int done, int most) {
        return Math.min(most, Math.max(FIRST_LOOK, done + done / 4));
    }

    /** The least reliability among the lines of a run, in [0, 1]. */
    private static double leastReliability(
            MaskScores scores, ScoreCorrelation correlation, MaskCache cache) {
        List<SaliencyMap> even = correlation.maps(scores.everySecond(0), cache);
        List<SaliencyMap> odd = correlation.maps(scores.everySecond(1), cache);
        double least = 1;
        for (int line = 0; line < even.size(); line++) {
            double r = even.get(line).correlationWith(odd.get(line));
            least = Math.min(least, r > 0 ? 2 * r / (1 + r) : 0);
        }
        return least;
    }

    private static double rootMeanSquareError(SaliencyMap map) {
        float[] errors = map.standardErrors().orElseThrow();
        double square = 0;
        for (float error : errors) {
            square += (double) error * error;
        }
        int defined = map.size().pixelCount() - map.undefinedCount();
        return defined == 0 ? 0 : Math.sqrt(square / defined);
    }

    /** For example {@code StopRule[STANDARD_ERROR 0.02]}. */
    @Override
    public String toString() {
        return "StopRule[" + reason + " " + target + "]";
    }
}
