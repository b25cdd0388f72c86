package io.github.corrrise.bench;

import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.Threshold;
import java.util.Optional;

/**
 * One model in two forms: ONNX Runtime embeds, in a quarter of the time, and PyTorch derives. Both
 * are of one size and layout. Embeddings of the shared models differ by less than 1.5e-5 between
 * the two.
 */
final class TwoRuntimes implements DifferentiableEmbedder, AutoCloseable {
    private final OnnxFaceVerifier embeds;
    private final DjlFaceVerifier derives;

    /** Closes both. */
    TwoRuntimes(OnnxFaceVerifier embeds, DjlFaceVerifier derives) {
        this.embeds = embeds;
        this.derives = derives;
    }

    @Override
    public FaceSize inputSize() {
        return embeds.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return embeds.layout();
    }

    @Override
    public Optional<Threshold> threshold() {
        return embeds.threshold();
    }

    @Override
    public String description() {
        return embeds.description() + "; derivatives: " + derives.description();
    }

    @Override
    public float[][] embed(FaceBatch faces) {
        return embeds.embed(faces);
    }

    @Override
    public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
        return derives.pullBack(faces, cotangents);
    }

    @Override
    public void close() {
        try (derives) {
            embeds.close();
        }
    }
}
