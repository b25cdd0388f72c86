package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    Result evaluate(SaliencyExplainer explainer, Stream<LabelledPair> pairs);

    /**
     * Deletion and insertion over a labelled set. Genuine and impostor pairs answer different
     * questions, so each class has its own curves beside the mixed ones. With balanced classes the
     * mixed deletion curve hardly falls below a half: a hidden face as a rule matches nobody, which
     * is right for impostors.
     *
     * @param threshold what decisions were made by
     * @param genuine the genuine pairs, if there were any
     * @param impostor the impostor pairs, if there were any
     * @param mixed all pairs that were scored
     * @param unreadable pairs left out because a face could not be read
     * @param explainerPassCount passes of the explainer through the verifier, by its own count
     * @param passCount passes of the metric itself through the verifier, for all protocols that
     *     were scored together: images with an embedder, comparisons otherwise
     * @since 0.1.0
     */
    record Result(
            Threshold threshold,
            Optional<Curves> genuine,
            Optional<Curves> impostor,
            Curves mixed,
            List<EvaluationScores.Unreadable> unreadable,
            long explainerPassCount,
            long passCount) {
        /** Copies the list; checks that nothing is null and no count negative. */
        public Result {
            Objects.requireNonNull(threshold, "threshold");
            Objects.requireNonNull(genuine, "genuine");
            Objects.requireNonNull(impostor, "impostor");
            Objects.requireNonNull(mixed, "mixed");
            unreadable = List.copyOf(unreadable);
            Checks.atLeast(0, explainerPassCount, "explainerPassCount");
            Checks.atLeast(0, passCount, "passCount");
        }

        /**
         * Both curves of one set of pairs.
         *
         * @param deletion the most salient pixels hidden first; a lower area is better
         * @param insertion the most salient pixels shown first; a higher area is better
         */
        public record Curves(AccuracyCurve deletion, AccuracyCurve insertion) {
            /** Checks that nothing is null. */
            public Curves {
                Objects.requireNonNull(deletion, "deletion");
                Objects.requireNonNull(insertion, "insertion");
            }

            /** Pairs in the set. */
            public int pairCount() {
                return deletion.pairs().size();
            }
        }
    }
}
