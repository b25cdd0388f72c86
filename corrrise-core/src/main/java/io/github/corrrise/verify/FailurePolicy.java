package io.github.corrrise.verify;

/**
 * What to do with a masked face that a verifier cannot score, because it finds no face in it, say:
 * the verifier tells so by a score of NaN (or an embedding with a NaN).
 */
public enum FailurePolicy {
    /** The explanation fails with a {@link VerifierException}. */
    FAIL,
    /** The mask is left out of the map of that side. */
    SKIP,
    /** The mask gets the lowest score that any mask of that side got. */
    LOWEST
}
