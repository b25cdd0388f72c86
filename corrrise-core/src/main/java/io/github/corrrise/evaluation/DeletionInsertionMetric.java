package io.github.corrrise.evaluation;

import io.github.corrrise.saliency.SaliencyExplainer;
import java.util.stream.Stream;

/**
 * Judges an explainer over a labelled set: do the decisions of the verifier rest on the pixels that
 * the maps point at? Where hiding the most salient pixels first makes right decisions fail early
 * (deletion), and showing them first makes decisions right early (insertion), they do.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeletionInsertionMetric {
    /**
     * Explains each pair, then lets the explainer's verifier score it with more and more of its
     * most salient pixels hidden, and shown.
     *
     * @param explainer the explainer to judge, by the decisions of its verifier
     * @param pairs the labelled set, at least one pair; read once, pair by pair
     * @throws IllegalArgumentException where no pair can be read, a name comes twice, a face does
     *     not fit the verifier, or a threshold is to be chosen and the pairs are not of both
     *     classes
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    DeletionInsertionResult evaluate(SaliencyExplainer explainer, Stream<LabelledPair> pairs);
}
