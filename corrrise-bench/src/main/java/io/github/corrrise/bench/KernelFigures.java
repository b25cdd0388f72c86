package io.github.corrrise.bench;

import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Milliseconds of the sums that a map consists of, see {@link KernelCase}; beside them a whole map
 * with its standard errors and one with significance, the textbook double loop, and the floor of a
 * dense kernel, every mask value read once.
 */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = "Milliseconds of the sums over masks, by each kernel.")
final class KernelFigures implements Callable<Integer> {
    /** Read by none of these figures; taken so that every figure takes the same. */
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private SharedModel shared = new SharedModel();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        lines.line("structured500Ms", Medians.ms(3_000, new KernelCase(500, 1)::hiddenCorners));
        lines.line("structured5000Ms", Medians.ms(1_000, new KernelCase(5000, 1)::hiddenCorners));
        lines.line("grid500Ms", Medians.ms(1_000, new KernelCase(500, 1)::gridNodes));
        lines.line("grid1000Vectors128Ms", Medians.ms(15, new KernelCase(1000, 128)::gridNodes));
        if (DenseKernels.nd4jAvailable()) {
            lines.line("dense500Ms", dense(500, 1, 3_000));
            lines.line("dense1000Ms", dense(1000, 1, 600));
            lines.line("dense5000Ms", dense(5000, 1, 60));
            lines.line("dense1000Vectors128Ms", dense(1000, 128, 15));
        }
        CorrelationCase some = new CorrelationCase(500);
        lines.line("map500Ms", Medians.ms(30, () -> some.map(ScoreCorrelation.Kernel.HIDDEN_RUNS)));
        lines.line(
                "mapWithSignificance500Ms",
                Medians.ms(
                        15, () -> some.mapWithSignificance(ScoreCorrelation.Kernel.HIDDEN_RUNS)));
        lines.line("floor500Ms", Medians.ms(300, some::floor));
        lines.line("textbook500Ms", Medians.ms(3, some::textbook));
        return 0;
    }

    private static double dense(int maskCount, int vectorCount, int rounds) {
        KernelCase sums = new KernelCase(maskCount, vectorCount);
        try (DenseKernel kernel =
                KernelCase.filled(DenseKernels.nd4j(FaceSize.ARCFACE.pixelCount()))) {
            return Medians.ms(rounds, () -> sums.dense(kernel));
        }
    }
}
