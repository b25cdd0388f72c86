package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.corrrise.Explainer;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdjustedEstimatorTest {
    private static final FaceSize SIZE = new FaceSize(56, 56);
    private static final PatchMasks MASKS = PatchMasks.published();
    private static final ScoreCorrelation PLAIN = ScoreCorrelation.defaults();
    private static final ScoreCorrelation ADJUSTED = PLAIN.withEstimator(Estimator.ADJUSTED);

    /** Tests differ in scores and seeds; what depends on their masks alone is made once. */
    private static final MaskCache KEPT = MaskCache.ofBytes(128 << 20);

    private static List<SaliencyMap> adjusted(MaskScores scores) {
        return ADJUSTED.maps(scores, KEPT);
    }

    @Nested
    class AgainstKnownMaps {
        /** 60 masks adjusted are nearer to the exact map than 300 plain ones: additive scores. */
        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void additiveScoresNeedAFractionOfTheMasks(long seed) {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, weights(seed));
            float[] exact = verifier.populationMap(MASKS).toArray();
            double plain = error(explain(verifier, Estimator.PLAIN, 300, seed).toArray(), exact);
            double few = error(explain(verifier, Estimator.ADJUSTED, 60, seed).toArray(), exact);
            assertThat(few).isLessThan(plain);
        }

        /**
         * Scores in which places act together, so that no additive model is right. The map of
         * 20,000 other masks is the judge; its own error is a hundredth of what is compared.
         */
        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void scoresWithInterplayNeedFewerMasks(long seed) {
            float[] judge =
                    PLAIN.maps(scores(MASKS, 20_000, 99, AdjustedEstimatorTest::interplay))
                            .get(0)
                            .toArray();
            MaskScores some = scores(MASKS, 200, seed, AdjustedEstimatorTest::interplay);
            double plain = error(PLAIN.maps(some).get(0).toArray(), judge);
            double adjusted = error(adjusted(some).get(0).toArray(), judge);
            assertThat(adjusted).isLessThan(0.6 * plain);
        }

        /**
         * Squared errors over squared standard errors, averaged over the map and 40 seeds: 1 where
         * the errors are calibrated. Smoothness that the scores do not have may cost a half.
         */
        @Tag("slow")
        @Test
        void standardErrorsAreCalibrated() {
            float[] judge =
                    PLAIN.maps(scores(MASKS, 20_000, 99, AdjustedEstimatorTest::interplay))
                            .get(0)
                            .toArray();
            double square = 0;
            double promised = 0;
            for (int seed = 0; seed < 40; seed++) {
                SaliencyMap map =
                        ADJUSTED.withoutSignificance()
                                .maps(
                                        scores(MASKS, 200, seed, AdjustedEstimatorTest::interplay),
                                        KEPT)
                                .get(0);
                square += error(map.toArray(), judge);
                for (float error : map.standardErrors().orElseThrow()) {
                    promised += (double) error * error / SIZE.pixelCount();
                }
            }
            assertThat(square / promised).isBetween(0.6, 1.6);
        }

        static List<MaskGenerator> enlargedGrids() {
            return List.of(GridMasks.defaults(), SoftMasks.of(GridMasks.defaults()));
        }

        /** By exact and by simulated moments, nearer to the map of many masks. */
        @Tag("slow")
        @ParameterizedTest
        @MethodSource("enlargedGrids")
        void gridsAreHelpedToo(MaskGenerator grid) {
            float[] judge =
                    PLAIN.withoutSignificance()
                            .maps(scores(grid, 6_000, 99, AdjustedEstimatorTest::interplay))
                            .get(0)
                            .toArray();
            MaskScores some = scores(grid, 200, 1, AdjustedEstimatorTest::interplay);
            SaliencyMap adjusted = adjusted(some).get(0);
            assertThat(Estimator.of(adjusted)).isEqualTo(Estimator.ADJUSTED);
            assertThat(error(adjusted.toArray(), judge))
                    .isLessThan(0.7 * error(PLAIN.maps(some).get(0).toArray(), judge));
        }

        /** Two scales of patches, compared each with its like. */
        @Tag("slow")
        @Test
        void strataAreHelpedToo() {
            MaskGenerator mixture = AdjustedEstimatorTest::mixture;
            float[] judge =
                    PLAIN.withoutSignificance()
                            .maps(scores(mixture, 20_000, 99, AdjustedEstimatorTest::interplay))
                            .get(0)
                            .toArray();
            MaskScores some = scores(mixture, 200, 1, AdjustedEstimatorTest::interplay);
            SaliencyMap adjusted = adjusted(some).get(0);
            assertThat(Estimator.of(adjusted)).isEqualTo(Estimator.ADJUSTED);
            assertThat(error(adjusted.toArray(), judge))
                    .isLessThan(0.7 * error(PLAIN.maps(some).get(0).toArray(), judge));
        }

        static List<MaskGenerator> generatorsOfKnownMoments() {
            return List.of(
                    MASKS,
                    MixedMasks.defaults(),
                    MASKS.withPoissonCount(),
                    new GridMasks(5, 0.4),
                    new SplitMasks(new PatchMasks(3, 0.4), new PatchMasks(4, 0.25), 0.4));
        }

        /** The exact moments against the simulation that other generators get. */
        @Tag("slow")
        @ParameterizedTest
        @MethodSource("generatorsOfKnownMoments")
        void exactMomentsAreTheLimitOfSimulatedOnes(MaskGenerator masks) {
            MaskMoments exact = MaskMoments.of(masks, SIZE, MaskCache.ofBytes(0));
            MaskMoments simulated = MaskMoments.simulated(masks, SIZE);
            double[] coefficients = new double[exact.basis().featureCount()];
            Random random = new Random(3);
            Arrays.setAll(coefficients, k -> random.nextGaussian());
            float[] one = exact.standardised(List.of(coefficients))[0];
            float[] other = simulated.standardised(List.of(coefficients))[0];
            double largest =
                    IntStream.range(0, one.length)
                            .mapToDouble(p -> Math.abs(one[p]))
                            .max()
                            .orElseThrow();
            for (int p = 0; p < one.length; p++) {
                // 8192 masks leave an error of about 1 / sqrt(8192) of the score's deviation.
                assertThat((double) other[p]).isCloseTo(one[p], within(0.12 * largest));
                assertThat(simulated.spread(p)).isCloseTo(exact.spread(p), within(0.03));
            }
        }
    }

    @Nested
    class FallsBackToPlain {
        @Tag("slow")
        @Test
        void whereScoresAreNoise() {
            int plain = 0;
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                MaskScores noise = scores(MASKS, 150, seed, (batch, i) -> random.nextGaussian());
                SaliencyMap estimate = ADJUSTED.withoutSignificance().maps(noise, KEPT).get(0);
                if (Estimator.of(estimate) == Estimator.PLAIN) {
                    plain++;
                    assertThat(estimate)
                            .isEqualTo(
                                    PLAIN.withoutSignificance()
                                            .maps(noise)
                                            .get(0)
                                            .withReliability(estimate.reliability().orElseThrow()));
                }
            }
            assertThat(plain).isGreaterThan(34);
        }

        @Test
        void whereScoresAreEqual() {
            SaliencyMap estimate = adjusted(scores(MASKS, 50, 1, (batch, i) -> 0.25)).get(0);
            assertThat(Estimator.of(estimate)).isEqualTo(Estimator.PLAIN);
            assertThat(estimate.largestMagnitude()).isZero();
        }

        @Tag("slow")
        @Test
        void whereMasksNeverVary() {
            MaskGenerator whole =
                    (first, count, size, seed) -> {
                        float[] visible = new float[count * size.pixelCount()];
                        Arrays.fill(visible, 1f);
                        return MaskBatch.ofVisibility(first, size, visible);
                    };
            SaliencyMap estimate = adjusted(scores(whole, 20, 1, (batch, i) -> i % 7)).get(0);
            assertThat(Estimator.of(estimate)).isEqualTo(Estimator.PLAIN);
            assertThat(estimate.undefinedCount()).isEqualTo(SIZE.pixelCount());
        }

        @Test
        void andSaysSoInTheProvenance() {
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {{0}});
            FacePair pair = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
            try (Explainer explainer =
                    Explainer.builder(verifier)
                            .maskCount(40)
                            .estimator(Estimator.ADJUSTED)
                            .cache(KEPT)
                            .build()) {
                assertThat(explainer.explain(pair).provenance().settings())
                        .containsEntry("estimator", "PLAIN");
            }
        }
    }

    @Nested
    class Properties {
        /** 400 runs of noise at 5 %: 38 alarms are four standard deviations above 20. */
        @Tag("slow")
        @Test
        void falseAlarmsAreAsRareAsPromised() {
            int alarms = 0;
            FaceSize small = new FaceSize(28, 28);
            for (int run = 0; run < 400; run++) {
                Random random = new Random(run);
                double[] noise = new double[80];
                Arrays.setAll(noise, i -> random.nextGaussian());
                SaliencyMap map = adjusted(MaskScores.of(MASKS, small, run, noise)).get(0);
                alarms += map.significantShare() > 0 ? 1 : 0;
            }
            assertThat(alarms).isLessThanOrEqualTo(38);
        }

        /** Normal noise stands for the line's own residuals, shuffled 1,999 times: within 4 %. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void theBoundIsThatOfTheResiduals(long seed) {
            MaskScores some =
                    scores(
                            MASKS,
                            200,
                            seed,
                            (batch, i) -> mean(batch, i, 14, 10) - mean(batch, i, 36, 22));
            DrawnMasks masks = DrawnMasks.of(some);
            StandardScores line = StandardScores.of(some, 0, Correlation.PEARSON);
            MaskModel model =
                    MaskModel.of(
                            masks,
                            ScoreCorrelation.Kernel.HIDDEN_RUNS,
                            Optional.empty(),
                            MaskCache.ofBytes(0));
            AdjustedFit fit = model.fit(List.of(line)).get(0).orElseThrow();
            StandardScores residuals = line.less(model.predictions(List.of(fit.coefficients()))[0]);
            SaliencyMap.Significance own =
                    fit.significance(
                            0.05,
                            residuals,
                            NoiseMaps.own(
                                    Shuffles.of(masks, residuals.scaled()), 0.005, fit::maps));
            SaliencyMap.Significance bound = adjusted(some).get(0).significance().orElseThrow();
            assertThat(own.shuffleCount()).isEqualTo(1_999);
            assertThat(bound.shuffleCount()).isEqualTo(399);
            assertThat(bound.bound()).isCloseTo(own.bound(), withinPercentage(4));
        }

        /** Scores of long tails are shuffled themselves. */
        @Test
        void longTailsAreShuffledThemselves() {
            MaskScores some =
                    scores(MASKS, 200, 4, (batch, i) -> Math.exp(5 * interplay(batch, i)));
            SaliencyMap estimate = adjusted(some).get(0);
            assertThat(Estimator.of(estimate)).isEqualTo(Estimator.ADJUSTED);
            assertThat(estimate.significance().orElseThrow().shuffleCount()).isEqualTo(199);
        }

        @Test
        void whatDrivesTheScoreIsSignificant() {
            SaliencyMap map =
                    adjusted(scores(MASKS, 200, 4, AdjustedEstimatorTest::interplay)).get(0);
            assertThat(map.significantShare()).isGreaterThan(0.05);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void anAffineChangeOfTheScoresChangesNothing(long seed) {
            MaskScores some = scores(MASKS, 120, seed, AdjustedEstimatorTest::interplay);
            MaskScores changed =
                    scores(MASKS, 120, seed, (batch, i) -> 1e3 + 7 * interplay(batch, i));
            float[] one = adjusted(some).get(0).toArray();
            float[] other = adjusted(changed).get(0).toArray();
            for (int p = 0; p < one.length; p++) {
                assertThat(other[p]).isCloseTo(one[p], within(1e-5f));
            }
        }

        /** Single precision within blocks of features, against sums that are double throughout. */
        @Test
        void mapsAreOffByMillionthsOfTheLargestTerm() {
            MaskMoments moments =
                    MaskMoments.of(
                            MixedMasks.defaults(), new FaceSize(57, 45), MaskCache.ofBytes(0));
            int featureCount = moments.basis().featureCount();
            double[] coefficients = new Random(4).doubles(featureCount, -1, 1).toArray();
            List<double[]> units = new ArrayList<>();
            for (int k = 0; k < featureCount; k++) {
                double[] unit = new double[featureCount];
                unit[k] = 1;
                units.add(unit);
            }
            float[][] terms = moments.standardised(units);
            float[] map = moments.standardised(List.of(coefficients))[0];
            for (int p = 0; p < map.length; p++) {
                double sum = 0;
                double largest = 0;
                for (int k = 0; k < featureCount; k++) {
                    double term = coefficients[k] * terms[k][p];
                    sum += term;
                    largest = Math.max(largest, Math.abs(term));
                }
                assertThat((double) map[p]).isCloseTo(sum, within(2e-6 * largest));
            }
        }

        @Test
        void aLineIsTheSameAloneAndAmongOthers() {
            double[] one = scores(MASKS, 120, 1, AdjustedEstimatorTest::interplay).line(0);
            double[] gaps = one.clone();
            gaps[3] = Double.NaN;
            gaps[77] = Double.NaN;
            MaskScores together = MaskScores.of(MASKS, SIZE, 1, one, gaps, one);
            List<SaliencyMap> maps = adjusted(together);
            assertThat(maps.get(0)).isEqualTo(adjusted(MaskScores.of(MASKS, SIZE, 1, one)).get(0));
            assertThat(maps.get(1)).isEqualTo(adjusted(MaskScores.of(MASKS, SIZE, 1, gaps)).get(0));
            assertThat(maps.get(2)).isEqualTo(maps.get(0));
        }

        /**
         * Beyond 4096 masks features are drawn again instead of kept; 104 masks more change little.
         */
        @Test
        void aLongRunGivesNearlyTheMapOfAShorterOne() {
            FaceSize small = new FaceSize(20, 20);
            double[] many = new double[4_200];
            MaskBatch batch = MASKS.generate(0, many.length, small, 1);
            Arrays.setAll(many, i -> batch.visibleShare(i) + batch.at(i, 4, 4));
            float[] drawn =
                    ADJUSTED.withoutSignificance()
                            .maps(MaskScores.of(MASKS, small, 1, many))
                            .get(0)
                            .toArray();
            float[] kept =
                    ADJUSTED.withoutSignificance()
                            .maps(MaskScores.of(MASKS, small, 1, Arrays.copyOf(many, 4_096)))
                            .get(0)
                            .toArray();
            for (int p = 0; p < drawn.length; p++) {
                assertThat(drawn[p]).isCloseTo(kept[p], within(0.03f));
            }
        }
    }

    private static SaliencyMap explain(
            AdditiveVerifier verifier, Estimator estimator, int maskCount, long seed) {
        FacePair pair = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .masks(MASKS)
                        .fill(Fill.black())
                        .maskCount(maskCount)
                        .seed(seed)
                        .sides(Side.PROBE)
                        .estimator(estimator)
                        .withoutSignificance()
                        .build()) {
            return explainer.explain(pair).probe();
        }
    }

    private static MaskScores scores(
            MaskGenerator masks,
            int maskCount,
            long seed,
            ToDoubleBiFunction<MaskBatch, Integer> score) {
        double[] line = new double[maskCount];
        for (int first = 0; first < maskCount; first += 500) {
            int count = Math.min(500, maskCount - first);
            MaskBatch batch = masks.generate(first, count, SIZE, seed);
            for (int i = 0; i < count; i++) {
                line[first + i] = score.applyAsDouble(batch, i);
            }
        }
        return MaskScores.of(masks, SIZE, seed, line);
    }

    /** Two places count most when both are seen, a third the less of it is seen. */
    private static double interplay(MaskBatch batch, int i) {
        double left = mean(batch, i, 14, 10);
        double right = mean(batch, i, 14, 34);
        double below = mean(batch, i, 36, 22);
        return 2 * left * right + Math.sqrt(left + right) - Math.exp(-2 * below);
    }

    private static double mean(MaskBatch batch, int i, int top, int left) {
        double sum = 0;
        for (int row = top; row < top + 12; row += 3) {
            for (int column = left; column < left + 12; column += 3) {
                sum += batch.at(i, row, column) / 16;
            }
        }
        return sum;
    }

    private static MaskBatch mixture(long first, int count, FaceSize size, long seed) {
        BitSet[] hidden = new BitSet[count];
        int[] strata = new int[count];
        for (int i = 0; i < count; i++) {
            strata[i] = (int) ((first + i) % 2) * 3;
            PatchMasks own = strata[i] == 0 ? MASKS : new PatchMasks(3, 0.4);
            int[] runs = own.generate(first + i, 1, size, seed).hiddenRuns(0);
            hidden[i] = new BitSet();
            for (int run = 0; run < runs.length; run += 2) {
                hidden[i].set(runs[run], runs[run + 1]);
            }
        }
        return MaskBatch.ofHidden(first, size, hidden).withStrata(strata);
    }

    private static double[][] weights(long seed) {
        Random random = new Random(seed);
        double[][] weights = new double[7][7];
        for (double[] row : weights) {
            Arrays.setAll(row, column -> random.nextInt(3) == 0 ? 0 : random.nextGaussian());
        }
        return weights;
    }

    private static double error(float[] map, float[] truth) {
        double square = 0;
        for (int p = 0; p < map.length; p++) {
            square += Math.pow(map[p] - truth[p], 2) / map.length;
        }
        return square;
    }
}
