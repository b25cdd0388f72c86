package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletion and insertion over a labelled set. Genuine and impostor pairs answer different
 * questions, so each class has its own curves beside the mixed ones. With balanced classes the
 * mixed deletion curve hardly falls below a half: a hidden face as a rule matches nobody, which is
 * right for impostors.
 *
 * @param threshold what decisions were made by
 * @param genuine the genuine pairs, if there were any
 * @param impostor the impostor pairs, if there were any
 * @param mixed all pairs that were scored
 * @param unreadable pairs left out because a face could not be read
 * @param explainerPassCount passes of the explainer through the verifier, by its own count
 * @param passCount passes of the metric itself through the verifier, for all protocols that were
 *     scored together: images with an embedder, comparisons otherwise
 * @since 0.1.0
 */
public record DeletionInsertionResult(
        Threshold threshold,
        Optional<Curves> genuine,
        Optional<Curves> impostor,
        Curves mixed,
        List<UnreadablePair> unreadable,
        long explainerPassCount,
        long passCount) {
    /** Copies the list; checks that nothing is null and no count negative. */
    public DeletionInsertionResult {
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
