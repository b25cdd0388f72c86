package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether a process that explains for long grows: memory after a collection, open files and threads
 * over thousands of explanations and hundreds of openings of a model, each work in a JVM of its own
 * whose heap is resident from the start. Every explanation must equal the first one of its pair.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "Growth of memory, open files and threads over a long run.")
final class SoakFigures implements Callable<Integer> {
    /** Readings of a work; a work that the time cuts short has fewer. */
    private static final int READINGS = 40;

    /** The share of the readings that compilers and caches settle in: it is in no trend. */
    private static final int SETTLING = 5;

    /** Explanations before the explainer is closed and one with another seed made. */
    private static final int EXPLAINER_LIFE = 250;

    private static final int MASKS = 32;
    private static final FaceSize SMALL = new FaceSize(24, 24);

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(names = "--out", description = "Folder of the results; default the console alone.")
    private @Nullable Path out;

    @Option(names = "--once", hidden = true, description = "Do one work and tell its readings.")
    private @Nullable Work once;

    @Spec private @Nullable CommandSpec spec;

    /** What is done over and over, in how large a heap and for which share of the time. */
    private enum Work {
        BUILT_IN("explanations, built-in verifier, faces of 24 x 24", 10_000, 512, 0.25),
        MODEL("explanations, model", 1_000, 512, 0.3),
        OPENINGS("openings of the model, an explanation each", 200, 512, 0.15),
        BUILT_IN_SMALL_HEAP("explanations, built-in verifier, faces of 112 x 112", 1_000, 96, 0.15),
        MODEL_SMALL_HEAP("explanations, model", 500, 96, 0.15);

        private final String what;
        private final int count;
        private final int heapMegabytes;
        private final double share;

        Work(String what, int count, int heapMegabytes, double share) {
            this.what = what;
            this.count = count;
            this.heapMegabytes = heapMegabytes;
            this.share = share;
        }

        /** A resident heap, and no threads that the JVM itself starts and ends as it likes. */
        private List<String> jvmOptions() {
            return List.of(
                    "-Xms" + heapMegabytes + "m",
                    "-Xmx" + heapMegabytes + "m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:-UseDynamicNumberOfCompilerThreads",
                    "-XX:-UseDynamicNumberOfGCThreads");
        }
    }

    /** What is read, in the order in which a work prints it after the count of what is done. */
    private static final List<String> MEASURES =
            List.of("resident MB", "live heap MB", "direct buffers MB", "open files", "threads");

    @Override
    public Integer call() throws IOException {
        if (once != null) {
            work(once);
            return 0;
        }
        FigureTable table = new FigureTable();
        for (Work work : Work.values()) {
            rows(table, work);
        }
        table.print(command().getOut());
        if (out != null) {
            try (OutputFolder folder = OutputFolder.open(out)) {
                table.write(folder, "soak");
            }
        }
        return 0;
    }

    private void rows(FigureTable table, Work work) {
        double[] told =
                FreshJvm.figures(
                                work.jvmOptions(),
                                shared,
                                "soak",
                                work.name(),
                                budget.arguments(work.share))
                        .stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        int width = 1 + MEASURES.size();
        int readings = told.length / width;
        int done = (int) told[(readings - 1) * width];
        int settled = readings / SETTLING;
        for (int measure = 1; measure < width; measure++) {
            int at = measure;
            double[] values = new double[readings];
            Arrays.setAll(values, i -> told[i * width + at]);
            double[] trend = Arrays.copyOfRange(values, settled, readings);
            table.add(
                    new FigureTable.Row()
                            .text("work", work.what)
                            .count("heapMb", work.heapMegabytes)
                            .count("done", done)
                            .count("planned", work.count)
                            .text("measure", MEASURES.get(measure - 1))
                            .number("first", values[0])
                            .number("settled", trend[0])
                            .number("quarter", values[readings / 4])
                            .number("half", values[readings / 2])
                            .number("threeQuarters", values[readings * 3 / 4])
                            .number("last", values[readings - 1])
                            .number("most", Arrays.stream(values).max().orElseThrow())
                            .number("per1000", trend(trend, (double) done / readings)));
        }
    }

