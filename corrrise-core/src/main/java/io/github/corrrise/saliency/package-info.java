/**
 * From scores to maps: {@link io.github.corrrise.saliency.SaliencyExplainer} is what every method
 * is; {@link io.github.corrrise.saliency.Explanation} and {@link
 * io.github.corrrise.saliency.SaliencyMap} are what it gives. {@link
 * io.github.corrrise.saliency.MaskedPasses} sends masked faces through a verifier, {@link
 * io.github.corrrise.saliency.ScoreCorrelation} turns the scores into maps with their uncertainty.
 * No pictures are drawn here and no files written.
 */
@NullMarked
package io.github.corrrise.saliency;

import org.jspecify.annotations.NullMarked;
