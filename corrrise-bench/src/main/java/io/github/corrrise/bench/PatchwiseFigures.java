package io.github.corrrise.bench;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.judge.MaskDesign;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.PatchwiseVerifier;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Maps of methods against the exactly known effects of patches, on a model that is asked patch by
 * patch: Pearson's correlation over pixels, and over patches with the sums of the map within them;
 * medians over pairs, and the least.
 */
@Command(
        name = "patchwise",
        mixinStandardHelpOptions = true,
        description = "Maps against effects that are exactly known, on a model asked by patches.")
final class PatchwiseFigures implements Callable<Integer> {
    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private SampledPairs sampled = new SampledPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--patches",
            defaultValue = "4",
            description =
                    "Patches along each side, each of which costs a pass of the model; default"
                            + " ${DEFAULT-VALUE}.")
    private int patchesPerSide = 4;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        Map<String, List<Double>> byPixels = new LinkedHashMap<>();
        Map<String, List<Double>> byPatches = new LinkedHashMap<>();
        try (OnnxFaceVerifier model = shared.openVerifier()) {
            PatchwiseVerifier patchwise =
                    PatchwiseVerifier.of(model, patchesPerSide, patchesPerSide);
            Map<String, SaliencyExplainer> methods = methods(patchwise);
            List<LabelledPair> pairs = sampled.of(shared.folder());
            for (LabelledPair each : budget.over(pairs, "pairs", command.commandLine().getErr())) {
                FacePair pair = each.faces().get();
                SaliencyMap truth = patchwise.effects(pair, Fill.black());
                for (Map.Entry<String, SaliencyExplainer> method : methods.entrySet()) {
                    SaliencyMap map = method.getValue().explain(pair).probe();
                    add(byPixels, method.getKey(), map.correlationWith(truth));
                    add(byPatches, method.getKey(), sums(map).correlationWith(sums(truth)));
                }
            }
            for (SaliencyExplainer method : methods.values()) {
                if (method instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            }
        }
        FigureLines lines = FigureLines.of(command);
        byPixels.forEach((name, values) -> told(lines, name + "ByPixels", values));
        byPatches.forEach((name, values) -> told(lines, name + "ByPatches", values));
        return 0;
    }

    private static void add(Map<String, List<Double>> to, String method, double value) {
        to.computeIfAbsent(method, name -> new ArrayList<>()).add(value);
    }

    private static void told(FigureLines lines, String key, List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        lines.line(key + "Pairs", all.length);
        lines.line(key, Medians.of(all));
        lines.line(key + "Least", values.stream().mapToDouble(Double::doubleValue).min().orElse(0));
    }

    /** The mean of a map in each patch, on all pixels of the patch. */
    private SaliencyMap sums(SaliencyMap map) {
        int height = map.size().height() / patchesPerSide;
        int width = map.size().width() / patchesPerSide;
        double[] sums = new double[patchesPerSide * patchesPerSide];
        float[] values = map.toArray();
        int[] patchOf = new int[values.length];
        for (int pixel = 0; pixel < values.length; pixel++) {
            int row = pixel / map.size().width() / height;
            int column = pixel % map.size().width() / width;
            patchOf[pixel] = row * patchesPerSide + column;
            sums[patchOf[pixel]] += values[pixel];
        }
        float[] means = new float[values.length];
        for (int pixel = 0; pixel < means.length; pixel++) {
            means[pixel] = (float) (sums[patchOf[pixel]] / (height * width));
        }
        SaliencyMap.Scale anyNumber =
                new SaliencyMap.Scale("mean", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        return SaliencyMap.of(map.size(), anyNumber, means);
    }

    private static Map<String, SaliencyExplainer> methods(PatchwiseVerifier verifier) {
        Map<String, SaliencyExplainer> methods = new LinkedHashMap<>();
        for (String name : List.of("default", "8x14+24x10-adjusted", "published")) {
            methods.put(name, MaskDesign.of(name).on(verifier).sides(Side.PROBE).build());
        }
        Map<String, Baseline> baselines = new LinkedHashMap<>();
        baselines.put("occlusion", Baseline.occlusion());
        baselines.put("minplus", Baseline.minPlus());
        baselines.put("lime", Baseline.lime());
        baselines.put("centrePrior", Baseline.centrePrior());
        RunSettings run = RunSettings.defaults().withSides(Side.PROBE);
        baselines.forEach((name, baseline) -> methods.put(name, baseline.on(verifier, run)));
        return methods;
    }
}
