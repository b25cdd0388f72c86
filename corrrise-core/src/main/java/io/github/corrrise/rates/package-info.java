/**
 * What a score means beside the scores of pairs whose truth is known: error rates with exact
 * intervals, thresholds that the pairs can show, likelihood ratios that the pairs can carry. Scores
 * come in as numbers; no face and no model is asked here.
 */
@NullMarked
package io.github.corrrise.rates;

import org.jspecify.annotations.NullMarked;
