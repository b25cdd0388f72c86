package io.github.corrrise.bench;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
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
        BASELINES.put("s-rise", Baseline.sRise());
        BASELINES.put("fv-rise", Baseline.fvRise());
        BASELINES.put("fv-rise@2000", Baseline.fvRise(2000));
        BASELINES.put("xface", Baseline.xFace());
        BASELINES.put("minplus", Baseline.minPlus());
        BASELINES.put("lime", Baseline.lime());
        BASELINES.put("sobol", Baseline.sobol());
        BASELINES.put("sobol-negated", Baseline.sobol().negated());
        BASELINES.put("hsic", Baseline.hsic());
        BASELINES.put("hsic-negated", Baseline.hsic().negated());
        BASELINES.put("occlusion", Baseline.occlusion());
        BASELINES.put("centre-prior", Baseline.centrePrior());
        BASELINES.put("centre-prior-negated", Baseline.centrePrior().negated());
        BASELINES.put("smooth-random", Baseline.randomSmooth());
        // As smooth as maps of the defaults, half of whose autocorrelation is left after 17 pixels.
        BASELINES.put("smooth-random-12", Baseline.randomSmooth(12.0 / 112));
        BASELINES.put("random", Baseline.randomWhite());
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
