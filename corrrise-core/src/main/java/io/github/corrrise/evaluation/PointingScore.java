package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How well maps point at planted pixels, over some trials.
 *
 * @param trialCount at least 1
 * @param hitCount trials whose map has its peak on a planted pixel
 * @param massShare mean share of the map's mass on the planted pixels, in [0, 1]
 * @param massShareInterval its 95 % interval by the percentile bootstrap, 2,000 resamples: trials
 *     of one pair are not independent, so pairs are drawn, each with all its trials
 * @since 0.1.0
 */
public record PointingScore(
        int trialCount, int hitCount, double massShare, Interval massShareInterval) {
    private static final int RESAMPLE_COUNT = 2000;

    /** Checks the ranges. */
    public PointingScore {
        Checks.atLeast(1, trialCount, "trialCount");
        Checks.inside(0, trialCount, hitCount, "hitCount");
        Checks.inside(0.0, 1.0, massShare, "massShare");
        Objects.requireNonNull(massShareInterval, "massShareInterval");
    }

    /** Share of trials that hit. */
    public double hitRate() {
        return (double) hitCount / trialCount;
    }

    /** Wilson's 95 % interval of the hit rate; it takes the trials as independent. */
    public Interval hitInterval() {
        return Interval.wilson(hitCount, trialCount);
    }

    /** The score of at least one trial. */
    static PointingScore of(List<? extends GameTrial> trials) {
        int hitCount = 0;
        double sum = 0;
        for (GameTrial trial : trials) {
            hitCount += trial.pointing().hit() ? 1 : 0;
            sum += trial.pointing().massShare();
        }
        return new PointingScore(trials.size(), hitCount, sum / trials.size(), interval(trials));
    }

    /** Percentiles of the mean over pairs drawn with replacement. */
    private static Interval interval(List<? extends GameTrial> trials) {
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
        return new Interval(
                means[(int) (0.025 * (RESAMPLE_COUNT - 1))],
                means[(int) Math.ceil(0.975 * (RESAMPLE_COUNT - 1))]);
    }
}
