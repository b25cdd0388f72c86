package io.github.corrrise.correlation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.StopRule;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Rules that end a run once its maps are precise enough. All maps of the run must be.
 *
 * @since 0.1.0
 */
public final class StopRules {
    private StopRules() {}

    /**
     * Enough where the standard error of every map, its root mean square over the defined pixels,
     * is at most the target.
     *
     * @param target in units of the map, in (0, 1), for example 0.02
     * @param correlation makes the maps, without their significance
     * @param cache keeps what the maps of the next look can use again; stays the caller's
     */
    public static StopRule standardError(
            double target, ScoreCorrelation correlation, MaskCache cache) {
        Objects.requireNonNull(cache, "cache");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new Rule(
                StopReason.STANDARD_ERROR,
                requireTarget(StopReason.STANDARD_ERROR, target),
                scores ->
                        quick.maps(scores, cache).stream()
                                        .mapToDouble(StopRules::rootMeanSquareError)
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
     * @param cache keeps what the maps of the next look can use again; stays the caller's
     */
    public static StopRule reliability(
            double target, ScoreCorrelation correlation, MaskCache cache) {
        Objects.requireNonNull(cache, "cache");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new Rule(
                StopReason.RELIABILITY,
                requireTarget(StopReason.RELIABILITY, target),
                scores -> target - leastReliability(scores, quick, cache));
    }

    /**
     * Returns a target that a rule can have.
     *
     * @param reason {@link StopReason#STANDARD_ERROR} or {@link StopReason#RELIABILITY}
     * @param target in (0, 1)
     */
    public static double requireTarget(StopReason reason, double target) {
        String name =
                switch (reason) {
                    case STANDARD_ERROR -> "target standard error";
                    case RELIABILITY -> "target reliability";
                    case MASK_COUNT, PASS_BUDGET, TIME_BUDGET ->
                            throw Checks.rejected(
                                    "reason", "STANDARD_ERROR or RELIABILITY", reason);
                };
        return Checks.insideOpen(0.0, 1.0, target, name);
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

    /**
     * @param shortfall how far the scores are from the target, in its unit; enough at 0 or below
     */
    private record Rule(StopReason reason, double target, ToDoubleFunction<MaskScores> shortfall)
            implements StopRule {
        @Override
        public boolean isMet(MaskScores soFar) {
            return shortfall.applyAsDouble(soFar) <= 0;
        }

        /** For example {@code StopRule[STANDARD_ERROR 0.02]}. */
        @Override
        public String toString() {
            return "StopRule[" + reason + " " + target + "]";
        }
    }
}
