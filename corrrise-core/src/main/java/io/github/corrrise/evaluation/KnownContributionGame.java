package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;

/**
 * The known-contribution game: an explainer explains a verifier whose exact map is known, and its
 * estimate is held to it. What is left is the error of estimation alone.
 *
 * <p>The exact map is that of CorrRISE with these masks and black fill; for other masks, fills and
 * methods it is another quantity, and a low correlation says little. It is itself blurred by one
 * patch: against the weights of the cells even the exact map correlates only weakly.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class KnownContributionGame {
    private final AdditiveVerifier verifier;
    private final SaliencyMap exactMap;

    private KnownContributionGame(AdditiveVerifier verifier, SaliencyMap exactMap) {
        this.verifier = verifier;
        this.exactMap = exactMap;
    }

    /**
     * A game; takes (height x width)^2 steps to prepare, about a second for 112 x 112.
     *
     * @param verifier whose weights are the truth
     * @param masks the masks of the explainers to judge
     */
    public static KnownContributionGame of(AdditiveVerifier verifier, PatchMasks masks) {
        return new KnownContributionGame(verifier, verifier.populationMap(masks));
    }

    /** The same under mixtures, such as an explainer's own. */
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

    /** What an explainer with these masks and without end would find. */
    public SaliencyMap exactMap() {
        return exactMap;
    }

    /**
     * Plays once.
     *
     * @param explainer bound to {@link #verifier()}; one that hides both faces has another map
     * @return the correlation of its map of the probe with the exact map, in [-1, 1]
     */
    public double play(SaliencyExplainer explainer) {
        return explainer.explain(pair()).probe().correlationWith(exactMap);
    }
}
