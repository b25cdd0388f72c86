/**
 * The methods that CorrRISE is compared with, on the same footing: each {@link
 * io.github.corrrise.baseline.Baseline} holds the method's own settings, with the published
 * defaults where the paper gives them, is made by a factory of that interface and bound to a
 * verifier by {@link io.github.corrrise.baseline.Baseline#on}. The methods hide parts of a face,
 * score what is left through {@link io.github.corrrise.passes.MaskedPasses} and combine the scores
 * by a rule of their own; fill, seed, sides and passes are the same for all, set by {@link
 * io.github.corrrise.baseline.RunSettings}. White-box methods take derivatives of a {@link
 * io.github.corrrise.verify.DifferentiableEmbedder} instead. The controls, a centre prior and
 * random maps, score the whole faces only and look at no score; {@link
 * io.github.corrrise.baseline.GivenMaps} are those of another tool. Methods are implemented from
 * the papers' descriptions; what a paper leaves open is said where it was decided. Judging them
 * belongs to the evaluation package.
 */
@NullMarked
package io.github.corrrise.baseline;

import org.jspecify.annotations.NullMarked;
