package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.Objects;

/**
 * The scores of one pair, all that an evaluation keeps of it: every curve, area, share and interval
 * is a function of a list of these. Holds no pixel and no map.
 *
 * @param name the pair's name, by which a resumed run finds it
 * @param truth whether both faces are of one person
 * @param inputs digest of what it was scored from, as in {@link
 *     io.github.corrrise.saliency.Inputs#digest}, without a threshold; personal data, for it
 *     depends on the faces
 * @param explainerPassCount passes of the explainer through the verifier, by its own count
 * @param passCount passes through the verifier for the steps of all protocols together, whole faces
 *     included: images with an embedder, comparisons otherwise
 * @param scores [protocol][face]: for each protocol the faces it hides, in its order; at least one
 *     protocol, at least one face of each
 * @since 0.1.0
 */
public record ScoredPair(
        String name,
        Truth truth,
        String inputs,
        long explainerPassCount,
        long passCount,
        List<List<StepScores>> scores) {
    /** Copies the lists and checks the ranges. */
    public ScoredPair {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(truth, "truth");
        Objects.requireNonNull(inputs, "inputs");
        Checks.atLeast(0, explainerPassCount, "explainerPassCount");
        Checks.atLeast(0, passCount, "passCount");
        scores = scores.stream().map(List::copyOf).toList();
        Checks.atLeast(1, scores.size(), "scores.size()");
        scores.forEach(faces -> Checks.atLeast(1, faces.size(), "faces of a protocol"));
    }

    /** The similarity of the whole faces. */
    public double whole() {
        return scores.get(0).get(0).whole();
    }
}
