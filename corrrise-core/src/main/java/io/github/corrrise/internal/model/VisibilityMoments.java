package io.github.corrrise.internal.model;

/** Variances and covariances of the visibility of pixels under some distribution of masks. */
public interface VisibilityMoments {
    /** Variance of a pixel's visibility. */
    double variance(int pixel);

    /** Covariances of one pixel's visibility with that of others, in their order. */
    void covariances(int pixel, int[] others, double[] covariances);
}
