package io.github.corrrise.cli.judge;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The methods that can be judged, by the names that tables call them. */
final class Methods {
    /** What a command says about its methods. */
    static final String HELP = "CorrRISE with masks, or baselines; help lists them.";

    private static final String TYPICAL_MAP = "typical-map";

    private static final String LIST = "help";

    /** Binds a method to a verifier, to explain these sides of pairs of a set. */
    @FunctionalInterface
    interface Method {
        SaliencyExplainer bind(
                FaceVerifier verifier, List<LabelledPair> set, long seed, Side... sides);
    }

    /** A baseline, and what it is in a line. */
    private record Entry(Baseline baseline, String words) {}

    private static final Map<String, Entry> BLACK_BOX = new LinkedHashMap<>();
    private static final Map<String, Entry> WHITE_BOX = new LinkedHashMap<>();

    static {
        blackBox("s-rise", Baseline.sRise(), "mean of masks, weighted by the similarity");
        blackBox(
                "fv-rise",
                Baseline.fvRise(),
                "mean of masks, weighted by the gain over the whole faces");
        blackBox("fv-rise@2000", Baseline.fvRise(2000), "the same, 2000 masks");
        blackBox("xface", Baseline.xFace(), "square patches of several sides, hidden in turn");
        blackBox("minplus", Baseline.minPlus(), "soft spots, removed and shown alone");
        blackBox("lime", Baseline.lime(), "linear model of segments");
        blackBox("sobol", Baseline.sobol(), "total Sobol indices; no sign");
        blackBox("sobol-negated", Baseline.sobol().negated(), "the same as a dissimilarity map");
        blackBox("hsic", Baseline.hsic(), "Hilbert-Schmidt independence; no sign");
        blackBox("hsic-negated", Baseline.hsic().negated(), "the same as a dissimilarity map");
        blackBox("occlusion", Baseline.occlusion(), "one sliding window");
        blackBox("centre-prior", Baseline.centrePrior(), "control: the middle of the face");
        blackBox("centre-prior-negated", Baseline.centrePrior().negated(), "control: its negative");
        blackBox("smooth-random", Baseline.randomSmooth(), "control: a smooth random map");
        // As smooth as maps of the defaults, half of whose autocorrelation is left after 17 pixels.
        blackBox(
                "smooth-random-12",
                Baseline.randomSmooth(12.0 / 112),
                "control: the same, smoother");
        blackBox("random", Baseline.randomWhite(), "control: white noise");
        whiteBox("gradient", Baseline.gradient(), "slope of the similarity; no sign");
        whiteBox("gradient-negated", Baseline.gradient().negated(), "as a dissimilarity map");
        whiteBox("gradient-x-input", Baseline.gradientTimesInput(), "slope times what is hidden");
        whiteBox(
                "integrated-gradients",
                Baseline.integratedGradients(),
                "the same, averaged on the way from the fill to the face");
        whiteBox("smoothgrad", Baseline.smoothGrad(), "slope of noisy copies; no sign");
        whiteBox("smoothgrad-negated", Baseline.smoothGrad().negated(), "as a dissimilarity map");
        whiteBox("fggb", Baseline.fggb(), "slopes of all features, weighted");
        whiteBox("xssab", Baseline.xSsab(), "slopes of supporting features less opposing ones");
    }

    private static void blackBox(String name, Baseline baseline, String words) {
        BLACK_BOX.put(name, new Entry(baseline, words));
    }

    private static void whiteBox(String name, Baseline baseline, String words) {
        WHITE_BOX.put(name, new Entry(baseline, words));
    }

    /** Whether these names ask for the list of methods instead. */
    static boolean areAskedFor(List<String> names) {
        return names.equals(List.of(LIST));
    }

    /** Lists the methods, a line each. */
    void list(PrintWriter out) {
        MaskDesign.list(out);
        baselines.forEach((name, entry) -> line(out, name, entry.words()));
        line(out, TYPICAL_MAP, "control: the mean map of the other pairs");
        out.flush();
    }

    /** A line of the list. */
    static void line(PrintWriter out, String name, String words) {
        out.printf(Locale.ROOT, "%-22s%s%n", name, words);
    }

    private final Map<String, Entry> baselines;

    private Methods(Map<String, Entry> baselines) {
        this.baselines = baselines;
    }

    /** All methods that a verifier can be explained by, with gradients or without. */
    static Methods of(boolean hasGradients) {
        Map<String, Entry> baselines = new LinkedHashMap<>(BLACK_BOX);
        if (hasGradients) {
            baselines.putAll(WHITE_BOX);
        }
        return new Methods(baselines);
    }

    /** Whether a method goes by this name. */
    boolean isNamed(String name) {
        return MaskDesign.names(name)
                || name.equals(TYPICAL_MAP)
                || name.equals(LIST)
                || baselines.containsKey(name);
    }

    /** The method of a name. */
    Method named(String name) {
        if (MaskDesign.names(name)) {
            MaskDesign design = MaskDesign.of(name);
            return (verifier, set, seed, sides) ->
                    design.on(verifier).seed(seed).sides(sides).build();
        }
        if (name.equals(TYPICAL_MAP)) {
            return (verifier, set, seed, sides) -> new TypicalMap(verifier, set, run(seed, sides));
        }
        Entry entry = baselines.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "method must be "
                            + MaskDesign.HELP
                            + "; or one of the baselines "
                            + baselines.keySet()
                            + " or "
                            + TYPICAL_MAP
                            + "; was "
                            + name);
        }
        return (verifier, set, seed, sides) -> entry.baseline().on(verifier, run(seed, sides));
    }

    /** Settings that all methods share. */
    static RunSettings run(long seed, Side... sides) {
        return RunSettings.defaults().withSeed(seed).withSides(sides);
    }
}
