package io.github.corrrise.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What gradients cost: the resident memory after each hundred of them, and for every method the
 * passes and the processor time, of all threads, of a map of the probe: the median over pairs.
 */
@Command(
        name = "gradients",
        mixinStandardHelpOptions = true,
        description = "Memory over 400 gradients; passes and processor time of every method.")
final class GradientFigures implements Callable<Integer> {
    private static final int READINGS = 5;
    private static final int GRADIENTS = 100;
    private static final int WARM_UP = 40;

    @Mixin private TorchModel torch = new TorchModel();

    @Mixin private SampledPairs sampled = new SampledPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        FigureLines lines = FigureLines.of(command);
        try (DjlFaceVerifier verifier = torch.openVerifier()) {
            List<FacePair> pairs =
                    sampled.of(torch.folder()).stream()
                            .map(LabelledPair::faces)
                            .map(faces -> faces.get())
                            .toList();
            memory(lines, verifier, pairs.get(0));
            costs(lines, verifier, pairs, command.commandLine().getErr());
        }
        return 0;
    }

    private static void memory(FigureLines lines, DjlFaceVerifier verifier, FacePair pair)
            throws IOException {
        FaceBatch face = FaceBatch.of(verifier.layout(), pair.probe());
        float[][] cotangents = new float[1][verifier.embeddingLength()];
        Arrays.fill(cotangents[0], 1);
        pullBack(verifier, face, cotangents, WARM_UP);
        for (int reading = 0; reading < READINGS; reading++) {
            if (reading > 0) {
                pullBack(verifier, face, cotangents, GRADIENTS);
            }
            lines.line(
                    "residentMbAfter" + reading * GRADIENTS + "Gradients",
                    ProcessMemory.read().residentMb());
        }
    }

    private static void pullBack(
            DjlFaceVerifier verifier, FaceBatch face, float[][] cotangents, int count) {
        for (int i = 0; i < count; i++) {
            verifier.pullBack(face, cotangents);
        }
    }

    private void costs(
            FigureLines lines, DjlFaceVerifier verifier, List<FacePair> pairs, PrintWriter errors)
            throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Map<String, Long> passes = new LinkedHashMap<>();
        Map<String, SaliencyExplainer> methods = methods(verifier);
        // Compiles what all methods share, and wakes the engine.
        methods.values().iterator().next().explain(pairs.get(0));
        for (FacePair pair : budget.over(pairs, "pairs", errors)) {
            for (Map.Entry<String, SaliencyExplainer> each : methods.entrySet()) {
                long before = processorNanos();
                Explanation why = each.getValue().explain(pair);
                double spent = (processorNanos() - before) / 1e9;
                seconds.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(spent);
                passes.put(each.getKey(), why.provenance().passCount());
            }
        }
        for (String method : methods.keySet()) {
            List<Double> spent = Objects.requireNonNull(seconds.get(method));
            lines.line(method + "Passes", Objects.requireNonNull(passes.get(method)));
            lines.line(
                    method + "ProcessorSeconds",
                    Medians.of(spent.stream().mapToDouble(Double::doubleValue).toArray()));
        }
        for (SaliencyExplainer method : methods.values()) {
            if (method instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private static Map<String, SaliencyExplainer> methods(DjlFaceVerifier verifier) {
        Map<String, SaliencyExplainer> methods = new LinkedHashMap<>();
        methods.put("default", Explainer.builder(verifier).sides(Side.PROBE).build());
        methods.put("published", Explainer.builder(verifier).published().sides(Side.PROBE).build());
        Map<String, Baseline> baselines = new LinkedHashMap<>();
        baselines.put("sRise", Baseline.sRise());
        baselines.put("fvRise2000", Baseline.fvRise(2000));
        baselines.put("xface", Baseline.xFace());
        baselines.put("minplus", Baseline.minPlus());
        baselines.put("lime", Baseline.lime());
        baselines.put("sobol", Baseline.sobol());
        baselines.put("hsic", Baseline.hsic());
        baselines.put("occlusion", Baseline.occlusion());
        baselines.put("gradient", Baseline.gradient());
        baselines.put("gradientTimesInput", Baseline.gradientTimesInput());
        baselines.put("integratedGradients", Baseline.integratedGradients());
        baselines.put("smoothGrad", Baseline.smoothGrad());
        baselines.put("fggb", Baseline.fggb());
        baselines.put("xSsab", Baseline.xSsab());
        RunSettings run = RunSettings.defaults().withSides(Side.PROBE);
        baselines.forEach((name, baseline) -> methods.put(name, baseline.on(verifier, run)));
        return methods;
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
