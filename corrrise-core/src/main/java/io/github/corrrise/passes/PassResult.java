package io.github.corrrise.passes;

import io.github.corrrise.saliency.StopReason;
import java.time.Duration;
import java.util.List;

/**
 * What a run of passes gave.
 *
 * @param similarities of the whole faces, one per reference: one for a pair
 * @param scores of the masked faces: a line for each masked side of a pair, or for each reference
 * @param passCount images sent through the verifier, whole ones counted
 * @param failedCount scores the verifier could not give, over all lines
 * @param stopReason why no more masks were taken
 * @param verifierTime spent inside the verifier, added up over threads
 * @since 0.1.0
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

    /** The similarity of the whole faces that a line compares. */
    public double similarity(Line line) {
        return similarities.get(line.reference());
    }
}
