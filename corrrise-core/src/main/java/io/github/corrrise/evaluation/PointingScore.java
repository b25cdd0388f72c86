package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well maps point at planted pixels, over some trials.
 *
 * @param trialCount at least 1
 * @param hitRate share of the trials whose map has its peak on a planted pixel, with Wilson's 95 %
 *     interval, which takes the trials as independent
 * @param massShare mean share of the map's mass on the planted pixels, in [0, 1], with a 95 %
 *     interval by the percentile bootstrap, 2,000 resamples: trials of one pair are not
 *     independent, so pairs are drawn, each with all its trials
 * @since 0.1.0
 */
public record PointingScore(int trialCount, Estimate hitRate, Estimate massShare) {
    private static final int RESAMPLE_COUNT = 2000;

    /** Checks the ranges. */
    public PointingScore {
        Checks.atLeast(1, trialCount, "trialCount");
        Checks.inside(0.0, 1.0, hitRate.value(), "hitRate");
        Checks.inside(0.0, 1.0, massShare.value(), "massShare");
    }

    /** The score of at least one trial. */
    static PointingScore of(List<? extends GameTrial> trials) {
        int hitCount = 0;
        double sum = 0;
        for (GameTrial trial : trials) {
            hitCount += trial.pointing().hit() ? 1 : 0;
            sum += trial.pointing().massShare();
        }
        return new PointingScore(
                trials.size(),
                Estimate.ofShare(hitCount, trials.size()),
                massShare(trials, sum / trials.size()));
    }

    /** Percentiles of the mean over pairs drawn with replacement. */
    private static Estimate massShare(List<? extends GameTrial> trials, double value) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (GameTrial trial : trials) {
            double[] sumAndCount = sums.computeIfAbsent(trial.pair(), pair -> new double[2]);
            sumAndCount[0] += trial.pointing().massShare();
            sumAndCount[1]++;
        }
        List<double[]> pairs = List.copyOf(sums.values());
        double[] means = new double[RESAMPLE_COUNT];
        for (int resample = 0; resample < RESAMPLE_COUNT; resample++) {
            CounterRandom random = new CounterRandom(0, resample);
            double sum = 0;
            double count = 0;
            for (int draw = 0; draw < pairs.size(); draw++) {
                double[] drawn = pairs.get(random.nextInt(pairs.size()));
                sum += drawn[0];
                count += drawn[1];
            }
            means[resample] = sum / count;
        }
        Arrays.sort(means);
        return new Estimate(
                value,
                means[(int) (0.025 * (RESAMPLE_COUNT - 1))],
                means[(int) Math.ceil(0.975 * (RESAMPLE_COUNT - 1))]);
    }
}
