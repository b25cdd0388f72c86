package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/** A verifier that asks a function about one pair at a time. */
record FunctionVerifier(
        String description,
        FaceSize inputSize,
        Optional<Threshold> threshold,
        ToDoubleBiFunction<FaceImage, FaceImage> similarity)
        implements FaceVerifier {
    FunctionVerifier {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(inputSize, "size");
        Objects.requireNonNull(similarity, "similarity");
    }

    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        requireSize(probes.size(), "probes");
        requireSize(reference.size(), "reference");
        float[] scores = new float[probes.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = single(similarity.applyAsDouble(probes.face(i), reference));
        }
        return scores;
    }

    @Override
    public float[] similarities(FaceImage probe, FaceBatch references) {
        requireSize(probe.size(), "probe");
        requireSize(references.size(), "references");
        float[] scores = new float[references.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = single(similarity.applyAsDouble(probe, references.face(i)));
        }
        return scores;
    }

    /** A float holds neither 1e160 nor 1e-200: scores that became infinite or 0 would mislead. */
    private static float single(double similarity) {
        double magnitude = Math.abs(similarity);
        boolean fits = magnitude >= Float.MIN_NORMAL && magnitude <= Float.MAX_VALUE;
        if (fits || magnitude == 0 || !Double.isFinite(similarity)) {
            return (float) similarity;
        }
        throw Checks.rejected(
                "similarity",
                "0, or of a magnitude in ["
                        + Float.MIN_NORMAL
                        + ", "
                        + Float.MAX_VALUE
                        + "] (scale it, or take its logarithm)",
                similarity);
    }

    private void requireSize(FaceSize size, String name) {
        if (!size.equals(inputSize)) {
            throw Checks.rejected(name, inputSize.toString(), size);
        }
    }
}
