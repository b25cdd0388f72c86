package io.github.corrrise.evaluation;

import java.util.Objects;

/**
 * One pair's part in a curve. Where both faces were hidden in turn each number is the mean of the
 * two.
 *
 * @param name the pair's name
 * @param accuracy area under its right decisions (1 right, 0 wrong), in [0, 1]
 * @param similarity area under its raw similarity
 * @param crossing 1 where at some step that shows part of the face the decision differs from that
 *     on the whole face, 0 where it never does
 * @since 0.1.0
 */
public record PairArea(String name, double accuracy, double similarity, double crossing) {
    /** Checks that the name is not null. */
    public PairArea {
        Objects.requireNonNull(name, "name");
    }
}
