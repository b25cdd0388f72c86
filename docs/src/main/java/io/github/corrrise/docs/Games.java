package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.KnownContributionGame;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.PatchwiseVerifier;
import io.github.corrrise.evaluation.Pointing;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.evaluation.SanityChecks;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;

/** Games of known truth. */
public final class Games {
    private Games() {}

    /** Squares of another person. */
    public static void patch(SaliencyExplainer explainer, List<LabelledPair> pairs) {
        // region: patch
        List<GameCase> cases = GameCase.allOf(pairs);
        PatchGame.Result result = PatchGame.defaults().play(explainer, cases);
        Pointing.Score score = result.score().orElseThrow();
        System.out.println("hit rate " + score.hitRate());
        System.out.println("the best fixed place " + result.bestConstantHitRate());
        System.out.println("mass inside " + score.massShare());
        System.out.println("where it cost something " + result.costingMoreThan(0.1).score());
        // endregion
    }

    /** Regions of another person. */
    public static RegionSwapGame.Result swap(SaliencyExplainer explainer, List<GameCase> cases) {
        // region: swap
        RegionSwapGame.Result result =
                RegionSwapGame.defaults()
                        .withReachFraction(14.0 / 112) // the largest patch of its masks
                        .play(explainer, cases);
        // endregion
        return result;
    }

    /** A probe, its mate, and the mate with a region of another person. */
    public static RegionSwapGame.Result triplets(Explainer explainer, List<GameCase> cases) {
        // region: triplets
        RegionSwapGame.Result result =
                RegionSwapGame.defaults()
                        .withReachFraction(14.0 / 112)
                        .withTrialCount(120)
                        .playTriplets(explainer, cases);
        System.out.println("hit rate " + result.score().orElseThrow().hitRate());
        System.out.println("the best fixed place " + result.bestConstantHitRate());
        System.out.println("turned " + result.flippedWithin(result.uniformHitRate()));
        // endregion
        return result;
    }

    /** Pictures compared with themselves before an edit. */
    public static EditedPairGame.Result edits(
            SaliencyExplainer explainer, List<LabelledPair> pairs) {
        // region: edits
        EditedPairGame.Result result =
                EditedPairGame.defaults()
                        .withTolerance(2) // the pictures were saved as JPEG
                        .play(explainer, pairs); // probe: edited, reference: the original
        System.out.println("hit rate " + result.score().orElseThrow().hitRate());
        System.out.println("the best fixed place " + result.bestConstantHitRate());
        System.out.println("marked far from the edit " + result.meanFalseShare());
        // endregion
        return result;
    }

    /** A verifier whose map is known. */
    public static double known(AdditiveVerifier verifier, PatchMasks masks) {
        // region: known
        KnownContributionGame game = KnownContributionGame.of(verifier, masks);
        try (Explainer explainer =
                Explainer.builder(game.verifier()).published().masks(masks).build()) {
            return game.play(explainer);
        }
        // endregion
    }

    /** A real model that is asked patch by patch. */
    public static double patchwise(FaceEmbedder model, FacePair pair) {
        // region: patchwise
        PatchwiseVerifier patchwise = PatchwiseVerifier.of(model, 7, 7); // 16 pixels of 112
        SaliencyMap truth = patchwise.effects(pair, Fill.black());
        SaliencyMap found = Baseline.occlusion().on(patchwise).explain(pair).probe();
        System.out.println("like the truth " + found.correlationWith(truth));
        // endregion
        return found.correlationWith(truth);
    }

    /** How often chance is taken for a finding. */
    public static double falseAlarms(AdditiveVerifier leftStripOnly, SplitMasks masks, int runs) {
        // region: alarms
        FacePair white = FacePair.of(leftStripOnly.whiteFace(), leftStripOnly.whiteFace());
        try (MaskCache shared = MaskCache.ofQuarterHeap()) { // seeds have it in common
            Estimate alarms =
                    SanityChecks.falseAlarms(
                            seed -> {
                                try (Explainer explainer =
                                        Explainer.builder(leftStripOnly)
                                                .masks(masks)
                                                .seed(seed)
                                                .cache(shared)
                                                .build()) {
                                    return explainer.explain(white).probe();
                                }
                            },
                            leftStripOnly.unusedBeyond(0),
                            runs);
            return alarms.value();
        }
        // endregion
    }

    /** What must hold of any explainer. */
    public static List<Double> sanity(FaceEmbedder verifier, FacePair pair) {
        // region: sanity
        double stability = SanityChecks.seedStability(seed -> map(verifier, pair, seed), 4);
        double randomised =
                SanityChecks.randomisedCorrelation(verifier, other -> map(other, pair, 0), 1);
        double unit =
                SanityChecks.rescalingDifference(verifier, other -> map(other, pair, 0), 100, 50);
        double swapped = SanityChecks.swapDifference(Explainer.of(verifier), pair);
        // endregion
        return List.of(stability, randomised, unit, swapped);
    }

    private static SaliencyMap map(FaceVerifier verifier, FacePair pair, long seed) {
        try (Explainer explainer = Explainer.builder(verifier).seed(seed).build()) {
            return explainer.explain(pair).probe();
        }
    }
}
