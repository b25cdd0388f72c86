package io.github.corrrise.saliency;

import java.util.Objects;

/**
 * A map and how it was estimated.
 *
 * @param map with standard errors, coverage and, unless switched off, significance
 * @param estimator the one that made it: {@link Estimator#PLAIN} also where the adjusted one was
 *     asked for and could not help
 */
public record MapEstimate(SaliencyMap map, Estimator estimator) {
    /** Checks that neither is null. */
    public MapEstimate {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(estimator, "estimator");
    }
}
