package io.github.corrrise.saliency;

import java.time.Duration;
import java.util.List;

/**
 * What a run of passes gave.
 *
 * @param similarities of the whole faces: one, or one a reference
 * @param scores of the masked faces: a line a side, or a line a reference
 * @param passCount images sent through the verifier, whole ones counted
 * @param failedCount scores the verifier could not give, over all lines
 * @param stopReason why no more masks were taken
 * @param verifierTime spent inside the verifier, added up over threads
 */
public record PassResult(
        List<Double> similarities,
        MaskScores scores,
        long passCount,
        int failedCount,
        StopReason stopReason,
        Duration verifierTime) {
    /** Copies the list. */
    public PassResult {
        similarities = List.copyOf(similarities);
    }
}
