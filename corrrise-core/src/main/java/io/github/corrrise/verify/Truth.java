package io.github.corrrise.verify;

/**
 * Whether two faces are of one person; what the system decided is another matter.
 *
 * @since 0.1.0
 */
public enum Truth {
    /** Both faces are of the same person. */
    GENUINE,
    /** The faces are of two persons. */
    IMPOSTOR
}
