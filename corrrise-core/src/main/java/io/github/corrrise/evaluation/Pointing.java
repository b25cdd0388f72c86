package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one sign of a map points, compared with the pixels that are known to differ: dissimilarity,
 * or in a game of triplets what speaks for the mate.
 *
 * @param row row of the peak, the pixel of the largest value of that sign, from 0
 * @param column column of the peak, from 0
 * @param hit whether the peak is one of the known pixels
 * @param massShare share of the sum over that sign that lies on the known pixels, in [0, 1]; 0
 *     where no pixel has it
 * @since 0.1.0
 */
public record Pointing(int row, int column, boolean hit, double massShare) {
    /** Checks the ranges. */
    public Pointing {
        Checks.atLeast(0, row, "row");
        Checks.atLeast(0, column, "column");
        Checks.inside(0.0, 1.0, massShare, "massShare");
    }

    /**
     * Judges one map. Of several equal peaks one is drawn; where no pixel has the sign all pixels
     * are peaks, so that a map which says nothing hits by chance.
     */
    static Pointing of(
            SaliencyMap signed, DeletionInsertion.Sign sign, BitSet known, CounterRandom random) {
        float[] values =
                (sign == DeletionInsertion.Sign.SIMILAR ? signed.similar() : signed.dissimilar())
                        .toArray();
        float largest = 0;
        double mass = 0;
        double knownMass = 0;
        for (int pixel = 0; pixel < values.length; pixel++) {
            largest = Math.max(largest, values[pixel]);
            mass += values[pixel];
            knownMass += known.get(pixel) ? values[pixel] : 0;
        }
        BitSet peaks = new BitSet(values.length);
        for (int pixel = 0; pixel < values.length; pixel++) {
            peaks.set(pixel, values[pixel] == largest);
        }
        int peak =
                peaks.stream().skip(random.nextInt(peaks.cardinality())).findFirst().orElseThrow();
        int width = signed.size().width();
        return new Pointing(
                peak / width,
                peak % width,
                known.get(peak),
                mass > 0 ? Math.min(1, knownMass / mass) : 0);
    }

    /**
     * How well maps point at planted pixels, over some trials.
     *
     * @param trialCount at least 1
     * @param hitRate share of the trials whose map has its peak on a planted pixel, with Wilson's
     *     95 % interval, which takes the trials as independent
     * @param massShare mean share of the map's mass on the planted pixels, in [0, 1], with a 95 %
     *     interval by the percentile bootstrap, 2,000 resamples: trials of one pair are not
     *     independent, so pairs are drawn, each with all its trials
     * @since 0.1.0
     */
    public record Score(int trialCount, Estimate hitRate, Estimate massShare) {
        private static final int RESAMPLE_COUNT = 2000;

        /** Checks the ranges. */
        public Score {
            Checks.atLeast(1, trialCount, "trialCount");
            Checks.inside(0.0, 1.0, hitRate.value(), "hitRate");
            Checks.inside(0.0, 1.0, massShare.value(), "massShare");
        }

        /** The score of at least one trial. */
        static Score of(List<? extends GameTrial> trials) {
            int hitCount = 0;
            double sum = 0;
            for (GameTrial trial : trials) {
                hitCount += trial.pointing().hit() ? 1 : 0;
                sum += trial.pointing().massShare();
            }
            return new Score(
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
}
