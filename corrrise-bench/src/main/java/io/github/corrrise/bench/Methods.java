package io.github.corrrise.bench;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods that can be judged, by the names that tables call them. */
final class Methods {
    /** What a command says about its methods. */
    static final String HELP = MaskDesign.HELP + "; or one of the baselines ";

    private static final String TYPICAL_MAP = "typical-map";

    /** Binds a method to a verifier, to explain these sides of pairs of a set. */
    @FunctionalInterface
    interface Method {
        SaliencyExplainer bind(
                FaceVerifier verifier, List<LabelledPair> set, long seed, Side... sides);
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
            return (verifier, set, seed, sides) ->
                    design.on(verifier).seed(seed).sides(sides).build();
        }
        if (name.equals(TYPICAL_MAP)) {
            return (verifier, set, seed, sides) -> new TypicalMap(verifier, set, run(seed, sides));
        }
        Baseline baseline = BASELINES.get(name);
        if (baseline == null) {
            throw new IllegalArgumentException(
                    "method must be "
                            + HELP
                            + BASELINES.keySet()
                            + " or "
                            + TYPICAL_MAP
                            + "; was "
                            + name);
        }
        return (verifier, set, seed, sides) -> baseline.on(verifier, run(seed, sides));
    }

    private static RunSettings run(long seed, Side... sides) {
        return RunSettings.defaults().withSeed(seed).withSides(sides);
    }
}
