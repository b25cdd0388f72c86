package io.github.corrrise.internal.model;

/** Variances and covariances of the visibility of pixels under some distribution of masks. */
public interface VisibilityMoments {
    /** Variance of a pixel's visibility. */
    double variance(int pixel);

    /** Covariances of one pixel's visibility with that of others, in their order. */
    void covariances(int pixel, int[] others, double[] covariances);

    /**
     * Adds covariances with the features of a mask, exact sums over all pixels.
     *
     * @param basis of the same size
     * @param weight what they are multiplied by
     * @param covariances [feature][pixel], added to
     */
    void addFeatureCovariances(SmoothBasis basis, double weight, float[][] covariances);
}
