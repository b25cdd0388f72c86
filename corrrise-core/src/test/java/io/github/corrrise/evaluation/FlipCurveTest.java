package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlipCurveTest {
    private static final FaceSize SIZE = new FaceSize(10, 10);
    private static final FaceVerifier VERIFIER = KnownExplainers.meanDifference(SIZE);
    private static final FaceImage BLACK = FaceImage.filled(SIZE, 0, 0, 0);

    /** White in the first rows, black below. */
    private static FaceImage whiteRows(int rows) {
        float[] rgb = new float[300];
        for (int i = 0; i < 30 * rows; i++) {
            rgb[i] = 255;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static SaliencyMap map(IntToDoubleFunction value) {
        float[] values = new float[100];
        for (int p = 0; p < 100; p++) {
            values[p] = (float) value.applyAsDouble(p);
        }
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
    }

    /** Three of ten rows differ from the reference: similarity 0.7, each row returned adds 0.1. */
    private static FlipCurve curve(SaliencyMap map) {
        return FlipCurve.of(
                VERIFIER, FacePair.of(whiteRows(3), BLACK), BLACK, map, Sign.DISSIMILAR, 10, 0);
    }

    @Nested
    class KnownValues {
        @Test
        void theRightOrderRestoresTheSimilarityFirst() {
            FlipCurve curve = curve(map(p -> -1 + p / 100.0));
            assertThat(curve.similarities()).hasSize(11);
            double[] expected = {0.7, 0.8, 0.9, 1, 1, 1, 1, 1, 1, 1, 1};
            for (int step = 0; step <= 10; step++) {
                assertThat(curve.similarities().get(step)).isCloseTo(expected[step], within(1e-6));
            }
            assertThat(curve.flippedAt(Threshold.of(0.75))).hasValue(0.1);
            assertThat(curve.flippedAt(Threshold.of(0.95))).hasValue(0.3);
            assertThat(curve.halfRisenAt()).hasValue(0.2);
        }

        /** The same map by its other sign is the reversed order. */
        @Test
        void theSignSaysWhichPixelsGoFirst() {
            FlipCurve curve =
                    FlipCurve.of(
                            VERIFIER,
                            FacePair.of(whiteRows(3), BLACK),
                            BLACK,
                            map(p -> 1 - p / 100.0),
                            Sign.SIMILAR,
                            10,
                            0);
            assertThat(curve).isEqualTo(curve(map(p -> -1 + p / 100.0)));
        }

        @Test
        void theWrongOrderRestoresItLast() {
            FlipCurve curve = curve(map(p -> 1 - p / 100.0));
            assertThat(curve.flippedAt(Threshold.of(0.75))).hasValue(0.8);
            assertThat(curve.flippedAt(Threshold.of(0.95))).hasValue(1.0);
            assertThat(curve.halfRisenAt()).hasValue(0.9);
        }

        @Test
        void aDecisionThatNeverTurnsHasNoFlip() {
            assertThat(curve(map(p -> p)).flippedAt(Threshold.of(0.5))).isEmpty();
            FlipCurve same =
                    FlipCurve.of(
                            VERIFIER,
                            FacePair.of(BLACK, BLACK),
                            BLACK,
                            map(p -> 0),
                            Sign.DISSIMILAR,
                            4,
                            0);
            assertThat(same.similarities()).containsOnly(1.0).hasSize(5);
            assertThat(same.halfRisenAt()).isEmpty();
        }
    }

    @Nested
    class Properties {
        @Test
        void stepsThatChangeNothingCostNoPass() {
            AtomicInteger passes = new AtomicInteger();
            FaceVerifier counting =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                passes.incrementAndGet();
                                return probe.mean(0);
                            });
            FlipCurve.of(
                    counting,
                    FacePair.of(whiteRows(2), BLACK),
                    BLACK,
                    map(p -> p),
                    Sign.DISSIMILAR,
                    /* stepCount= */ 100,
                    0);
            assertThat(passes).hasValue(21);
        }

        @Test
        void equalValuesComeInAnOrderOfTheSeed() {
            FacePair pair = FacePair.of(whiteRows(5), BLACK);
            FlipCurve one =
                    FlipCurve.of(VERIFIER, pair, BLACK, map(p -> 0), Sign.DISSIMILAR, 10, 1);
            assertThat(FlipCurve.of(VERIFIER, pair, BLACK, map(p -> 0), Sign.DISSIMILAR, 10, 1))
                    .isEqualTo(one);
            assertThat(FlipCurve.of(VERIFIER, pair, BLACK, map(p -> 0), Sign.DISSIMILAR, 10, 2))
                    .isNotEqualTo(one);
            assertThat(one.similarities().get(5)).isBetween(0.65, 0.85);
        }
    }

    @Nested
    class Rejects {
        @Test
        void tooFewStepsAndTooShortACurve() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    FlipCurve.of(
                                            VERIFIER,
                                            FacePair.of(BLACK, BLACK),
                                            BLACK,
                                            map(p -> 0),
                                            Sign.DISSIMILAR,
                                            1,
                                            0))
                    .withMessage("stepCount must be at least 2, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FlipCurve(List.of(0.5)))
                    .withMessage("similarities.size() must be at least 2, was 1");
        }

        @Test
        void aTwinOrAMapOfAnotherSize() {
            for (FaceSize other : List.of(new FaceSize(9, 9), new FaceSize(12, 12))) {
                FaceImage twin = FaceImage.filled(other, 1, 2, 3);
                SaliencyMap map =
                        SaliencyMap.of(
                                other,
                                SaliencyMap.Scale.CORRELATION,
                                new float[other.pixelCount()]);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> curve(twin, map(p -> 0)))
                        .withMessage("twin must be of 10x10, as the probe, was " + other);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> curve(BLACK, map))
                        .withMessage("map must be of 10x10, as the probe, was " + other);
            }
        }

        private static void curve(FaceImage twin, SaliencyMap map) {
            FlipCurve.of(VERIFIER, FacePair.of(BLACK, BLACK), twin, map, Sign.SIMILAR, 4, 0);
        }
    }
}
