package io.github.corrrise.verify;

/**
 * What the system decided about a pair; whether it was right is another matter.
 *
 * @since 0.1.0
 */
public enum Decision {
    /** The similarity reached the threshold. */
    MATCH,
    /** The similarity stayed under the threshold. */
    NON_MATCH
}
