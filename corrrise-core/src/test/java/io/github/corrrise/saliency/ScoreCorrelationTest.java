package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
    class Properties {
        /**
         * Scores that depend on the left edge only must not raise an alarm on the right. 400 runs
         * at 5 %: 38 alarms are four standard deviations above the 20 that are due.
         */
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
        void softMasksForAKernelOfRuns() {
            MaskScores scores =
                    MaskScores.of(
                            GridMasks.defaults(), new FaceSize(16, 16), 1, new double[] {1, 2, 3});
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    ScoreCorrelation.defaults()
                                            .withKernel(CorrelationKernel.HIDDEN_RUNS)
                                            .maps(scores))
                    .withMessage(
                            "kernel must be ND4J or PLAIN_JAVA for soft masks, was HIDDEN_RUNS");
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
