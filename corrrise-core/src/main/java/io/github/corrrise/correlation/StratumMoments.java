package io.github.corrrise.correlation;

import java.util.BitSet;

/**
 * What a map and its standard errors need of the masks of one stratum, at each pixel. M is the
 * visibility of the pixel less its mean over the stratum, z the score; sums are over the masks.
 */
sealed interface StratumMoments permits BinaryMoments, DenseMoments {
    /** Pixels whose visibility varies; not to be written to. */
    BitSet varying();

    /** Sum of z^2. */
    double scoreSquare();

    /** Sum of the visibility itself. */
    double visible(int pixel);

    /** Sum of M^2. */
    double spread(int pixel);

    /** Sum of M z. */
    double co(int pixel);

    /**
     * Sum of the squared deviations of psi from its mean over the stratum, for psi = s M z - (r /
     * 2)((s M)^2 + z^2).
     *
     * @param r the correlation at the pixel
     * @param perSd s, one over the standard deviation of visibility
     */
    double psiSquare(int pixel, double r, double perSd);
}