    /** The trend per 1,000 runs; of a single reading there is none. */
    private static OptionalDouble trend(double[] values, double runsPerReading) {
        return values.length < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(Medians.slope(values) * 1000 / runsPerReading);
    }

    private void work(Work work) throws IOException {
        switch (work) {
            case BUILT_IN -> explainWith(builtIn(SMALL), work.count);
            case BUILT_IN_SMALL_HEAP -> explainWith(builtIn(FaceSize.ARCFACE), work.count);
            case MODEL, MODEL_SMALL_HEAP -> {
                try (OnnxFaceVerifier verifier = shared.openVerifier()) {
                    explainWith(verifier, work.count);
                }
            }
            case OPENINGS -> openModels(work.count);
        }
    }

    private static FaceVerifier builtIn(FaceSize size) {
        return LocalDescriptorVerifier.defaults().withInputSize(size);
    }

    /** Explainers come and go as they do in a service whose settings change. */
    private void explainWith(FaceVerifier verifier, int count) throws IOException {
        List<FacePair> pairs = pairs(verifier.inputSize());
        List<Explanation> first = new ArrayList<>();
        Explainer[] explainer = {explainer(verifier, 0)};
        try {
            readWhile(
                    count,
                    run -> {
                        int life = run / EXPLAINER_LIFE;
                        if (run % EXPLAINER_LIFE == 0) {
                            explainer[0].close();
                            explainer[0] = explainer(verifier, life % 2);
                        }
                        // Two pairs by two seeds: the same four explanations all the time.
                        int which = run % pairs.size() + pairs.size() * (life % 2);
                        requireKnown(
                                first, which, explainer[0].explain(pairs.get(run % pairs.size())));
                    });
        } finally {
            explainer[0].close();
        }
    }

    private void openModels(int count) throws IOException {
        List<Explanation> first = new ArrayList<>();
        try (MaskCache cache = MaskCache.ofQuarterHeap()) {
            readWhile(
                    count,
                    run -> {
                        try (OnnxFaceVerifier verifier = shared.openVerifier();
                                Explainer explainer =
                                        Explainer.builder(verifier)
                                                .maskCount(MASKS)
                                                .cache(cache)
                                                .build()) {
                            FacePair pair = pairs(verifier.inputSize()).get(0);
                            requireKnown(first, 0, explainer.explain(pair));
                        }
                    });
        }
    }

    private List<FacePair> pairs(FaceSize size) {
        FacePair pair = shared.pair(size);
        return List.of(pair, pair.swapped());
    }

    private static Explainer explainer(FaceVerifier verifier, long seed) {
        return Explainer.builder(verifier).maskCount(MASKS).seed(seed).build();
    }

    private static void requireKnown(List<Explanation> first, int which, Explanation why) {
        if (which == first.size()) {
            first.add(why);
        } else if (!first.get(which).equals(why)) {
            throw new IllegalStateException("expected " + first.get(which) + ", was " + why);
        }
    }

    /** Does something so often, as far as the time goes, and tells readings on the way. */
    private void readWhile(int count, IntConsumer run) throws IOException {
        FigureLines lines = FigureLines.of(command().getCommandSpec());
        int step = (count + READINGS - 1) / READINGS;
        int done = 0;
        for (int reached : budget.counts(1, count, step, "runs", command().getErr())) {
            while (done < reached) {
                run.accept(done++);
            }
            ProcessMemory memory = ProcessMemory.read();
            lines.line("done", done);
            DoubleStream.of(
                            memory.residentMb(),
                            memory.heapMb(),
                            memory.directMb(),
                            ProcessMemory.openFiles(),
                            ProcessMemory.threads())
                    .forEach(value -> lines.line("value", value));
        }
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
