package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreCorrelationTest {
    @Nested
    class KnownValues {
        @Test
        void ranksOfTiesAreTheirMean() {
            assertThat(StandardScores.averageRanks(new double[] {3, 1, 2, 1, 3, 3}))
                    .containsExactly(5, 1.5, 3, 1.5, 5, 5);
        }

        @Test
        void theBoundRestsOnEnoughShuffles() {
            assertThat(ShuffledScores.shuffleCount(0.05)).isEqualTo(199);
            assertThat(ShuffledScores.shuffleCount(0.01)).isEqualTo(999);
            assertThat(ShuffledScores.sharedCount(0.05)).isEqualTo(399);
            assertThat(ShuffledScores.sharedCount(0.01)).isEqualTo(1999);
            assertThat(ShuffledScores.pairedCount(0.05)).isEqualTo(64);
            assertThat(ShuffledScores.pairedCount(0.01)).isEqualTo(320);
            assertThat(ShuffledScores.rank(0.05, 199)).isEqualTo(190);
            assertThat(ShuffledScores.rank(0.01, 999)).isEqualTo(990);
        }

        /** Measured independently: 0.187 at 500 masks, 0.131 at 1,000, 10 patches of 30. */
        @Test
        void pureNoiseStaysUnderTheKnownBounds() {
            assertThat(noiseBound(500)).isCloseTo(0.187, within(0.015));
            assertThat(noiseBound(1000)).isCloseTo(0.131, within(0.010));
        }

        private static double noiseBound(int maskCount) {
            Random random = new Random(5);
            double[] noise = random.doubles(maskCount).map(u -> random.nextGaussian()).toArray();
            return ScoreCorrelation.defaults()
                    .maps(MaskScores.of(PatchMasks.published(), FaceSize.ARCFACE, 1, noise))
                    .get(0)
                    .significance()
                    .orElseThrow()
                    .bound();
        }
    }

    @Nested
    class Bounds {
        private static final FaceSize SIZE = new FaceSize(32, 32);

        @Test
        void restOnSharedShufflesWhereScoresAreOrdinary() {
            assertThat(significance(noise(500, 3)).shuffleCount()).isEqualTo(399);
        }

        /** One score in a hundred is far from all others: their maxima follow those few. */
        @Test
        void restOnTheScoresAloneWhereTheirTailsAreLong() {
            double[] scores = noise(500, 3);
            for (int i = 0; i < scores.length; i += 100) {
                scores[i] = -100;
            }
            assertThat(significance(scores).shuffleCount()).isEqualTo(199);
        }

        @Test
        void restOnTheScoresAloneWhereMasksWereLeftOut() {
            double[] scores = noise(500, 3);
            scores[17] = Double.NaN;
            assertThat(significance(scores).shuffleCount()).isEqualTo(199);
        }

        /** 100 of 100 maps of noise over two masks had significant regions, 31 over four. */
        @ParameterizedTest(name = "{0} masks")
        @ValueSource(ints = {2, 3, 4, 5})
        void areOutOfReachOfFewMasks(int maskCount) {
            for (int run = 0; run < 25; run++) {
                SaliencyMap map =
                        ScoreCorrelation.defaults().maps(scores(noise(maskCount, run))).get(0);
                assertThat(map.significantShare()).isZero();
                assertThat(map.significance().orElseThrow().bound()).isBetween(1.0000001, 1.000001);
            }
        }

        /** The one that differs would be found wherever it is: 1 in 40 is no 5 %, 1 in 500 is. */
        @ParameterizedTest(name = "{0} masks")
        @CsvSource({"40, true", "398, true", "399, false", "500, false"})
        void areOutOfReachWhereAlmostAllScoresAreEqual(int maskCount, boolean outOfReach) {
            double[] scores = new double[maskCount];
            scores[7] = 1;
            SaliencyMap.Significance significance = significance(scores);
            assertThat(significance.bound() > 1).isEqualTo(outOfReach);
            if (outOfReach) {
                assertThat(significance.shuffleCount()).isEqualTo(maskCount);
            }
        }

        @Test
        void countShufflesThatDiffer() {
            MaskScores some = scores(new double[] {3, 1, 2, 1, 3, 3});
            assertThat(distinctShuffles(some)).isEqualTo(60);
            assertThat(distinctShuffles(scores(new double[500]))).isOne();
            assertThat(distinctShuffles(scores(noise(500, 3)))).isInfinite();
            MixedMasks mixed = MixedMasks.of(new PatchMasks(1, 0.5), new PatchMasks(6, 0.2));
            assertThat(
                            distinctShuffles(
                                    MaskScores.of(mixed, SIZE, 1, new double[] {1, 4, 2, 4, 3, 5})))
                    .isEqualTo(3 * 2 * 3);
        }

        private static double distinctShuffles(MaskScores scores) {
            return Shuffles.of(
                            DrawnMasks.of(scores),
                            StandardScores.of(scores, 0, Correlation.PEARSON))
                    .distinctCount();
        }

        @Test
        void areZeroWhereScoresAreEqual() {
            assertThat(significance(new double[500]).bound()).isZero();
        }

        @Test
        void doNotDependOnOtherLines() {
            MaskScores alone = scores(noise(500, 3));
            MaskScores among = scores(noise(500, 5), noise(500, 3), noise(500, 8));
            assertThat(ScoreCorrelation.defaults().maps(among).get(1).significance())
                    .isEqualTo(ScoreCorrelation.defaults().maps(alone).get(0).significance());
        }

        /** 9,999 shuffles of the scores themselves are the truth, but for a percent. */
        @Test
        void areThoseOfManyShuffles() {
            double[] scores = noise(500, 3);
            Arrays.setAll(scores, i -> scores[i] * scores[i] * 0.2 + scores[i]);
            MaskScores some = scores(scores);
            DrawnMasks masks = DrawnMasks.of(some);
            StandardScores line = StandardScores.of(some, 0, Correlation.PEARSON);
            PixelMoments moments =
                    PixelMoments.of(masks, List.of(line), ScoreCorrelation.Kernel.HIDDEN_RUNS)
                            .get(0);
            double[] maxima =
                    ShuffledScores.own(
                                    masks,
                                    line,
                                    weights ->
                                            moments.largestMagnitudes(
                                                    masks,
                                                    weights,
                                                    ScoreCorrelation.Kernel.HIDDEN_RUNS))
                            .maxima(20_000, 9_999);
            Arrays.sort(maxima);
            assertThat(significance(scores).bound())
                    .isCloseTo(maxima[9_499], within(0.05 * maxima[9_499]));
        }

        /** Each stratum keeps its scores, so its sum stays 0. */
        @Test
        void shuffleWithinStrata() {
            MixedMasks mixed = MixedMasks.of(new PatchMasks(1, 0.5), new PatchMasks(6, 0.2));
            double[] scores = noise(100, 3);
            Arrays.setAll(scores, i -> scores[i] + i % 2 * 50);
            MaskScores some = MaskScores.of(mixed, SIZE, 1, scores);
            DrawnMasks masks = DrawnMasks.of(some);
            StandardScores line = StandardScores.of(some, 0, Correlation.PEARSON);
            ShuffledScores.Maxima sumOfEven =
                    weights ->
                            Arrays.stream(weights)
                                    .mapToDouble(
                                            vector ->
                                                    IntStream.range(0, 50)
                                                            .mapToDouble(i -> vector[2 * i])
                                                            .sum())
                                    .toArray();
            assertThat(ShuffledScores.own(masks, line, sumOfEven).maxima(0, 50))
                    .usingComparatorWithPrecision(1e-9)
                    .containsOnly(0);
            assertThat(ShuffledScores.own(masks, line, sumOfEven).ofNormalScores().maxima(0, 50))
                    .usingComparatorWithPrecision(1e-9)
                    .containsOnly(0);
        }

        private static SaliencyMap.Significance significance(double[] line) {
            return ScoreCorrelation.defaults()
                    .maps(scores(line))
                    .get(0)
                    .significance()
                    .orElseThrow();
        }

        private static MaskScores scores(double[]... lines) {
            return MaskScores.of(PatchMasks.published(), SIZE, 1, lines);
        }

        private static double[] noise(int count, long seed) {
            Random random = new Random(seed);
            double[] noise = new double[count];
            Arrays.setAll(noise, i -> random.nextGaussian());
            return noise;
        }
    }

    @Nested
    class Properties {
        /**
         * Scores that depend on the left edge only must not raise an alarm on the right. 400 runs
         * at 5 %: 38 alarms are four standard deviations above the 20 that are due.
         */
        @Tag("slow")
        @Test
        void falseAlarmsAreAsRareAsPromised() {
            FaceSize size = new FaceSize(16, 48);
            PatchMasks masks = new PatchMasks(3, 0.5);
            int alarms = 0;
            for (int run = 0; run < 400; run++) {
                MaskBatch batch = masks.generate(0, 80, size, run);
                double[] scores = new double[80];
                Arrays.setAll(scores, i -> visibleLeft(batch, i));
                SaliencyMap map =
                        ScoreCorrelation.defaults()
                                .maps(MaskScores.of(masks, size, run, scores))
                                .get(0);
                alarms += alarmsRightOf(20, map) ? 1 : 0;
            }
            assertThat(alarms).isLessThan(38);
        }

        /** Three patches are drawn independently, so columns a patch apart are independent. */
        private static double visibleLeft(MaskBatch masks, int i) {
            double sum = 0;
            for (int row = 0; row < 16; row++) {
                for (int column = 0; column < 4; column++) {
                    sum += masks.at(i, row, column);
                }
            }
            return sum;
        }

        private static boolean alarmsRightOf(int first, SaliencyMap map) {
            for (int row = 0; row < 16; row++) {
                for (int column = first; column < 48; column++) {
                    if (map.isSignificant(row, column)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    @Nested
    class Rejects {
        @Test
        void gridsForAKernelOfRuns() {
            MaskScores scores =
                    MaskScores.of(
                            GridMasks.defaults(), new FaceSize(16, 16), 1, new double[] {1, 2, 3});
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    ScoreCorrelation.defaults()
                                            .withKernel(ScoreCorrelation.Kernel.HIDDEN_RUNS)
                                            .maps(scores))
                    .withMessage(
                            "kernel must be GRID_NODES, ND4J or PLAIN_JAVA for grids, was HIDDEN_RUNS");
        }

        @Test
        void aLineWithoutTwoScores() {
            MaskScores scores =
                    MaskScores.of(
                            PatchMasks.published(),
                            new FaceSize(16, 16),
                            1,
                            new double[] {1, Double.NaN, Double.NaN});
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ScoreCorrelation.defaults().maps(scores))
                    .withMessage("scored masks of line 0 must be at least 2, was 1");
        }

        @Test
        void aLevelThatIsNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ScoreCorrelation.defaults().withSignificanceLevel(0))
                    .withMessage("significanceLevel must be in [0.001, 0.5], was 0.0");
        }
    }
}
