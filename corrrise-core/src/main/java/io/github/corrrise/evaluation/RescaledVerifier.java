package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;

/** A verifier whose scores are {@code scale * s + shift}; it has no threshold. */
record RescaledVerifier(FaceVerifier inner, double scale, double shift) implements FaceVerifier {
    /**
     * An embedder gives an embedder, whose similarities stay double; scores of others are rounded
     * to float.
     */
    static FaceVerifier of(FaceVerifier verifier, double scale, double shift) {
        return verifier instanceof FaceEmbedder embedder
                ? new Embedder(embedder, scale, shift)
                : new RescaledVerifier(verifier, scale, shift);
    }

    @Override
    public FaceSize inputSize() {
        return inner.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return inner.layout();
    }

    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        return rescaled(inner.similarities(probes, reference));
    }

    @Override
    public float[] similarities(FaceImage probe, FaceBatch references) {
        return rescaled(inner.similarities(probe, references));
    }

    @Override
    public String description() {
        return inner.description() + ", scores rescaled";
    }

    private float[] rescaled(float[] scores) {
        float[] rescaled = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            rescaled[i] = (float) (scale * scores[i] + shift);
        }
        return rescaled;
    }

    private record Embedder(FaceEmbedder inner, double scale, double shift)
            implements FaceEmbedder {
        @Override
        public FaceSize inputSize() {
            return inner.inputSize();
        }

        @Override
        public PixelLayout layout() {
            return inner.layout();
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return inner.embed(faces);
        }

        @Override
        public double similarity(float[] a, float[] b) {
            return scale * inner.similarity(a, b) + shift;
        }

        @Override
        public String description() {
            return inner.description() + ", scores rescaled";
        }
    }
}
