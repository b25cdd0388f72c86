package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.judge.MaskDesign;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Time of one probe against 1, 10 and 100 references, 500 masks, errors and significance on, by
 * default and as published: in turn within one run, medians, and the ratios of what was measured in
 * one round. Each setting runs in a JVM of its own whose heap is resident from the start.
 */
@Command(
        name = "gallery",
        mixinStandardHelpOptions = true,
        description = "Time of one probe against 1, 10 and 100 references.")
final class GalleryFigures implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int[] SIZES = {1, 10, 100};

    @Mixin private SharedModel shared = new SharedModel();

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--once", hidden = true, description = "Measure one design in this JVM.")
    private @Nullable String once;

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        if (once != null) {
            measure(lines, MaskDesign.of(once));
            return 0;
        }
        print(lines, "", "default");
        print(lines, "Published", "published");
        return 0;
    }

    private void print(FigureLines lines, String name, String design) {
        List<Double> told =
                FreshJvm.figures(
                        FreshJvm.RESIDENT_HEAP, shared, "gallery", design, budget.arguments(0.5));
        lines.line("ratio100" + name, told.get(0));
        lines.line("ratio10" + name, told.get(1));
        for (int size = 0; size < SIZES.length; size++) {
            lines.line("references" + SIZES[size] + name + "Ms", told.get(2 + size));
        }
    }

    private void measure(FigureLines lines, MaskDesign design) {
        List<FaceImage> faces = faces(shared.folder().resolve("faces/aligned"), 101);
        List<double[]> rounds = new ArrayList<>();
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                Explainer explainer = design.on(verifier).build()) {
            for (int round :
                    budget.rounds(
                            1, WARM_UP_ROUNDS + ROUNDS, "rounds", command.commandLine().getErr())) {
                if (round == WARM_UP_ROUNDS) {
                    // What came before warmed up, unless there is no time for more.
                    rounds.clear();
                }
                double[] ms = new double[SIZES.length];
                for (int size = 0; size < SIZES.length; size++) {
                    long start = System.nanoTime();
                    explainer.explain(faces.get(0), faces.subList(1, 1 + SIZES[size]));
                    ms[size] = (System.nanoTime() - start) / 1e6;
                }
                rounds.add(ms);
            }
        }
        lines.line("ratio100", median(rounds, ms -> ms[2] / ms[0]));
        lines.line("ratio10", median(rounds, ms -> ms[1] / ms[0]));
        for (int size = 0; size < SIZES.length; size++) {
            int which = size;
            lines.line("references" + SIZES[size] + "Ms", median(rounds, ms -> ms[which]));
        }
    }

    private static double median(List<double[]> rounds, ToDoubleFunction<double[]> figure) {
        return Medians.of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** The first faces of a folder by name, again from the start where there are too few. */
    private static List<FaceImage> faces(Path folder, int count) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            List<FaceImage> faces = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                faces.add(FaceImage.read(sorted.get(i % sorted.size())));
            }
            return faces;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
