package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The interface's own methods, on detectors that find what they are told. */
class FaceDetectorTest {
    private static final FaceImage PHOTOGRAPH =
            FaceImage.filled(new FaceSize(480, 640), 10, 20, 30);

    private static DetectedFace face(double side, double score) {
        return new DetectedFace(
                new DetectedFace.Box(0, 0, side, side),
                Landmarks.of(1, 1, 2, 1, 1.5, 2, 1, 3, 2, 3),
                score);
    }

    private record Finding(List<DetectedFace> faces) implements FaceDetector {
        @Override
        public List<DetectedFace> detect(FaceImage photograph) {
            return faces;
        }
    }

    @Nested
    class KnownValues {
        @Test
        void largestIsTheFirst() {
            FaceDetector detector = new Finding(List.of(face(80, 0.6), face(20, 0.9)));
            assertThat(detector.largest(PHOTOGRAPH)).isEqualTo(face(80, 0.6));
        }

        @Test
        void onlyIsTheOneThereIs() {
            FaceDetector detector = photograph -> List.of(face(80, 0.6));
            assertThat(detector.only(PHOTOGRAPH)).isEqualTo(face(80, 0.6));
        }

        @Test
        void sizeComesBeforeScore() {
            List<DetectedFace> faces =
                    new ArrayList<>(List.of(face(20, 0.9), face(80, 0.6), face(80, 0.7)));
            faces.sort(DetectedFace.LARGEST_FIRST);
            assertThat(faces).containsExactly(face(80, 0.7), face(80, 0.6), face(20, 0.9));
        }

        @Test
        void boxesOverlapByWhatTheyShareOverWhatTheyCover() {
            DetectedFace.Box box = new DetectedFace.Box(10, 10, 20, 10);
            assertThat(box.overlap(new DetectedFace.Box(20, 10, 20, 10)))
                    .isCloseTo(1 / 3.0, within(1e-12));
            assertThat(box.overlap(box)).isEqualTo(1);
            assertThat(box.overlap(new DetectedFace.Box(30, 10, 5, 5))).isEqualTo(0);
            assertThat(box.overlap(new DetectedFace.Box(10, 21, 20, 5))).isEqualTo(0);
            DetectedFace.Box odd = new DetectedFace.Box(0.1, 0.2, 0.3, 0.7);
            assertThat(odd.overlap(odd)).isEqualTo(1);
        }
    }

    @Nested
    class Rejects {
        @Test
        void aPhotographWithoutAFace() {
            FaceDetector detector = new Finding(List.of());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.largest(PHOTOGRAPH))
                    .withMessage(
                            "photograph must be of at least one face, was 480x640 with none found"
                                    + " by Finding");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.only(PHOTOGRAPH))
                    .withMessage(
                            "photograph must be of exactly one face, was 480x640 with none found"
                                    + " by Finding");
        }

        @Test
        void severalFacesWhereOneIsWanted() {
            FaceDetector detector = new Finding(List.of(face(80, 0.6), face(20, 0.9)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> detector.only(PHOTOGRAPH))
                    .withMessage(
                            "photograph must be of exactly one face, was 480x640 with 2 found by"
                                    + " Finding");
        }

        @Test
        void whatIsNoFace() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> face(0, 0.5))
                    .withMessageStartingWith("width must be in (0.0, ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> face(5, 1.5))
                    .withMessage("score must be in [0.0, 1.0], was 1.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> face(5, Double.NaN))
                    .withMessage("score must be in [0.0, 1.0], was NaN");
        }
    }
}
