package io.github.corrrise.passes;

/**
 * The comparison of two whole faces.
 *
 * @param similarity raw and finite
 * @param passCount images sent through the verifier: 2 with an embedder, 1 otherwise
 * @since 0.1.0
 */
public record WholeScore(double similarity, long passCount) {}
