package io.github.corrrise.docs;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;

/** The methods that CorrRISE is compared with. */
public final class Methods {
    private Methods() {}

    /** CorrRISE and all others on one pair, on the same footing. */
    public static List<Explanation> sideBySide(FaceVerifier verifier, FacePair pair) {
        // region: all
        RunSettings run = RunSettings.defaults().withFill(Fill.blur(0.1)).withSeed(7);
        List<Baseline> methods =
                List.of(Baseline.occlusion(), Baseline.lime(), Baseline.randomSmooth());
        List<Explanation> others =
                methods.stream().map(method -> method.on(verifier, run).explain(pair)).toList();
        // endregion
        return others;
    }

    /** What a method will cost. */
    public static long passes(Baseline method) {
        // region: cost
        long passes = 2L * method.maskCount(new FaceSize(112, 112)) + 2; // of an embedder
        // endregion
        return passes;
    }

    /** The probe only. */
    public static SaliencyExplainer occlusion(FaceVerifier verifier) {
        // region: occlusion
        SaliencyExplainer explainer =
                Baseline.occlusion(0.25, 1 / 16.0)
                        .on(verifier, RunSettings.defaults().withSides(Side.PROBE));
        // endregion
        return explainer;
    }

    /** Patches of three sides. */
    public static SaliencyExplainer xFace(FaceVerifier verifier) {
        // region: xface
        SaliencyExplainer explainer = Baseline.xFace(List.of(0.125, 0.25), 5 / 112.0).on(verifier);
        // endregion
        return explainer;
    }

    /** Spots removed and shown. */
    public static SaliencyExplainer minPlus(FaceVerifier verifier) {
        // region: minplus
        SaliencyExplainer explainer = Baseline.minPlus(10, 0.1).on(verifier);
        // endregion
        return explainer;
    }

    /** Weighted masks. */
    public static SaliencyExplainer sRise(FaceVerifier verifier) {
        // region: s-rise
        SaliencyExplainer explainer = Baseline.sRise(GridMasks.defaults(), 4000).on(verifier);
        // endregion
        return explainer;
    }

    /** Two groups of masks. */
    public static SaliencyExplainer fvRise(FaceVerifier verifier) {
        // region: fv-rise
        SaliencyExplainer explainer = Baseline.fvRise(2000).on(verifier);
        // endregion
        return explainer;
    }

    /** A linear model of superpixels. */
    public static SaliencyExplainer lime(FaceVerifier verifier) {
        // region: lime
        SaliencyExplainer explainer =
                Baseline.lime(8, 1000, 0.25, 1)
                        .on(verifier, RunSettings.defaults().withFill(Fill.mean()));
        // endregion
        return explainer;
    }

    /** Shares of the variance. */
    public static SaliencyExplainer sobol(FaceVerifier verifier) {
        // region: sobol
        SaliencyExplainer explainer = Baseline.sobol(8, 16).on(verifier);
        // endregion
        return explainer;
    }

    /** Dependence; important pixels by the dissimilarity map. */
    public static SaliencyExplainer hsic(FaceVerifier verifier) {
        // region: hsic
        SaliencyExplainer explainer = Baseline.hsic(7, 750).negated().on(verifier);
        // endregion
        return explainer;
    }

    /** What a method must beat. */
    public static List<Baseline> controls() {
        // region: controls
        List<Baseline> controls =
                List.of(Baseline.randomSmooth(), Baseline.randomWhite(), Baseline.centrePrior());
        // endregion
        return controls;
    }
}
