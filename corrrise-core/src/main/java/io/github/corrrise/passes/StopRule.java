package io.github.corrrise.passes;

import io.github.corrrise.saliency.StopReason;

/**
 * Says when the masks scored so far are enough. A run asks after 96 masks and then whenever a
 * quarter more are done. These counts depend on nothing but the run's largest count, so equal
 * scores end a run at the same mask for any batch size and number of threads.
 *
 * <p>The {@code toString} stands in the provenance and in the description of an explainer: it names
 * the rule and its settings. Implementations are safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface StopRule {
    /** The reason that the provenance gives for a run which this rule ended. */
    StopReason reason();

    /**
     * Returns true where no further mask is needed.
     *
     * @param soFar the scores of all masks up to now; all lines must satisfy the rule
     */
    boolean isMet(MaskScores soFar);
}
