package io.github.corrrise.saliency;

/** One of the two faces of a comparison. */
public enum Side {
    /** The new sample. */
    PROBE,
    /** The enrolled sample. */
    REFERENCE
}
