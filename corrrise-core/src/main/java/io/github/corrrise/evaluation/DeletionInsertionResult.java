package io.github.corrrise.evaluation;

import io.github.corrrise.verify.Threshold;
import java.util.Objects;
import java.util.Optional;

/**
 * Deletion and insertion over a labelled set. Genuine and impostor pairs answer different
 * questions, so each set stands alone beside the mixed one: with balanced classes deletion of a
 * mixed set cannot fall under a half.
 *
 * @param threshold what decisions were made by
 * @param genuine the genuine pairs, if there were any
 * @param impostor the impostor pairs, if there were any
 * @param mixed all pairs
 * @param passCount images the metric itself sent through the verifier; those of the explainer come
 *     on top
 */
public record DeletionInsertionResult(
        Threshold threshold,
        Optional<Curves> genuine,
        Optional<Curves> impostor,
        Curves mixed,
        long passCount) {
    /** Checks that nothing is null. */
    public DeletionInsertionResult {
        Objects.requireNonNull(threshold, "threshold");
        Objects.requireNonNull(genuine, "genuine");
        Objects.requireNonNull(impostor, "impostor");
        Objects.requireNonNull(mixed, "mixed");
    }

    /**
     * Both curves of one set of pairs.
     *
     * @param pairCount pairs in the set
     * @param deletion the most salient pixels hidden first; a lower area is better
     * @param insertion the most salient pixels shown first; a higher area is better
     */
    public record Curves(int pairCount, AccuracyCurve deletion, AccuracyCurve insertion) {
        /** Checks that nothing is null. */
        public Curves {
            Objects.requireNonNull(deletion, "deletion");
            Objects.requireNonNull(insertion, "insertion");
        }
    }
}
