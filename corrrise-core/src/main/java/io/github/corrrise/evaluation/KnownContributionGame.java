package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;

/**
 * The known-contribution game: an explainer explains a verifier whose exact map is known, and its
 * estimate is compared with that map. The difference is the error of estimation alone.
 *
 * <p>The exact map is that of CorrRISE with these masks and black fill; for other masks, fills and
 * methods it is another quantity, and a low correlation says little. The exact map is itself
 * blurred by a patch, so even it correlates only weakly with the weights of the cells.
 *
 * <p>Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class KnownContributionGame {
    private final AdditiveVerifier verifier;
    private final SaliencyMap exactMap;

    private KnownContributionGame(AdditiveVerifier verifier, SaliencyMap exactMap) {
        this.verifier = verifier;
        this.exactMap = exactMap;
    }

    /**
     * A game. Making the exact map takes (height x width)^2 steps, about a second for 112 x 112.
     *
     * @param verifier whose weights are the truth
     * @param masks the masks of the explainers to judge
     */
    public static KnownContributionGame of(AdditiveVerifier verifier, PatchMasks masks) {
        return new KnownContributionGame(verifier, verifier.populationMap(masks));
    }

    /**
     * The same under a mixture, such as {@link MixedMasks#defaults}; takes as many times the steps
     * as it has parts.
     */
    public static KnownContributionGame of(AdditiveVerifier verifier, MixedMasks masks) {
        return new KnownContributionGame(verifier, verifier.populationMap(masks));
    }

    /** The same under grids. */
    public static KnownContributionGame of(AdditiveVerifier verifier, GridMasks masks) {
        return new KnownContributionGame(verifier, verifier.populationMap(masks));
    }

    /** The verifier that explainers are to be bound to. */
    public AdditiveVerifier verifier() {
        return verifier;
    }

    /** Two white faces: the comparison to explain. */
    public FacePair pair() {
        return FacePair.of(verifier.whiteFace(), verifier.whiteFace());
    }

    /** The map that an explainer with these masks approaches as their number grows. */
    public SaliencyMap exactMap() {
        return exactMap;
    }

    /**
     * Lets an explainer explain {@link #pair} once.
     *
     * @param explainer bound to {@link #verifier()}; one that hides both faces, as {@link
     *     io.github.corrrise.Explainer#of} does, has another map
     * @return the correlation of its map of the probe with the exact map, in [-1, 1]; 0 where
     *     either map is constant
     * @throws IllegalArgumentException where the explainer is bound to another verifier
     */
    public double play(SaliencyExplainer explainer) {
        if (explainer.verifier() != verifier) {
            throw Checks.rejected(
                    "explainer", "bound to the verifier of this game", explainer.verifier());
        }
        return explainer.explain(pair()).probe().correlationWith(exactMap);
    }
}
