package io.github.corrrise.internal.kernel;

/**
 * Some masks, indexed so that their weighted sums cost what they are made of instead of every pixel
 * of every mask. Immutable; safe for use by several threads.
 */
public interface MaskIndex {
    /**
     * Adds what is visible to {@code sums[vector][pixel]}.
     *
     * @param weights [vector][mask]
     * @param firstMask which column of the weights the first of these masks has
     */
    void addVisible(double[][] weights, int firstMask, double[][] sums);

    /**
     * For every vector the largest absolute visible sum, each pixel scaled by its own factor.
     *
     * @param weights [vector][mask], one a mask of these
     * @param scale factor per pixel, at least 0; 0 where the pixel is not to count
     */
    double[] largestMagnitudes(double[][] weights, double[] scale);
}
