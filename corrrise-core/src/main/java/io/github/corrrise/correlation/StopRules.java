package io.github.corrrise.correlation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.StopRule;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Rules that end a run once its maps are precise enough. All maps of the run must be. */
final class StopRules {
    private StopRules() {}

    /** See {@link ScoreCorrelation#stopAtStandardError}. */
    static StopRule standardError(double target, ScoreCorrelation correlation, MaskCache cache) {
        Objects.requireNonNull(cache, "cache");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new Rule(
                StopReason.STANDARD_ERROR,
                Checks.insideOpen(0.0, 1.0, target, "target standard error"),
                scores ->
                        quick.bareMaps(scores, cache).stream()
                                        .mapToDouble(StopRules::rootMeanSquareError)
                                        .max()
                                        .orElse(0)
                                - target);
    }

    /** See {@link ScoreCorrelation#stopAtReliability}. */
    static StopRule reliability(double target, ScoreCorrelation correlation, MaskCache cache) {
        Objects.requireNonNull(cache, "cache");
        ScoreCorrelation quick = correlation.withoutSignificance();
        return new Rule(
                StopReason.RELIABILITY,
                Checks.insideOpen(0.0, 1.0, target, "target reliability"),
                scores -> target - leastReliability(scores, quick, cache));
    }

    /** The least reliability among the lines of a run, in [0, 1]; 0 where it cannot be told. */
    private static double leastReliability(
            MaskScores scores, ScoreCorrelation correlation, MaskCache cache) {
        return correlation.splitHalves(scores, cache).stream()
                .mapToDouble(line -> line.orElse(0))
                .min()
                .orElse(1);
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
