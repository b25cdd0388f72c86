package io.github.corrrise.saliency;

/**
 * One of the two faces of a comparison.
 *
 * @since 0.1.0
 */
public enum Side {
    /** The new sample. */
    PROBE,
    /** The enrolled sample. */
    REFERENCE
}
