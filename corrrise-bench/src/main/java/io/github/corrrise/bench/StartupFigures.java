package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
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
 * Milliseconds from the start of a fresh JVM to the end of its first explanation, 100 masks, errors
 * and significance on: model and faces read, both sides explained; medians of five JVMs, by each
 * estimator.
 */
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        description = "Time from the start of a JVM to its first explanation.")
final class StartupFigures implements Callable<Integer> {
    private static final int ROUNDS = 5;

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(names = "--once", hidden = true, description = "Explain once and tell the time.")
    private @Nullable Estimator once;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        if (once != null) {
            lines.line("ms", explainOnce(once));
            return 0;
        }
        PrintWriter errors = Objects.requireNonNull(spec, "spec").commandLine().getErr();
        List<Double> plain = new ArrayList<>();
        List<Double> adjusted = new ArrayList<>();
        for (int unused : budget.rounds(1, ROUNDS, "rounds", errors)) {
            plain.add(inFreshJvm(Estimator.PLAIN));
            adjusted.add(inFreshJvm(Estimator.ADJUSTED));
        }
        lines.line("firstMs", Medians.of(plain));
        lines.line("firstAdjustedMs", Medians.of(adjusted));
        return 0;
    }

    private double explainOnce(Estimator estimator) {
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                Explainer explainer =
                        Explainer.builder(verifier).maskCount(100).estimator(estimator).build()) {
            explainer.explain(shared.pair(verifier.inputSize()));
        }
        return System.currentTimeMillis()
                - (double) ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private double inFreshJvm(Estimator estimator) {
        return FreshJvm.figures(List.of(), shared, "startup", estimator.toString()).get(0);
    }
}
