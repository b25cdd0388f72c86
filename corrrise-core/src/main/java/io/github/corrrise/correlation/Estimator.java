package io.github.corrrise.correlation;

import io.github.corrrise.saliency.SaliencyMap;

/**
 * How the population map, the correlation over all masks that a generator can draw, is estimated
 * from some of them. All estimate the same map; they differ in the masks they need.
 *
 * @since 0.1.0
 */
public enum Estimator {
    /** The correlation of the masks at hand: the published choice. */
    PLAIN,
    /**
     * Uses that the distribution of the masks is known. A smooth additive model of the score is
     * fitted to the masks at hand, and its covariance with each pixel's visibility is taken over
     * all masks, exactly for {@link io.github.corrrise.mask.PatchMasks}, {@link
     * io.github.corrrise.mask.MixedMasks} and {@link io.github.corrrise.mask.GridMasks}, and by
     * 8192 further masks, which cost no pass, for others:
     *
     * <pre>
     * s_i = a + sum_k b_k z_k(M_i) + e_i,   b ~ N(0, t^2),   e ~ N(0, v)
     * S(y, x) = sum_k cov(M(y, x), z_k) b_k / (sd M(y, x) sd s)</pre>
     *
     * <p>z_k are smooth functions over the face, v / t^2 is chosen by restricted maximum
     * likelihood. What the model leaves over, fine detail and the interplay of places, has little
     * to do with any one pixel's visibility, so a little bias buys a large cut in variance: the
     * error of 500 plain masks at about 160. Values may leave [-1, 1] and are never clipped. Where
     * the model's evidence is too small the plain estimate stands instead, and the provenance says
     * so.
     */
    ADJUSTED;

    /** The estimator that made a map of {@link ScoreCorrelation}, told by its scale. */
    public static Estimator of(SaliencyMap map) {
        return map.scale().equals(SaliencyMap.Scale.CORRELATION_ESTIMATE) ? ADJUSTED : PLAIN;
    }
}
