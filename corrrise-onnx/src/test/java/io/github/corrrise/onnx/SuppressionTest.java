package io.github.corrrise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.Landmarks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {
    /** A box of 100 x 100 whose five places stand in its middle. */
    private static DetectedFace face(double left, double score) {
        double x = left + 50;
        return new DetectedFace(
                new DetectedFace.Box(left, 0, 100, 100),
                Landmarks.of(x, 50, x, 50, x, 50, x, 50, x, 50),
                score);
    }

    @Test
    void whatDoesNotOverlapStaysAsItIs() {
        DetectedFace weak = face(0, 0.5);
        DetectedFace strong = face(200, 0.9);
        assertThat(Suppression.of(List.of(weak, strong), 0.3)).containsExactly(strong, weak);
    }

    /** Shifted by 50 of 100, they share a third; by 60, a quarter. */
    @Test
    void whatOverlapsTooMuchGoes() {
        DetectedFace strong = face(0, 0.9);
        assertThat(Suppression.of(List.of(face(50, 0.5), strong), 0.3)).containsExactly(strong);
        assertThat(Suppression.of(List.of(face(60, 0.5), strong), 0.3)).hasSize(2);
        assertThat(Suppression.of(List.of(face(50, 0.5), strong), 0.34)).hasSize(2);
    }

    /** The middle one hides the right one, but is itself hidden by the left one. */
    @Test
    void whatIsSuppressedSuppressesNothing() {
        List<DetectedFace> faces = List.of(face(0, 0.9), face(50, 0.8), face(100, 0.7));
        assertThat(Suppression.of(faces, 0.3)).containsExactly(face(0, 0.9), face(100, 0.7));
    }

    /** Weights of 0.9 and 0.3 are three quarters and a quarter; the score stays the better one. */
    @Test
    void nearlyTheSameBoxSteadiesThePlace() {
        DetectedFace blended = Suppression.of(List.of(face(0, 0.9), face(8, 0.3)), 0.3).get(0);
        assertThat(blended.score()).isEqualTo(0.9);
        assertThat(blended.box().left()).isCloseTo(2, within(1e-9));
        assertThat(blended.box().width()).isCloseTo(100, within(1e-9));
        assertThat(blended.landmarks().nose().x()).isCloseTo(52, within(1e-9));
        assertThat(blended.landmarks().nose().y()).isCloseTo(50, within(1e-9));
    }

    /** Shifted by 20, two boxes share 80 of 120: another face, perhaps, and never blended. */
    @Test
    void whatOverlapsLessMovesNothing() {
        List<DetectedFace> faces = List.of(face(0, 0.9), face(20, 0.8));
        assertThat(Suppression.of(faces, 0.3)).containsExactly(face(0, 0.9));
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(Suppression.of(List.of(), 0.3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.7, 1})
    void noTwoThatStayOverlapMoreThanAllowed(double largestOverlap) {
        List<DetectedFace> faces =
                Stream.iterate(0, i -> i + 1)
                        .limit(60)
                        .map(i -> face(7.3 * (i * 37 % 60), 0.2 + 0.01 * (i * 13 % 60)))
                        .toList();
        List<DetectedFace> kept = Suppression.of(faces, largestOverlap);
        List<DetectedFace> again = Suppression.of(kept, Math.min(1, largestOverlap + 0.15));
        assertThat(kept).hasSizeLessThanOrEqualTo(faces.size());
        assertThat(again).hasSameSizeAs(kept);
        for (int i = 1; i < kept.size(); i++) {
            assertThat(kept.get(i).score()).isLessThanOrEqualTo(kept.get(i - 1).score());
        }
    }
}
