package io.github.corrrise.verify;

/**
 * What to do with a masked face that a verifier cannot score, because it finds no face in it, say:
 * the verifier tells so by a score that is not finite, NaN as a rule (or by an embedding whose
 * similarity is not).
 *
 * @since 0.1.0
 */
public enum FailurePolicy {
    /** The explanation fails with a {@link VerifierException}. */
    FAIL,
    /** The mask is left out of the map of that side. */
    SKIP,
    /** The mask gets the lowest score that any mask of that side got. */
    LOWEST
}
