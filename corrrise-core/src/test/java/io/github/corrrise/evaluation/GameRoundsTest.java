package io.github.corrrise.evaluation;

import static io.github.corrrise.evaluation.KnownExplainers.textured;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GameRoundsTest {
    private static final FaceSize SIZE = new FaceSize(8, 8);
    private static final FacePair PAIR = FacePair.of(textured(SIZE, 60, 1), textured(SIZE, 60, 2));

    /** What goes wrong besides must not hide it. */
    private static final class Broken implements FaceVerifier {
        private final Supplier<float[]> scores;

        Broken(Supplier<float[]> scores) {
            this.scores = scores;
        }

        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            return scores.get();
        }

        @Override
        public String description() {
            throw new IllegalStateException("no description either");
        }
    }

    private static void assertRefused(Supplier<float[]> scores, String message) {
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> GameRounds.clean(new Broken(scores), PAIR, "pair 7"))
                .withMessage(
                        "pair 7: "
                                + Broken.class.getName()
                                + " failed on the whole faces: "
                                + message);
    }

    @Test
    void namesTheFailureAlthoughTheDescriptionFails() {
        assertRefused(
                () -> {
                    throw new IllegalStateException("the server is gone");
                },
                "the server is gone");
    }

    @Test
    void namesAFailureWithoutMessageByItsClass() {
        assertRefused(
                () -> {
                    throw new UnsupportedOperationException();
                },
                "java.lang.UnsupportedOperationException");
    }

    @Test
    void namesAWrongCount() {
        assertRefused(() -> new float[2], "expected 1 scores, received 2");
    }

    @Test
    void namesAMissingAnswer() {
        assertRefused(() -> null, "expected 1 scores, received null");
    }

    @Test
    void namesWhatIsNoNumber() {
        assertRefused(() -> new float[] {Float.NaN}, "expected a finite similarity, received NaN");
    }
}
