/**
 * Is a map right? {@link io.github.corrrise.evaluation.DeletionInsertionMetric} asks whether
 * decisions rest on what the maps point at: {@link io.github.corrrise.evaluation.Evaluation} scores
 * pairs, and every curve, area and interval is a function of the scores. The games ({@link
 * io.github.corrrise.evaluation.PatchGame}, {@link io.github.corrrise.evaluation.RegionSwapGame})
 * plant pixels of another person and ask whether the map finds them; {@link
 * io.github.corrrise.evaluation.AdditiveVerifier} is a verifier whose truth is known. The package
 * judges explainers; the only maps it makes are the exact ones of that verifier.
 */
@NullMarked
package io.github.corrrise.evaluation;

import org.jspecify.annotations.NullMarked;
