package io.github.corrrise.internal.kernel;

/**
 * Some masks, indexed so that the cost of weighted sums grows with the corners or nodes of the
 * masks and not with all their pixels. Immutable; safe for use by several threads.
 */
public interface MaskIndex {
    /**
     * Adds to {@code sums[vector][pixel]} the weighted visibility of all these masks.
     *
     * @param weights [vector][mask]
     * @param firstMask column of the weights that belongs to the first of these masks
     */
    void addVisible(double[][] weights, int firstMask, double[][] sums);

    /**
     * For every vector the largest absolute value of {@code scale[pixel]} times the weighted
     * visibility of the pixel. May be computed in single precision.
     *
     * @param weights [vector][mask], one weight for each of these masks
     * @param scale factor per pixel, at least 0; 0 leaves the pixel out
     */
    double[] largestMagnitudes(double[][] weights, double[] scale);
}
