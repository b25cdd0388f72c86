package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import org.junit.jupiter.api.Test;

class RescaledVerifierTest {
    private static final FaceSize SIZE = new FaceSize(20, 24);
    private static final FaceImage PROBE = KnownExplainers.textured(SIZE, 60, 1);
    private static final FaceImage OTHER = KnownExplainers.textured(SIZE, 90, 2);
    private static final FaceImage REFERENCE = KnownExplainers.textured(SIZE, 140, 3);

    private static void scoresAreRescaled(FaceVerifier inner) {
        FaceVerifier rescaled = RescaledVerifier.of(inner, 3, -2);
        FaceBatch batch = FaceBatch.of(inner.layout(), PROBE, OTHER);
        float[] probes = inner.similarities(batch, REFERENCE);
        float[] references = inner.similarities(REFERENCE, batch);
        for (int i = 0; i < 2; i++) {
            assertThat(rescaled.similarities(batch, REFERENCE)[i])
                    .isCloseTo(3 * probes[i] - 2, within(1e-5f));
            assertThat(rescaled.similarities(REFERENCE, batch)[i])
                    .isCloseTo(3 * references[i] - 2, within(1e-5f));
        }
        assertThat(rescaled.inputSize()).isEqualTo(inner.inputSize());
        assertThat(rescaled.layout()).isEqualTo(inner.layout());
        assertThat(rescaled.threshold()).isEmpty();
        assertThat(rescaled.description()).isEqualTo(inner.description() + ", scores rescaled");
    }

    @Test
    void scoresOfAScorerAreRescaled() {
        scoresAreRescaled(FaceVerifier.of(SIZE, (a, b) -> a.mean(0) / 255 - 0.5 * b.mean(1) / 255));
    }

    @Test
    void anEmbedderStaysOneAndItsSimilaritiesStayDouble() {
        LocalDescriptorVerifier inner = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        scoresAreRescaled(inner);
        FaceEmbedder rescaled = (FaceEmbedder) RescaledVerifier.of(inner, 3, -2);
        float[][] embeddings = rescaled.embed(FaceBatch.of(inner.layout(), PROBE, OTHER));
        assertThat(rescaled.similarity(embeddings[0], embeddings[1]))
                .isEqualTo(3 * inner.similarity(embeddings[0], embeddings[1]) - 2);
    }
}
