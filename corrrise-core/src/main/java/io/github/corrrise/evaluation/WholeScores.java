package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.SafeName;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Similarities of faces in which nothing is hidden, held to the verifier's contract. */
final class WholeScores {
    private WholeScores() {}

    /** One pair; {@code name} stands in messages. */
    static double of(FaceVerifier verifier, FacePair pair, String name) {
        return of(verifier, FaceBatch.of(verifier.layout(), pair.probe()), pair.reference(), name)[
                0];
    }

    /** Some probes and one reference. */
    static float[] of(FaceVerifier verifier, FaceBatch probes, FaceImage reference, String name) {
        float @Nullable [] scores;
        try {
            scores = verifier.similarities(probes.asReadOnly(), reference);
        } catch (VerifierException | CancellationException | Error e) {
            throw e;
        } catch (Throwable e) {
            // Checked ones too: code in other languages throws them undeclared.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            String told = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new VerifierException(nameOf(verifier) + " failed on " + name + ": " + told, e);
        }
        if (scores == null || scores.length != probes.count()) {
            throw new VerifierException(
                    nameOf(verifier)
                            + " must give "
                            + probes.count()
                            + " similarities for "
                            + name
                            + ", gave "
                            + (scores == null ? "null" : scores.length));
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new VerifierException(
                        nameOf(verifier)
                                + " must give finite similarities, gave "
                                + score
                                + " for "
                                + name);
            }
        }
        return scores;
    }

    private static String nameOf(FaceVerifier verifier) {
        return SafeName.of(verifier, verifier::description);
    }
}
