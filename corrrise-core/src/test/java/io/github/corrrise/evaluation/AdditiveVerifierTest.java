package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdditiveVerifierTest {
    private static final FaceSize SIZE = new FaceSize(56, 56);

    @Nested
    class KnownValues {
        @Test
        void aWhiteFaceScoresTheSumOfTheWeights() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{1, -3}, {0, 4}});
            FaceBatch batch = FaceBatch.of(verifier.layout(), verifier.whiteFace());
            assertThat(verifier.similarities(batch, verifier.whiteFace())[0])
                    .isCloseTo(2f, within(1e-6f));
        }

        @Test
        void tellsItsCellsAndItsSize() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{1, -3}});
            assertThat(verifier.description()).isEqualTo("AdditiveVerifier 1x2 cells, 56x56");
            assertThat(verifier.inputSize()).isEqualTo(SIZE);
        }

        /** Nothing varies: a weightless score, and masks that hide nothing. */
        @Test
        void withoutVarianceTheExactMapIsZero() {
            FaceSize small = new FaceSize(4, 4);
            AdditiveVerifier weightless = AdditiveVerifier.of(small, new double[][] {{0}});
            assertThat(weightless.populationMap(new PatchMasks(2, 0.5)).toArray()).containsOnly(0f);
        }

        @Test
        void aDarkCellCountsByItsBrightness() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{2, 5}});
            FaceImage grey = FaceImage.filled(SIZE, 51, 51, 51);
            FaceBatch batch = FaceBatch.of(verifier.layout(), grey);
            assertThat(verifier.similarities(batch, verifier.whiteFace())[0])
                    .isCloseTo(7f / 5, within(1e-6f));
        }
    }

    @Nested
    class Unused {
        /** One used cell of 7 x 8 in the corner; beyond 2: rows from 9 or columns from 10. */
        @Test
        void pixelsFarFromEveryUsedCellAreUnused() {
            double[][] weights = new double[8][7];
            weights[0][0] = -1;
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, weights);
            BitSet unused = verifier.unusedBeyond(2);
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                assertThat(unused.get(p)).isEqualTo(p / 56 >= 9 || p % 56 >= 10);
            }
        }

        @Test
        void anyDistanceIsTaken() {
            double[][] weights = new double[8][7];
            weights[0][0] = -1;
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, weights);
            assertThat(verifier.unusedBeyond(SIZE.height() - 1).isEmpty()).isTrue();
            assertThat(verifier.unusedBeyond(Integer.MAX_VALUE).isEmpty()).isTrue();
        }

        @Test
        void everyPixelIsUsedWhereEveryCellCounts() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{1, 2}});
            assertThat(verifier.unusedBeyond(0).isEmpty()).isTrue();
        }
    }

    @Nested
    class Properties {
        /** The exact map against brute force over many masks, by the textbook formula. */
        @ParameterizedTest
        @MethodSource("designs")
        void thePopulationMapIsTheLimitOfTheTextbookCorrelation(
                MaskGenerator masks, Function<AdditiveVerifier, SaliencyMap> populationMap) {
            FaceSize small = new FaceSize(6, 4);
            double[][] weight = {{1, 0}, {-2, 0}, {0.5, 3}};
            AdditiveVerifier verifier = AdditiveVerifier.of(small, weight);
            int maskCount = 40_000;
            MaskBatch batch = masks.generate(0, maskCount, small, 77);
            double[] score = new double[maskCount];
            for (int i = 0; i < maskCount; i++) {
                for (int p = 0; p < 24; p++) {
                    score[i] += weight[p / 4 / 2][p % 4 / 2] * batch.at(i, p / 4, p % 4) / 4;
                }
            }
            double[] centredScore = centredWithinStrata(score, batch);
            SaliencyMap exact = populationMap.apply(verifier);
            for (int p = 0; p < 24; p++) {
                double[] visible = new double[maskCount];
                for (int i = 0; i < maskCount; i++) {
                    visible[i] = batch.at(i, p / 4, p % 4);
                }
                assertThat((double) exact.at(p / 4, p % 4))
                        .isCloseTo(
                                pearson(centredWithinStrata(visible, batch), centredScore),
                                within(5 / Math.sqrt(maskCount)));
            }
        }

        private static Stream<Arguments> designs() {
            MixedMasks one = MixedMasks.of(new PatchMasks(3, 0.4));
            MixedMasks two = MixedMasks.of(one.parts().get(0), new PatchMasks(1, 0.7));
            MixedMasks poisson = two.withPoissonCount();
            GridMasks grids = new GridMasks(3, 0.3);
            return Stream.of(
                    design(one, verifier -> verifier.populationMap(one)),
                    design(two, verifier -> verifier.populationMap(two)),
                    design(poisson, verifier -> verifier.populationMap(poisson)),
                    design(grids, verifier -> verifier.populationMap(grids)));
        }

        private static Arguments design(
                MaskGenerator masks, Function<AdditiveVerifier, SaliencyMap> populationMap) {
            return Arguments.of(masks, populationMap);
        }

        private static double[] centredWithinStrata(double[] values, MaskBatch masks) {
            double[] sum = new double[2];
            int[] members = new int[2];
            for (int i = 0; i < values.length; i++) {
                sum[masks.stratum(i)] += values[i];
                members[masks.stratum(i)]++;
            }
            double[] centred = new double[values.length];
            Arrays.setAll(
                    centred, i -> values[i] - sum[masks.stratum(i)] / members[masks.stratum(i)]);
            return centred;
        }

        /** Bars: 0.95 at 5,000 masks; 500 masks are held to what their error allows. */
        @Tag("slow")
        @ParameterizedTest(name = "{0} patches, {1} masks")
        @CsvSource({"3, 500, 0.93", "10, 500, 0.75", "3, 5000, 0.99", "10, 5000, 0.95"})
        void theEstimateComesCloseToThePopulationMap(int patches, int maskCount, double least) {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, randomWeights(7));
            PatchMasks masks = PatchMasks.published().withPatchCount(patches);
            try (Explainer explainer =
                    Explainer.builder(verifier)
                            .published()
                            .masks(masks)
                            .maskCount(maskCount)
                            .seed(5)
                            .build()) {
                Explanation why =
                        explainer.explain(FacePair.of(verifier.whiteFace(), verifier.whiteFace()));
                double[] exact = doubles(verifier.populationMap(masks));
                assertThat(pearson(doubles(why.probe()), exact)).isGreaterThan(least);
                assertThat(pearson(doubles(why.reference().orElseThrow()), exact))
                        .isGreaterThan(least);
            }
        }

        /** The stated errors are the real ones: about 95 % of pixels lie within two of them. */
        @Tag("slow")
        @Test
        void theErrorsCoverThePopulationMap() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, randomWeights(7));
            PatchMasks masks = new PatchMasks(3, 0.27);
            float[] truth = verifier.populationMap(masks).toArray();
            double inside = 0;
            int runs = 20;
            for (int seed = 0; seed < runs; seed++) {
                SaliencyMap map =
                        Explainer.builder(verifier)
                                .published()
                                .masks(masks)
                                .maskCount(1000)
                                .seed(seed)
                                .withoutSignificance()
                                .build()
                                .explain(FacePair.of(verifier.whiteFace(), verifier.whiteFace()))
                                .probe();
                float[] errors = map.standardErrors().orElseThrow();
                float[] estimated = map.toArray();
                for (int p = 0; p < errors.length; p++) {
                    double miss = Math.abs(estimated[p] - truth[p]);
                    inside += miss <= 1.96 * errors[p] ? 1.0 / errors.length / runs : 0;
                }
            }
            assertThat(inside).isBetween(0.92, 0.975);
        }
    }

    @Nested
    class Rejects {
        @Test
        void rowsOfWeightsThatDiffer() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdditiveVerifier.of(SIZE, new double[][] {{1, 2}, {3}}))
                    .withMessage("weights[1].length must be 2, was 1");
        }

        @Test
        void noWeights() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdditiveVerifier.of(SIZE, new double[0][]))
                    .withMessage("weights.length must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdditiveVerifier.of(SIZE, new double[2][0]))
                    .withMessage("weights[0].length must be at least 1, was 0");
        }

        @Test
        void facesOfAnotherSizeAndANegativeDistance() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{1}});
            FaceImage other = FaceImage.filled(new FaceSize(56, 57), 1, 2, 3);
            FaceBatch white = FaceBatch.of(verifier.layout(), verifier.whiteFace());
            FaceBatch others = FaceBatch.of(verifier.layout(), other);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verifier.similarities(white, other))
                    .withMessage("face must be 56x56, was 56x57");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verifier.similarities(others, verifier.whiteFace()))
                    .withMessage("face must be 56x56, was 56x57");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> verifier.unusedBeyond(-1))
                    .withMessage("distance must be at least 0, was -1");
        }

        @Test
        void aGridThatDoesNotDivideTheFace() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdditiveVerifier.of(SIZE, new double[3][7]))
                    .withMessage("weights must be a grid that divides 56x56, was 3x7");
        }

        @Test
        void weightsThatAreNoNumbers() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AdditiveVerifier.of(SIZE, new double[][] {{Double.NaN}}))
                    .withMessage("weight must be finite, was NaN");
        }
    }

    private static double[][] randomWeights(int side) {
        Random random = new Random(2);
        double[][] weights = new double[side][side];
        for (double[] row : weights) {
            for (int column = 0; column < side; column++) {
                row[column] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
            }
        }
        return weights;
    }

    private static double[] doubles(SaliencyMap map) {
        float[] values = map.toArray();
        double[] copy = new double[values.length];
        for (int p = 0; p < copy.length; p++) {
            copy[p] = values[p];
        }
        return copy;
    }

    private static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double co = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            co += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }
        return co / Math.sqrt(squareA * squareB);
    }
}
