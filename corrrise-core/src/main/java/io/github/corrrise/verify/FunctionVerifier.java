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
            scores[i] = (float) similarity.applyAsDouble(probes.face(i), reference);
        }
        return scores;
    }

    @Override
    public float[] similarities(FaceImage probe, FaceBatch references) {
        requireSize(probe.size(), "probe");
        requireSize(references.size(), "references");
        float[] scores = new float[references.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) similarity.applyAsDouble(probe, references.face(i));
        }
        return scores;
    }

    private void requireSize(FaceSize size, String name) {
        if (!size.equals(inputSize)) {
            throw Checks.rejected(name, inputSize.toString(), size);
        }
    }
}
