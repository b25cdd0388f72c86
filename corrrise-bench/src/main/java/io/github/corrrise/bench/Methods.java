package io.github.corrrise.bench;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.CentrePrior;
import io.github.corrrise.baseline.FvRise;
import io.github.corrrise.baseline.Hsic;
import io.github.corrrise.baseline.Lime;
import io.github.corrrise.baseline.MinPlus;
import io.github.corrrise.baseline.Occlusion;
import io.github.corrrise.baseline.RandomMap;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.baseline.SRise;
import io.github.corrrise.baseline.Sobol;
import io.github.corrrise.baseline.XFace;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.LinkedHashMap;
import java.util.Map;

/** The methods that can be judged, by the names that tables call them. */
final class Methods {
    /** What a command says about its methods. */
    static final String HELP = MaskDesign.HELP + "; or one of the baselines ";

    /** Binds a method to a verifier, to explain these sides. */
    @FunctionalInterface
    interface Method {
        SaliencyExplainer bind(FaceVerifier verifier, long seed, Side... sides);
    }

    private static final Map<String, Baseline> BASELINES = new LinkedHashMap<>();

    static {
        BASELINES.put("s-rise", SRise.defaults());
        BASELINES.put("fv-rise", FvRise.defaults());
        BASELINES.put("fv-rise@2000", FvRise.defaults().withMaskCount(2000));
        BASELINES.put("xface", XFace.defaults());
        BASELINES.put("minplus", MinPlus.defaults());
        BASELINES.put("lime", Lime.defaults());
        BASELINES.put("sobol", Sobol.defaults());
        BASELINES.put("sobol-negated", Sobol.defaults().negated());
        BASELINES.put("hsic", Hsic.defaults());
        BASELINES.put("hsic-negated", Hsic.defaults().negated());
        BASELINES.put("occlusion", Occlusion.defaults());
        BASELINES.put("centre-prior", CentrePrior.defaults());
        BASELINES.put("centre-prior-negated", CentrePrior.defaults().negated());
        BASELINES.put("smooth-random", RandomMap.smooth());
        // As smooth as maps of the defaults, half of whose autocorrelation is left after 17 pixels.
        BASELINES.put("smooth-random-12", RandomMap.smooth().withSigmaFraction(12.0 / 112));
        BASELINES.put("random", RandomMap.white());
    }

    private Methods() {}

    /** The method of a name. */
    static Method named(String name) {
        if (MaskDesign.names(name)) {
            MaskDesign design = MaskDesign.of(name);
            return (verifier, seed, sides) -> design.on(verifier).seed(seed).sides(sides).build();
        }
        Baseline baseline = BASELINES.get(name);
        if (baseline == null) {
            throw new IllegalArgumentException(
                    "method must be " + HELP + BASELINES.keySet() + "; was " + name);
        }
        return (verifier, seed, sides) ->
                baseline.on(verifier, RunSettings.defaults().withSeed(seed).withSides(sides));
    }
}
