package io.github.corrrise.internal.model;

/** Variances and covariances of the visibility of pixels under some distribution of masks. */
public interface VisibilityMoments {
    /** Variance of a pixel's visibility. */
    double variance(int pixel);

    /** Writes the covariances of one pixel's visibility with that of others, in their order. */
    void covariances(int pixel, int[] others, double[] covariances);

    /**
     * Adds the covariances of every pixel's visibility with the features of a mask, exact sums over
     * all pixels.
     *
     * @param basis of the same size
     * @param weight factor of what is added
     * @param covariances [feature][pixel], added to
     */
    void addFeatureCovariances(SmoothBasis basis, double weight, float[][] covariances);
}
