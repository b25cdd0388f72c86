package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Asks verifiers, and holds their answers to what they promise: so many, finite where compared. */
final class VerifierCalls {
    private VerifierCalls() {}

    static List<float[]> embedWhole(FaceEmbedder embedder, List<FaceImage> references, int first) {
        FaceBatch batch = FaceBatch.of(embedder.layout(), references.toArray(new FaceImage[0]));
        return calling(
                embedder,
                "the whole references " + first + " to " + (first + references.size() - 1),
                () -> List.of(embed(embedder, batch)));
    }

    static float[] embedWhole(FaceEmbedder embedder, FaceImage face, String name) {
        return calling(
                embedder,
                "the whole " + name,
                () -> embed(embedder, FaceBatch.of(embedder.layout(), face))[0]);
    }

    static double compareWhole(FaceEmbedder embedder, float[] probe, float[] reference) {
        return calling(
                embedder, "the whole faces", () -> finite(embedder.similarity(probe, reference)));
    }

    static double scoreWhole(FaceVerifier verifier, FaceImage probe, FaceImage reference) {
        return calling(
                verifier,
                "the whole faces",
                () -> {
                    FaceBatch batch = FaceBatch.of(verifier.layout(), probe);
                    float[] scores = verifier.similarities(batch, reference);
                    return finite(checked(scores, 1)[0]);
                });
    }

    static float[][] embed(FaceEmbedder embedder, FaceBatch batch) {
        float[][] embeddings = embedder.embed(batch);
        requireCount(embeddings.length, batch.count(), "embeddings");
        return embeddings;
    }

    static double[] checked(float[] scores, int count) {
        requireCount(scores.length, count, "scores");
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = scores[i];
        }
        return line;
    }

    private static void requireCount(int received, int expected, String what) {
        if (received != expected) {
            throw new VerifierException(
                    "expected " + expected + " " + what + ", received " + received);
        }
    }

    private static double finite(double similarity) {
        if (!Double.isFinite(similarity)) {
            throw new VerifierException("expected a finite similarity, received " + similarity);
        }
        return similarity;
    }

    static void requireSize(FaceVerifier verifier, String name, FaceImage face) {
        if (!face.size().equals(verifier.inputSize())) {
            throw Checks.rejected(
                    name,
                    verifier.inputSize() + " for this verifier (FaceImage.resizedTo resizes)",
                    face.size());
        }
    }

    /** Runs code of a verifier; what it throws comes back named, its cause kept. */
    static <T> T calling(FaceVerifier verifier, String about, Supplier<T> call) {
        try {
            return call.get();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new VerifierException(
                    verifier.description() + " failed on " + about + ": " + e.getMessage(), e);
        }
    }
}
