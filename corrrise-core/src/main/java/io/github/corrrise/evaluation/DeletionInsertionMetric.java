package io.github.corrrise.evaluation;

import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import java.util.stream.Stream;

/**
 * Judges an explainer over a labelled set: do the decisions of the verifier rest on the pixels that
 * the maps point at? Where hiding the most salient pixels first makes right decisions fail early
 * (deletion), and showing them first makes decisions right early (insertion), they do.
 */
@FunctionalInterface
public interface DeletionInsertionMetric {
    /**
     * Explains every pair, then has the verifier score it with more and more of its most salient
     * pixels hidden, and shown.
     *
     * @param verifier whose decisions are in question
     * @param explainer the explainer to judge, bound to the same verifier
     * @param pairs the labelled set, at least one pair; read once, pair by pair
     * @throws IllegalArgumentException where there is no pair, or no threshold is known or can be
     *     chosen
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    DeletionInsertionResult evaluate(
            FaceVerifier verifier, SaliencyExplainer explainer, Stream<LabelledPair> pairs);
}
