package io.github.corrrise.bench;

import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
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

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        FigureLines lines = FigureLines.of(command);
        CorrelationCase some = new CorrelationCase(500);
        List<Timing> timings =
                new ArrayList<>(
                        List.of(
                                of("structured500Ms", 3_000, new KernelCase(500, 1)::hiddenCorners),
                                of(
                                        "structured5000Ms",
                                        1_000,
                                        new KernelCase(5000, 1)::hiddenCorners),
                                of("grid500Ms", 1_000, new KernelCase(500, 1)::gridNodes),
                                of(
                                        "grid1000Vectors128Ms",
                                        15,
                                        new KernelCase(1000, 128)::gridNodes)));
        if (DenseKernels.nd4jAvailable()) {
            timings.add(new Timing("dense500Ms", () -> dense(500, 1, 3_000)));
            timings.add(new Timing("dense1000Ms", () -> dense(1000, 1, 600)));
            timings.add(new Timing("dense5000Ms", () -> dense(5000, 1, 60)));
            timings.add(new Timing("dense1000Vectors128Ms", () -> dense(1000, 128, 15)));
        }
        ScoreCorrelation.Kernel runs = ScoreCorrelation.Kernel.HIDDEN_RUNS;
        timings.add(of("map500Ms", 30, () -> some.map(runs)));
        timings.add(of("mapWithSignificance500Ms", 15, () -> some.mapWithSignificance(runs)));
        timings.add(of("floor500Ms", 300, some::floor));
        timings.add(of("textbook500Ms", 3, some::textbook));
        for (Timing timing : budget.over(timings, "timings", command.commandLine().getErr())) {
            lines.line(timing.name(), timing.ms().getAsDouble());
        }
        return 0;
    }

    /** A figure and how it is measured. */
    private record Timing(String name, DoubleSupplier ms) {}

    private static Timing of(String name, int rounds, Runnable work) {
        return new Timing(name, () -> Medians.ms(rounds, work));
    }

    private static double dense(int maskCount, int vectorCount, int rounds) {
        KernelCase sums = new KernelCase(maskCount, vectorCount);
        try (DenseKernel kernel =
                KernelCase.filled(DenseKernels.nd4j(FaceSize.ARCFACE.pixelCount()))) {
            return Medians.ms(rounds, () -> sums.dense(kernel));
        }
    }
}
