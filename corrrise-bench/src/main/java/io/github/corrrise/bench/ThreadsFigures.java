package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Time of an explanation in one thread over its time in two, the session itself single-threaded: in
 * turn within one run, the median of the rounds' ratios; 2 is the limit.
 */
@Command(
        name = "threads",
        mixinStandardHelpOptions = true,
        description = "Time of an explanation in one thread over its time in two.")
final class ThreadsFigures implements Callable<Integer> {
    private static final int ROUNDS = 7;

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        List<Double> ratio = new ArrayList<>();
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                Explainer alone = Explainer.of(verifier);
                Explainer helped = Explainer.builder(verifier).executor(executor, 2).build()) {
            FacePair pair = shared.pair(verifier.inputSize());
            for (int round :
                    budget.rounds(1, 1 + ROUNDS, "rounds", command.commandLine().getErr())) {
                long start = System.nanoTime();
                alone.explain(pair);
                long between = System.nanoTime();
                helped.explain(pair);
                long end = System.nanoTime();
                // The first round warms up, unless it is the only one.
                if (round == 1) {
                    one.clear();
                    two.clear();
                    ratio.clear();
                }
                one.add((between - start) / 1e6);
                two.add((end - between) / 1e6);
                ratio.add((double) (between - start) / (end - between));
            }
        } finally {
            executor.shutdown();
        }
        FigureLines lines = FigureLines.of(command);
        lines.line("ratio2", Medians.of(ratio));
        lines.line("oneThreadMs", Medians.of(one));
        lines.line("twoThreadsMs", Medians.of(two));
        return 0;
    }
}
