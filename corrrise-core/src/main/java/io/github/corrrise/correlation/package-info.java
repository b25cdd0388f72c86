/**
 * Scores to maps: {@link io.github.corrrise.correlation.ScoreCorrelation} correlates the visibility
 * of each pixel with the scores, by one of the {@link io.github.corrrise.correlation.Estimator
 * estimators}, with standard errors and significance. No verifier is called here.
 */
@NullMarked
package io.github.corrrise.correlation;

import org.jspecify.annotations.NullMarked;
