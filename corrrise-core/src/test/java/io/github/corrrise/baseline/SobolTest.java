package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SobolTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.sobol();
    }

    @Override
    public int documentedMaskCount() {
        return 2112;
    }

    @Override
    public Baseline small() {
        return Baseline.sobol(3, 6);
    }

    @Override
    public Baseline thorough() {
        return Baseline.sobol(7, 32);
    }

    @Override
    public double leastRankCorrelation() {
        return 0.95;
    }

    @Override
    public boolean tellsTheSign() {
        return false;
    }

    @Nested
    class KnownValues {
        private static final FaceSize FOUR = new FaceSize(4, 4);
        private static final FaceImage WHITE = FaceImage.filled(FOUR, 255, 255, 255);

        /**
         * Cells uniform in [0, 1]: w^2 / sum of w^2. 2,000 designs err by 2.6 %; four times that.
         */
        @Test
        void anAdditiveScoreGivesTheSharesOfTheSquares() {
            AdditiveVerifier verifier = AdditiveVerifier.of(FOUR, new double[][] {{1, -2}, {0, 3}});
            SaliencyMap map =
                    Baseline.sobol(2, 2000).on(verifier).explain(FacePair.of(WHITE, WHITE)).probe();
            assertThat(map.at(0, 0)).isCloseTo(1 / 14f, within(0.0075f));
            assertThat(map.at(0, 3)).isCloseTo(4 / 14f, within(0.03f));
            assertThat(map.at(3, 0)).isZero();
            assertThat(map.at(2, 2)).isCloseTo(9 / 14f, within(0.067f));
            assertThat(map.at(3, 3)).isEqualTo(map.at(2, 2));
        }

        /** s = x y: E Var(s | y) / Var s = (1/12)(1/3) / (1/9 - 1/16) = 4/7 for either. */
        @Test
        void interactionsCountForAllThatTakePart() {
            FaceVerifier product =
                    FaceVerifier.of(
                            FOUR,
                            (probe, reference) ->
                                    (double) probe.at(0, 0, 0) * probe.at(0, 3, 0) / (255 * 255));
            SaliencyMap map =
                    Baseline.sobol(2, 2000).on(product).explain(FacePair.of(WHITE, WHITE)).probe();
            assertThat(map.at(1, 1)).isCloseTo(4 / 7f, within(0.06f));
            assertThat(map.at(1, 2)).isCloseTo(4 / 7f, within(0.06f));
            assertThat(map.at(2, 1)).isZero();
        }
    }

    @Nested
    class Properties {
        /** What a design shows must not depend on how it is cut into batches. */
        @Test
        void aRowIsAFunctionOfSeedAndIndex() {
            LatinHypercube hypercube = new LatinHypercube(8, 5);
            double[][] together = hypercube.points(9, 0, 40);
            for (int i : new int[] {39, 0, 7, 8, 23}) {
                assertThat(hypercube.points(9, i, 1)[0]).isEqualTo(together[i]);
            }
            assertThat(hypercube.points(10, 0, 1)[0]).isNotEqualTo(together[0]);
        }

        @Test
        void everyIntervalOfEveryCoordinateHoldsOnePointOfASet() {
            double[][] points = new LatinHypercube(16, 6).points(3, 16, 16);
            for (int dimension = 0; dimension < 6; dimension++) {
                boolean[] taken = new boolean[16];
                for (double[] point : points) {
                    taken[(int) (16 * point[dimension])] = true;
                }
                assertThat(taken).doesNotContain(false);
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void aDesignOfOne() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.sobol(8, 1))
                    .withMessage("designCount must be at least 2, was 1");
        }

        @Test
        void moreMasksThanARunHas() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.sobol(100, 1_000_000))
                    .withMessage(
                            "designCount x (cellsPerSide^2 + 2) must be at most 1000000, was"
                                    + " 1000000 x (100^2 + 2)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.sobol(Integer.MAX_VALUE, Integer.MAX_VALUE));
        }
    }
}
