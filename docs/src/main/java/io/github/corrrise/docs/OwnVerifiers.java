package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;

/** Verifiers around what an application already has. */
public final class OwnVerifiers {
    private OwnVerifiers() {}

    /** A matcher that is not ours: it finds a face in both pictures, or gives no score. */
    @FunctionalInterface
    public interface Matcher {
        /** A score where both faces were found; higher means more alike. */
        OptionalDouble compare(FaceImage probe, FaceImage reference);
    }

    /** From a function, in one statement. */
    public static FaceVerifier fromFunction(Matcher matcher) {
        // region: function
        FaceVerifier verifier =
                FaceVerifier.of(
                        new FaceSize(112, 112),
                        (probe, reference) -> matcher.compare(probe, reference).orElse(Double.NaN));
        // endregion
        return verifier;
    }

    /** A slow matcher that may fail to find a face. */
    public static Explainer remote(FaceVerifier verifier, Executor executor) {
        // region: remote
        Explainer explainer =
                Explainer.builder(verifier)
                        .failurePolicy(FailurePolicy.SKIP) // leave out masks that hide the face
                        .passBudget(400) // both sides and the whole faces counted
                        .timeBudget(Duration.ofMinutes(2))
                        .batchSize(4)
                        .executor(executor, 8) // 8 comparisons under way at once
                        .build();
        // endregion
        return explainer;
    }

    // region: verifier
    /** A matcher with a threshold and a name. */
    public record MatcherVerifier(Matcher matcher, FaceSize inputSize) implements FaceVerifier {
        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            if (!probes.size().equals(inputSize) || !reference.size().equals(inputSize)) {
                throw new IllegalArgumentException(
                        "faces must be "
                                + inputSize
                                + ", were "
                                + probes.size()
                                + " and "
                                + reference.size());
            }
            float[] scores = new float[probes.count()];
            for (int i = 0; i < scores.length; i++) {
                OptionalDouble score = matcher.compare(probes.face(i), reference);
                scores[i] = (float) score.orElse(Double.NaN);
            }
            return scores;
        }

        @Override
        public Optional<Threshold> threshold() {
            return Optional.of(Threshold.of(0.31));
        }

        @Override
        public String description() {
            return "our matcher, version 3";
        }
    }
    // endregion
}
