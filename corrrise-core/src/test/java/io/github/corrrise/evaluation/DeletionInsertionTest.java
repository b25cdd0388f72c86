package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeletionInsertionTest {
    private static final FaceSize SIZE = new FaceSize(10, 10);

    /** Scores the brightness of the upper half: 1 for a white one. */
    private static final FaceVerifier UPPER_HALF =
            AdditiveVerifier.of(SIZE, new double[][] {{1}, {0}});

    private static final FacePair WHITE = FacePair.of(grey(255), grey(255));

    @Nested
    class KnownValues {
        /** The upper half is salient: each tenth hidden takes a fifth of the score. */
        @Test
        void curvesFollowTheScore() {
            DeletionInsertionMetric.Result result =
                    DeletionInsertion.published()
                            .withThreshold(0.5)
                            .evaluate(pointing(1), genuine(1));
            AccuracyCurve deletion = result.genuine().orElseThrow().deletion();
            AccuracyCurve insertion = result.genuine().orElseThrow().insertion();
            for (int step = 0; step <= 10; step++) {
                assertThat(deletion.meanSimilarities().get(step))
                        .isCloseTo(Math.max(0, 1 - step / 5.0), within(1e-6));
                assertThat(insertion.meanSimilarities().get(step))
                        .isCloseTo(Math.min(1, step / 5.0), within(1e-6));
            }
            assertThat(deletion.accuracies())
                    .containsExactly(1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            assertThat(deletion.area()).isCloseTo(0.25, within(1e-12));
            assertThat(insertion.area()).isCloseTo(0.75, within(1e-12));
            assertThat(result.passCount()).isEqualTo(20);
            assertThat(result.impostor()).isEmpty();
            assertThat(result.mixed()).isEqualTo(result.genuine().orElseThrow());
        }

        @Test
        void aMapThatPointsTheWrongWayIsFoundOut() {
            DeletionInsertionMetric.Result result =
                    DeletionInsertion.published()
                            .withThreshold(0.5)
                            .evaluate(pointing(-1), genuine(1));
            assertThat(result.mixed().deletion().area()).isCloseTo(0.75, within(1e-12));
            assertThat(result.mixed().insertion().area()).isCloseTo(0.25, within(1e-12));
            DeletionInsertionMetric.Result turned =
                    DeletionInsertion.published()
                            .withSign(DeletionInsertion.Sign.DISSIMILAR)
                            .withThreshold(0.5)
                            .evaluate(pointing(-1), genuine(1));
            assertThat(turned.mixed().deletion().area()).isCloseTo(0.25, within(1e-12));
        }

        /** Clean scores 0.9, 0.8, 0.5 genuine and 0.6, 0.2, 0.1 impostor: one error each at 0.6. */
        @Test
        void theThresholdIsWhereErrorRatesMeet() {
            List<LabelledPair> pairs = new ArrayList<>();
            for (int level : new int[] {90, 80, 50}) {
                pairs.add(labelled(Truth.GENUINE, level));
            }
            for (int level : new int[] {60, 20, 10}) {
                pairs.add(labelled(Truth.IMPOSTOR, level));
            }
            DeletionInsertionMetric.Result result =
                    DeletionInsertion.published().evaluate(pointing(1), pairs.stream());
            assertThat(result.threshold().value()).isCloseTo(0.6, within(1e-6));
            assertThat(result.mixed().deletion().accuracies().get(0))
                    .isCloseTo(4 / 6.0, within(1e-12));
            assertThat(result.genuine().orElseThrow().pairCount()).isEqualTo(3);
            assertThat(result.impostor().orElseThrow().deletion().accuracies().get(10))
                    .isEqualTo(1.0);
        }

        @Test
        void aFlatCurveIsUninformative() {
            assertThat(curve(0.981, 1.0).isInformative()).isFalse();
            assertThat(curve(0.97, 1.0).isInformative()).isTrue();
        }

        /**
         * An impostor that scores 0.4 as a whole and the more the less there is to see, up to 1.
         */
        @Test
        void crossingIsToBeDecidedOtherwiseThanTheWholeFace() {
            FaceVerifier lessIsMore =
                    FaceVerifier.of(SIZE, (probe, reference) -> 1 - probe.mean(0) / 255);
            LabelledPair grey =
                    LabelledPair.of(
                            "grey", Truth.IMPOSTOR, FacePair.of(grey(255 * 0.6f), grey(255)));
            DeletionInsertion metric = DeletionInsertion.published().withThreshold(0.5);
            AccuracyCurve deletion =
                    metric.evaluate(pointing(1).on(lessIsMore), Stream.of(grey)).mixed().deletion();
            assertThat(deletion.accuracies().get(0)).isEqualTo(1.0);
            assertThat(deletion.crossingShare()).isEqualTo(1.0);
            assertThat(deletion.similarityArea()).isCloseTo(0.7, within(1e-6));
            AccuracyCurve high =
                    metric.withThreshold(0.99)
                            .evaluate(pointing(1).on(lessIsMore), Stream.of(grey))
                            .mixed()
                            .deletion();
            assertThat(high.accuracies().get(10)).as("the fill alone is a match").isZero();
            assertThat(high.crossingShare()).as("it does not count").isZero();
        }

        /** The reference is what is hidden: the same curve by symmetry; both: the same mean. */
        @Test
        void eachFaceIsHiddenInTurn() {
            DeletionInsertion probe = DeletionInsertion.published().withThreshold(0.5);
            DeletionInsertionMetric.Result one = probe.evaluate(pointing(1, -1), genuine(1));
            DeletionInsertionMetric.Result other =
                    probe.withSides(Side.REFERENCE).evaluate(pointing(1, -1), genuine(1));
            DeletionInsertionMetric.Result both =
                    probe.withSides(Side.PROBE, Side.REFERENCE)
                            .evaluate(pointing(1, -1), genuine(1));
            assertThat(one.mixed().deletion().area()).isCloseTo(0.25, within(1e-12));
            assertThat(other.mixed().deletion().area()).isCloseTo(0.75, within(1e-12));
            assertThat(both.mixed().deletion().area()).isCloseTo(0.5, within(1e-12));
            assertThat(both.mixed().deletion().pairs().get(0).accuracy())
                    .isCloseTo(0.5, within(1e-12));
            assertThat(both.passCount()).isEqualTo(one.passCount() + other.passCount());
        }
    }

    @Nested
    class Properties {
        @Test
        void equalValuesComeInAnOrderOfTheSeedNotOfThePlace() {
            SaliencyExplainer flat = pointing(0);
            DeletionInsertion metric = DeletionInsertion.published().withThreshold(0.5);
            AccuracyCurve curve = metric.evaluate(flat, genuine(1)).mixed().deletion();
            assertThat(curve.meanSimilarities().get(5)).isBetween(0.3, 0.7);
            assertThat(metric.evaluate(flat, genuine(1)).mixed().deletion()).isEqualTo(curve);
            assertThat(metric.withSeed(9).evaluate(flat, genuine(1)).mixed().deletion())
                    .isNotEqualTo(curve);
        }

        @Test
        void corrRiseBeatsAMapThatPointsNowhere() {
            DeletionInsertion metric = DeletionInsertion.published().withThreshold(0.5);
            Explainer explainer = Explainer.builder(UPPER_HALF).maskCount(400).build();
            DeletionInsertionMetric.Result found = metric.evaluate(explainer, genuine(3));
            DeletionInsertionMetric.Result flat = metric.evaluate(pointing(0), genuine(3));
            assertThat(found.mixed().deletion().area())
                    .isLessThan(flat.mixed().deletion().area() - 0.1);
            assertThat(found.mixed().insertion().area())
                    .isGreaterThan(flat.mixed().insertion().area() + 0.1);
        }
    }

    @Nested
    class Rejects {
        @Test
        void noPairs() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    DeletionInsertion.published()
                                            .evaluate(pointing(1), Stream.empty()))
                    .withMessage("pairs must be at least 1 that can be read, was 0 of 0");
        }

        @Test
        void oneClassWithoutAThreshold() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> DeletionInsertion.published().evaluate(pointing(1), genuine(2)))
                    .withMessage(
                            "pairs must be of both classes where no threshold is given, was 2"
                                    + " genuine and 0 impostor");
        }

        @Test
        void tooFewSteps() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeletionInsertion.published().withStepCount(1))
                    .withMessage("stepCount must be at least 2, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeletionInsertion.published().withStepCount(0))
                    .withMessage("stepCount must be at least 2, was 0");
        }

        @Test
        void noFaceAndTheSameFaceTwice() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DeletionInsertion.published().withSides())
                    .withMessage("sides must be PROBE, REFERENCE or both, each once, was []");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> DeletionInsertion.published().withSides(Side.PROBE, Side.PROBE))
                    .withMessageContaining("[PROBE, PROBE]");
        }

        @Test
        void aFaceThatWasNotExplained() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    DeletionInsertion.published()
                                            .withSides(Side.REFERENCE)
                                            .evaluate(pointing(1), genuine(1)))
                    .withMessage(
                            "pair pair 0: explanation must be of both faces for a protocol that"
                                    + " hides the reference, was of the probe only");
        }

        @Test
        void scoresThatAreNoNumbersByThePairsName() {
            FaceVerifier blind = FaceVerifier.of(SIZE, (probe, reference) -> Double.NaN);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () ->
                                    DeletionInsertion.published()
                                            .evaluate(pointing(1).on(blind), genuine(1)))
                    .withMessageContaining("NaN")
                    .withMessageContaining("pair 0");
        }
    }

    private static Stream<LabelledPair> genuine(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> LabelledPair.of("pair " + i, Truth.GENUINE, WHITE));
    }

    private static LabelledPair labelled(Truth truth, int percent) {
        return LabelledPair.of(
                truth + " " + percent, truth, FacePair.of(grey(2.55f * percent), grey(255)));
    }

    private static FaceImage grey(float level) {
        return FaceImage.filled(SIZE, level, level, level);
    }

    private static AccuracyCurve curve(double... accuracies) {
        List<Double> values = DoubleStream.of(accuracies).boxed().toList();
        return new AccuracyCurve(
                values, values, List.of(new AccuracyCurve.PairArea("pair", 1, 1, 0)));
    }

    /** A map of the given value in the upper half, its negative below; none of the reference. */
    private static MapsByFunction pointing(float upper) {
        return MapsByFunction.of(UPPER_HALF, pair -> halves(upper), Optional.empty());
    }

    private static MapsByFunction pointing(float probe, float reference) {
        return MapsByFunction.of(
                UPPER_HALF, pair -> halves(probe), Optional.of(pair -> halves(reference)));
    }

    private static SaliencyMap halves(float upper) {
        float[] values = new float[100];
        for (int p = 0; p < 100; p++) {
            values[p] = p < 50 ? upper : -upper;
        }
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
    }
}
