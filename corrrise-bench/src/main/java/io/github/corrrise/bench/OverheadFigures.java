package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.judge.MaskDesign;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The time of an explanation, errors and significance on, over the time that its passes take when
 * nothing else is done, by default and as published. Both are measured in turn in one run; the
 * ratio is the median of the pairs' ratios.
 *
 * <p>Each setting runs in a JVM of its own whose heap is resident from the start.
 */
@Command(
        name = "overhead",
        mixinStandardHelpOptions = true,
        description = "Time of an explanation over the time of its passes alone.")
final class OverheadFigures implements Callable<Integer> {
    private static final int ROUNDS = 9;

    /** What runs between the passes is compiled late: it takes a small share of the time. */
    private static final int WARM_UP_ROUNDS = 8;

    private static final int BATCH_SIZE = 16;

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--once", hidden = true, description = "Measure one design in this JVM.")
    private @Nullable String once;

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        if (once != null) {
            measure(lines, MaskDesign.of(once));
            return 0;
        }
        List<Double> byDefault = inFreshJvm("default");
        List<Double> published = inFreshJvm("published");
        lines.line("overhead", byDefault.get(0));
        lines.line("explainMs", byDefault.get(1));
        lines.line("passMs", byDefault.get(2));
        lines.line("overheadPublished", published.get(0));
        lines.line("explainPublishedMs", published.get(1));
        return 0;
    }

    private List<Double> inFreshJvm(String design) {
        return FreshJvm.figures(
                FreshJvm.RESIDENT_HEAP, shared, "overhead", design, budget.arguments(0.5));
    }

    private void measure(FigureLines lines, MaskDesign design) {
        List<Double> ratio = new ArrayList<>();
        List<Double> passMs = new ArrayList<>();
        List<Double> explainMs = new ArrayList<>();
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                Explainer explainer = design.on(verifier).batchSize(BATCH_SIZE).build()) {
            FacePair pair = shared.pair(verifier.inputSize());
            FaceImage[] faces = new FaceImage[BATCH_SIZE];
            Arrays.fill(faces, pair.probe());
            FaceBatch batch = FaceBatch.of(verifier.layout(), faces);
            PrintWriter errors = Objects.requireNonNull(spec, "spec").commandLine().getErr();
            for (int unused : budget.rounds(0.5, WARM_UP_ROUNDS, "warm-up rounds", errors)) {
                measure(explainer, verifier, batch, pair);
            }
            for (int unused : budget.rounds(1, ROUNDS, "rounds", errors)) {
                Round took = measure(explainer, verifier, batch, pair);
                passMs.add(took.passMs());
                explainMs.add(took.explainMs());
                ratio.add(took.explainMs() / (took.passMs() * took.passCount()));
            }
        }
        lines.line("overhead", Medians.of(ratio));
        lines.line("explainMs", Medians.of(explainMs));
        lines.line("passMs", Medians.of(passMs));
    }

    /** The time of an explanation, and of one of as many passes alone. */
    private record Round(double explainMs, double passMs, long passCount) {}

    private static Round measure(
            Explainer explainer, OnnxFaceVerifier verifier, FaceBatch batch, FacePair pair) {
        long start = System.nanoTime();
        Explanation why = explainer.explain(pair);
        long between = System.nanoTime();
        long passes = 0;
        while (passes < why.provenance().passCount()) {
            verifier.embed(batch);
            passes += BATCH_SIZE;
        }
        long end = System.nanoTime();
        return new Round(
                (between - start) / 1e6,
                (end - between) / 1e6 / passes,
                why.provenance().passCount());
    }
}
