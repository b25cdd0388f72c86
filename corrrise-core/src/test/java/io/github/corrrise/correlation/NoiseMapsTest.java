package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bound of the adjusted estimator: maps of noise, and what follows for false alarms. */
class NoiseMapsTest {
    private static final FaceSize SIZE = new FaceSize(16, 16);
    private static final int LEFT_WIDTH = 6;

    /** Patches of 4 pixels on the left, of 4 and 3 in turn on the right. */
    private static final SplitMasks SPLIT =
            new SplitMasks(
                    new PatchMasks(3, 4.0 / LEFT_WIDTH),
                    MixedMasks.of(new PatchMasks(4, 0.4), new PatchMasks(7, 0.3)),
                    LEFT_WIDTH / 16.0);

    private static final ScoreCorrelation ADJUSTED =
            ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED);

    private static SaliencyMap map(
            MaskGenerator masks, long seed, ToDoubleBiFunction<MaskBatch, Integer> score) {
        return map(masks, seed, score, KEPT);
    }

    /** Runs differ in seeds; what belongs to a distribution of masks is made once. */
    private static final MaskCache KEPT = MaskCache.ofBytes(64 << 20);

    private static SaliencyMap map(
            MaskGenerator masks,
            long seed,
            ToDoubleBiFunction<MaskBatch, Integer> score,
            MaskCache cache) {
        return map(ADJUSTED, masks, seed, score, cache);
    }

    private static SaliencyMap map(
            ScoreCorrelation correlation,
            MaskGenerator masks,
            long seed,
            ToDoubleBiFunction<MaskBatch, Integer> score,
            MaskCache cache) {
        MaskBatch batch = masks.generate(0, 150, SIZE, seed);
        double[] scores = new double[150];
        Arrays.setAll(scores, i -> score.applyAsDouble(batch, i));
        return correlation.maps(MaskScores.of(masks, SIZE, seed, scores), cache).get(0);
    }

    /** Visible share of a rectangle. */
    private static double visible(
            MaskBatch masks, int i, int top, int left, int height, int width) {
        double sum = 0;
        for (int p = 0; p < height * width; p++) {
            sum += masks.at(i, top + p / width, left + p % width);
        }
        return sum / (height * width);
    }

    /** Of places on the left alone, which act together: a third is left to an additive model. */
    private static double leftOnly(MaskBatch masks, int i) {
        double above = visible(masks, i, 2, 1, 5, 4);
        double below = visible(masks, i, 9, 1, 5, 4);
        return above * below - 0.5 * Math.abs(above - below);
    }

    private static boolean anySignificant(SaliencyMap map, int fromColumn) {
        for (int row = 0; row < 16; row++) {
            for (int column = fromColumn; column < 16; column++) {
                if (map.isSignificant(row, column)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int alarms(
            MaskGenerator masks, int runCount, ToDoubleBiFunction<MaskBatch, Integer> score) {
        int alarms = 0;
        for (long seed = 0; seed < runCount; seed++) {
            // A length of the basis beyond what is read.
            alarms += anySignificant(map(masks, seed, score), LEFT_WIDTH + 1) ? 1 : 0;
        }
        return alarms;
    }

    @Nested
    class Calibration {
        /** At 5 % the count over 400 runs has a standard deviation of 4.4; bars at three. */
        @Tag("slow")
        @Test
        void falseAlarmsAreAsManyAsPromised() {
            int alarms = alarms(SPLIT, 400, NoiseMapsTest::leftOnly);
            assertThat(alarms).isBetween(7, 33);
        }

        /**
         * Simulated moments err themselves, alike in all runs of a distribution; so each run has
         * one of its own here. Of 60 runs 3 may raise an alarm; the bar is at four deviations.
         */
        @Tag("slow")
        @Test
        void simulatedMomentsRaiseNoMore() {
            int alarms = 0;
            for (long run = 0; run < 60; run++) {
                long streams = 1_000 * run;
                MaskGenerator unknown =
                        (first, count, size, seed) ->
                                SPLIT.generate(first, count, size, seed + streams);
                SaliencyMap map =
                        map(
                                unknown,
                                run,
                                (masks, i) -> visible(masks, i, 2, 1, 10, 4),
                                MaskCache.ofBytes(0));
                alarms += anySignificant(map, LEFT_WIDTH + 1) ? 1 : 0;
            }
            assertThat(alarms).isLessThanOrEqualTo(9);
        }

        /** A weak place beside strong ones: noise is what the fit leaves, not the whole score. */
        @Tag("slow")
        @Test
        void whatIsWeakIsFoundBesideWhatIsStrong() {
            int found = 0;
            for (long seed = 0; seed < 40; seed++) {
                SaliencyMap map =
                        map(
                                SPLIT,
                                seed,
                                (masks, i) ->
                                        visible(masks, i, 2, 1, 10, 4)
                                                + 0.08 * visible(masks, i, 6, 11, 3, 3));
                found += anySignificant(map, 10) ? 1 : 0;
            }
            assertThat(found).isGreaterThanOrEqualTo(36);
        }
    }

    @Nested
    class ByClusters {
        private static final ScoreCorrelation CLUSTERS =
                ADJUSTED.withStatistic(SaliencyMap.Significance.Statistic.CLUSTER);

        /** Places of either sign, and noise. */
        private static ToDoubleBiFunction<MaskBatch, Integer> noisy(long seed) {
            Random noise = new Random(seed);
            return (masks, i) ->
                    visible(masks, i, 2, 1, 5, 4)
                            - visible(masks, i, 9, 11, 5, 4)
                            + 0.1 * noise.nextGaussian();
        }

        private static SaliencyMap byClusters(
                long seed, ToDoubleBiFunction<MaskBatch, Integer> score) {
            return map(CLUSTERS, SPLIT, seed, score, KEPT);
        }

        /** At 5 % the count over 300 runs has a standard deviation of 3.8; bars at three. */
        @Tag("slow")
        @Test
        void falseAlarmsAreAsManyAsPromised() {
            int alarms = 0;
            for (long seed = 0; seed < 300; seed++) {
                SaliencyMap map = byClusters(seed, NoiseMapsTest::leftOnly);
                alarms += anySignificant(map, LEFT_WIDTH + 1) ? 1 : 0;
            }
            assertThat(alarms).isBetween(4, 27);
        }

        @Tag("slow")
        @Test
        void theMapIsTheSameAndTheBoundIsTheLeastSignificantValue() {
            for (long seed = 0; seed < 10; seed++) {
                SaliencyMap byValue = map(SPLIT, seed, noisy(seed));
                SaliencyMap map = byClusters(seed, noisy(seed));
                assertThat(map.toArray()).isEqualTo(byValue.toArray());
                SaliencyMap.Significance significance = map.significance().orElseThrow();
                assertThat(significance.statistic())
                        .isEqualTo(SaliencyMap.Significance.Statistic.CLUSTER);
                assertThat(significance.shuffleCount()).isIn(199, 399);
                assertThat(map.significantShare()).isGreaterThan(0.05);
                double least = Double.POSITIVE_INFINITY;
                for (int pixel = 0; pixel < SIZE.pixelCount(); pixel++) {
                    if (map.isSignificant(pixel / 16, pixel % 16)) {
                        least = Math.min(least, Math.abs(map.at(pixel / 16, pixel % 16)));
                    }
                }
                assertThat(significance.bound()).isEqualTo(least);
            }
        }

        /** Where no model is believed the plain map stands, and values are judged. */
        @Test
        void aPlainMapIsJudgedByValues() {
            SaliencyMap map =
                    map(
                            CLUSTERS.withEstimator(Estimator.PLAIN),
                            SPLIT,
                            1,
                            NoiseMapsTest::leftOnly,
                            KEPT);
            assertThat(map.significance().orElseThrow().statistic())
                    .isEqualTo(SaliencyMap.Significance.Statistic.VALUE);
        }
    }

    @Nested
    class StepsDown {
        private static final PatchMasks MASKS = new PatchMasks(2, 0.5);

        /** Point 0 has maps of 3, point 1 of 1 and 2 in turn, whatever the weights. */
        private static NoiseMaps noise() {
            MaskScores scores = MaskScores.of(MASKS, SIZE, 1, new Random(1).doubles(20).toArray());
            StandardScores line = StandardScores.of(scores, 0, Correlation.PEARSON);
            int[] count = new int[1];
            return NoiseMaps.own(
                    Shuffles.of(DrawnMasks.of(scores), line),
                    0.5,
                    weights -> {
                        float[][] maps = new float[weights.length][];
                        Arrays.setAll(maps, k -> new float[] {3, 1 + count[0]++ % 2});
                        return maps;
                    });
        }

        @Test
        void pointsThatReachTheBoundNoLongerRaiseIt() {
            // 19 maps; the 10-th smallest maximum at point 1 alone is 1: 10 of 19 are 1.
            assertThat(noise().shuffleCount()).isEqualTo(19);
            assertThat(noise().bound(0.5, 1, 0, new double[] {2.9, 0})).isEqualTo(3);
            assertThat(noise().bound(0.5, 1, 0, new double[] {-3, 0})).isEqualTo(1);
        }

        @Test
        void theBoundIsInUnitsOfTheNoise() {
            assertThat(noise().bound(0.5, 0.0625, 0, new double[] {0.5, 0})).isEqualTo(0.75);
            assertThat(noise().bound(0.5, 0.0625, 0, new double[] {0.75, 0})).isEqualTo(0.25);
        }

        /** Where all points reach it, the last bound stands. */
        @Test
        void itEndsWhereNoPointIsLeft() {
            assertThat(noise().bound(0.5, 1, 0, new double[] {5, 5})).isEqualTo(3);
        }

        /** What adds at every place: 16 beside a variance of 9 of the maps, in units of noise. */
        @Test
        void errorsOfMomentsAddToTheNoise() {
            assertThat(noise().bound(0.5, 1, 16, new double[] {0, 0})).isCloseTo(5, within(1e-6));
        }
    }
}
