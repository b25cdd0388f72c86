package io.github.corrrise.evaluation;

import java.util.Objects;

/**
 * A pair that an evaluation had to leave out because a face could not be read.
 *
 * @param name the pair's name
 * @param reason message of the exception: as a rule what is wrong with which file
 * @since 0.1.0
 */
public record UnreadablePair(String name, String reason) {
    /** Checks that nothing is null. */
    public UnreadablePair {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }
}
