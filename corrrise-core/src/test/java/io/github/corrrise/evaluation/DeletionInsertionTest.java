package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.saliency.Timing;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            DeletionInsertionResult result =
                    DeletionInsertion.published()
                            .withThreshold(0.5)
                            .evaluate(UPPER_HALF, pointing(1), genuine(1));
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
            DeletionInsertionResult result =
                    DeletionInsertion.published()
                            .withThreshold(0.5)
                            .evaluate(UPPER_HALF, pointing(-1), genuine(1));
            assertThat(result.mixed().deletion().area()).isCloseTo(0.75, within(1e-12));
            assertThat(result.mixed().insertion().area()).isCloseTo(0.25, within(1e-12));
            DeletionInsertionResult turned =
                    DeletionInsertion.published()
                            .withSign(DeletionInsertion.Sign.DISSIMILAR)
                            .withThreshold(0.5)
                            .evaluate(UPPER_HALF, pointing(-1), genuine(1));
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
            DeletionInsertionResult result =
                    DeletionInsertion.published().evaluate(UPPER_HALF, pointing(1), pairs.stream());
            assertThat(result.threshold().value()).isCloseTo(0.6, within(1e-6));
            assertThat(result.mixed().deletion().accuracies().get(0))
                    .isCloseTo(4 / 6.0, within(1e-12));
            assertThat(result.genuine().orElseThrow().pairCount()).isEqualTo(3);
            assertThat(result.impostor().orElseThrow().deletion().accuracies().get(10))
                    .isEqualTo(1.0);
        }

        @Test
        void aFlatCurveIsUninformative() {
            assertThat(new AccuracyCurve(List.of(0.99, 1.0), List.of(0.0, 1.0)).isInformative())
                    .isFalse();
            assertThat(new AccuracyCurve(List.of(0.97, 1.0), List.of(0.0, 1.0)).isInformative())
                    .isTrue();
        }
    }

    @Nested
    class Properties {
        @Test
        void equalValuesComeInAnOrderOfTheSeedNotOfThePlace() {
            SaliencyExplainer flat = pointing(0);
            DeletionInsertion metric = DeletionInsertion.published().withThreshold(0.5);
            AccuracyCurve curve = metric.evaluate(UPPER_HALF, flat, genuine(1)).mixed().deletion();
            assertThat(curve.meanSimilarities().get(5)).isBetween(0.3, 0.7);
            assertThat(metric.evaluate(UPPER_HALF, flat, genuine(1)).mixed().deletion())
                    .isEqualTo(curve);
            DeletionInsertion other =
                    new DeletionInsertion(
                            DeletionInsertion.Sign.SIMILAR,
                            10,
                            Fill.black(),
                            metric.threshold(),
                            9);
            assertThat(other.evaluate(UPPER_HALF, flat, genuine(1)).mixed().deletion())
                    .isNotEqualTo(curve);
        }

        @Test
        void corrRiseBeatsAMapThatPointsNowhere() {
            DeletionInsertion metric = DeletionInsertion.published().withThreshold(0.5);
            Explainer explainer = Explainer.builder(UPPER_HALF).maskCount(400).build();
            DeletionInsertionResult found = metric.evaluate(UPPER_HALF, explainer, genuine(3));
            DeletionInsertionResult flat = metric.evaluate(UPPER_HALF, pointing(0), genuine(3));
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
                                            .evaluate(UPPER_HALF, pointing(1), Stream.empty()))
                    .withMessage("pairs must be at least 1, was 0");
        }

        @Test
        void oneClassWithoutAThreshold() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    DeletionInsertion.published()
                                            .evaluate(UPPER_HALF, pointing(1), genuine(2)))
                    .withMessage(
                            "pairs must be of both classes where no threshold is given, was 2"
                                    + " genuine and 0 impostor");
        }

        @Test
        void tooFewSteps() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new DeletionInsertion(
                                            DeletionInsertion.Sign.SIMILAR,
                                            1,
                                            Fill.black(),
                                            Optional.empty(),
                                            0))
                    .withMessage("stepCount must be at least 2, was 1");
        }

        @Test
        void scoresThatAreNoNumbersByThePairsName() {
            FaceVerifier blind = FaceVerifier.of(SIZE, (probe, reference) -> Double.NaN);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () ->
                                    DeletionInsertion.published()
                                            .evaluate(blind, pointing(1), genuine(1)))
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

    /** A map of the given value in the upper half, its negative below. */
    private static SaliencyExplainer pointing(float upper) {
        float[] values = new float[100];
        for (int p = 0; p < 100; p++) {
            values[p] = p < 50 ? upper : -upper;
        }
        return pair ->
                Explanation.of(
                        pair,
                        0,
                        Optional.empty(),
                        SaliencyMap.of(SIZE, MapScale.CORRELATION, values),
                        Optional.empty(),
                        new Provenance(
                                "given",
                                "none",
                                Map.of(),
                                0,
                                0,
                                0,
                                0,
                                StopReason.MASK_COUNT,
                                "",
                                new Timing(Duration.ZERO, Duration.ZERO)));
    }
}
