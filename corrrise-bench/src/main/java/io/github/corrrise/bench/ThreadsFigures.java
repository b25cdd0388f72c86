package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
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

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        double[] one = new double[ROUNDS];
        double[] two = new double[ROUNDS];
        double[] ratio = new double[ROUNDS];
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                Explainer alone = Explainer.of(verifier);
                Explainer helped = Explainer.builder(verifier).executor(executor, 2).build()) {
            FacePair pair = shared.pair(verifier.inputSize());
            for (int round = -1; round < ROUNDS; round++) {
                long start = System.nanoTime();
                alone.explain(pair);
                long between = System.nanoTime();
                helped.explain(pair);
                long end = System.nanoTime();
                if (round >= 0) {
                    one[round] = (between - start) / 1e6;
                    two[round] = (end - between) / 1e6;
                    ratio[round] = one[round] / two[round];
                }
            }
        } finally {
            executor.shutdown();
        }
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        lines.line("ratio2", Medians.of(ratio));
        lines.line("oneThreadMs", Medians.of(one));
        lines.line("twoThreadsMs", Medians.of(two));
        return 0;
    }
}
