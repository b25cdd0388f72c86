package io.github.corrrise.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.contract.FaceVerifierContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A verifier from a function: the contract, and which face is which. */
class FaceVerifierTest implements FaceVerifierContract {
    private static final FaceSize SIZE = new FaceSize(6, 5);

    @Override
    public FaceVerifier openVerifier() {
        return FaceVerifier.of(SIZE, FaceVerifierTest::closeness);
    }

    /** Minus the mean absolute difference of the pixels: 0 for a face with itself. */
    private static double closeness(FaceImage a, FaceImage b) {
        float[] valuesA = a.toPlanes();
        float[] valuesB = b.toPlanes();
        double difference = 0;
        for (int i = 0; i < valuesA.length; i++) {
            difference += Math.abs(valuesA[i] - valuesB[i]);
        }
        return -difference / valuesA.length;
    }

    private static FaceImage grey(float level) {
        return FaceImage.filled(SIZE, level, level, level);
    }

    private static FaceBatch batchOf(float... levels) {
        FaceImage[] faces = new FaceImage[levels.length];
        for (int i = 0; i < levels.length; i++) {
            faces[i] = grey(levels[i]);
        }
        return FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, faces);
    }

    @Nested
    class KnownValues {
        @Test
        void theFirstArgumentIsTheProbeWhicheverSideIsTheBatch() {
            FaceVerifier verifier =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> 10 * probe.at(0, 0, 0) + reference.at(0, 0, 0));
            assertThat(verifier.similarities(batchOf(1, 2), grey(3))).containsExactly(13f, 23f);
            assertThat(verifier.similarities(grey(3), batchOf(1, 2))).containsExactly(31f, 32f);
        }

        @Test
        void aScoreThatIsNoNumberIsPassedOn() {
            FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> Double.NaN);
            assertThat(verifier.similarities(batchOf(1), grey(3))).containsExactly(Float.NaN);
        }

        @Test
        void hasNoThresholdAndPlainPixels() {
            FaceVerifier verifier = openVerifier();
            assertThat(verifier.threshold()).isEmpty();
            assertThat(verifier.layout()).isEqualTo(PixelLayout.RGB_PLANAR_0_255);
            assertThat(verifier.description()).isEqualTo("function of two 6x5 faces");
        }

        @Test
        void withoutASideOfItsOwnAVerifierExchangesTheRoles() {
            FaceVerifier scoresOnly =
                    new FaceVerifier() {
                        @Override
                        public FaceSize inputSize() {
                            return SIZE;
                        }

                        @Override
                        public float[] similarities(FaceBatch probes, FaceImage reference) {
                            return FaceVerifier.of(SIZE, (a, b) -> a.at(0, 0, 0) - b.at(0, 0, 0))
                                    .similarities(probes, reference);
                        }
                    };
            assertThat(scoresOnly.similarities(grey(3), batchOf(5, 9))).containsExactly(2f, 6f);
        }
    }

    @Nested
    class Rejects {
        @Test
        void nulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceVerifier.of(null, (a, b) -> 0))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceVerifier.of(SIZE, null))
                    .withMessage("similarity");
        }

        @Test
        void aFaceOfAnotherSizeByTheNameOfItsRole() {
            FaceImage wide = FaceImage.filled(new FaceSize(6, 7), 0, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openVerifier().similarities(batchOf(1), wide))
                    .withMessage("reference must be 6x5, was 6x7");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> openVerifier().similarities(wide, batchOf(1)))
                    .withMessage("probe must be 6x5, was 6x7");
        }
    }
}
