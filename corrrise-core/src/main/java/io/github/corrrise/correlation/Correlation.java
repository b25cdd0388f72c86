package io.github.corrrise.correlation;

/**
 * How masks and scores are correlated.
 *
 * @since 0.1.0
 */
public enum Correlation {
    /** Pearson's correlation of a pixel's visibility with the score: the published choice. */
    PEARSON,
    /**
     * Pearson's correlation of a pixel's visibility with the rank of the score (within its stratum,
     * where masks have strata), ties sharing their average rank: outlying scores weigh no more than
     * their rank. Equal to Spearman's for binary masks only, since visibilities are not ranked.
     */
    RANKED_SCORES
}
