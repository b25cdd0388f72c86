package io.github.corrrise.bench;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.adapter.ModelEmbedder;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The ONNX adapter and the DJL adapter on the same model and runtime, each with one thread a pass.
 *
 * <p>Passes of 16 faces are timed in random order against the runtime's own session, in processor
 * time of the one thread that they compute on; the ratio is the median of the rounds' ratios. What
 * runs between the passes is compiled late, so the first hundred rounds of the JVM are a figure of
 * their own, and passes of one face warm up for the others. Two sessions of the same options differ
 * by a percent: all are opened anew several times, in changing order, and the runtime's own session
 * runs against a second one as a control. Start-up and memory are those of a new JVM that makes one
 * pass.
 *
 * <p>Growth is the trend of the resident memory from hundred to hundred explanations in each of 8
 * threads, in a JVM that is warmed up, its heap resident from the start: the median slope of all
 * pairs of readings. Single readings spread by what the compiler and the allocators hold at the
 * time.
 */
@Command(
        name = "adapters",
        mixinStandardHelpOptions = true,
        description = "Both adapters on one model: passes, start-up and memory.")
final class AdapterFigures implements Callable<Integer> {
    private static final int FIRST_ROUNDS = 100;
    private static final int OPENINGS = 16;
    private static final int ROUNDS = 32;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int WARM_UP_FACES = 1_000;
    private static final int WARM_UP_ROUNDS_OF_FACES = 12;
    private static final int BATCH_SIZE = 16;
    private static final int STARTS = 5;
    private static final int THREADS = 8;
    private static final int EXPLANATIONS = 100;
    private static final int READINGS = 9;
    private static final ThreadMXBean THREADS_OF_JVM = ManagementFactory.getThreadMXBean();

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(names = "--once", hidden = true, description = "Measure one thing in this JVM.")
    private @Nullable Once once;

    @Spec private @Nullable CommandSpec spec;

    /** What is measured in a JVM of its own. */
    enum Once {
        /** Of the ONNX adapter milliseconds to the first embeddings, and MB then. */
        ONNX,
        /** The same of the DJL adapter. */
        DJL,
        /** Of the ONNX adapter the trend of memory over many explanations, in MB. */
        ONNX_GROWTH,
        /** The same of the DJL adapter. */
        DJL_GROWTH
    }

    @Override
    public Integer call() throws IOException, OrtException {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        if (once == null) {
            passes(lines);
            starts(lines, "onnx", Once.ONNX, 0.55);
            starts(lines, "djl", Once.DJL, 0.6);
            growth(lines, "djl", Once.DJL_GROWTH);
            growth(lines, "onnx", Once.ONNX_GROWTH);
            return 0;
        }
        switch (once) {
            case ONNX -> start(lines, shared::openVerifier);
            case DJL -> start(lines, this::openDjl);
            case ONNX_GROWTH -> growth(lines, shared::openVerifier);
            case DJL_GROWTH -> growth(lines, this::openDjl);
        }
        return 0;
    }

    private ModelEmbedder openDjl() {
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine("OnnxRuntime")
                        .optModelPath(shared.model())
                        .optOption("intraOpNumThreads", "1")
                        .build();
        return DjlFaceVerifier.builder(criteria).preset(ModelPreset.MOBILEFACE).open();
    }

    private void passes(FigureLines lines) throws OrtException {
        Ratios first = new Ratios(FIRST_ROUNDS);
        Ratios steady = new Ratios(OPENINGS * ROUNDS);
        for (int opening : budget.rounds(0.5, OPENINGS, "openings", errors())) {
            try (Rivals rivals = openRivals(opening)) {
                FaceBatch batch = batch(rivals.onnx, BATCH_SIZE);
                if (opening == 0) {
                    first.rounds(rivals.passes(), batch, FIRST_ROUNDS);
                    FaceBatch face = batch(rivals.onnx, 1);
                    String what = "rounds of " + WARM_UP_FACES + " faces that warm up";
                    for (int unused :
                            budget.rounds(0.25, WARM_UP_ROUNDS_OF_FACES, what, errors())) {
                        new Ratios(WARM_UP_FACES).rounds(rivals.passes(), face, WARM_UP_FACES);
                    }
                }
                new Ratios(WARM_UP_ROUNDS).rounds(rivals.passes(), batch, WARM_UP_ROUNDS);
                steady.rounds(rivals.passes(), batch, ROUNDS);
            }
        }
        lines.line("djlOverRaw", steady.median(steady.djl));
        lines.line("onnxOverRaw", steady.median(steady.onnx));
        lines.line("rawOverRaw", steady.median(steady.control));
        lines.line("rawFaceMs", steady.median(steady.rawMs) / BATCH_SIZE);
        lines.line("djlOverRawFirst100", first.median(first.djl));
        lines.line("onnxOverRawFirst100", first.median(first.onnx));
        lines.line("rawOverRawFirst100", first.median(first.control));
    }

    /**
     * Opens what is compared. Which of the sessions is opened first changes from opening to
     * opening, except that DJL's is the first of all, for its engine insists on making the
     * runtime's environment.
     */
    private Rivals openRivals(int opening) throws OrtException {
        RawSession raw = opening % 2 == 0 ? null : RawSession.open(shared.model());
        ModelEmbedder onnx = opening % 4 < 2 ? null : shared.openVerifier();
        ModelEmbedder djl = openDjl();
        RawSession control = RawSession.open(shared.model());
        return new Rivals(
                raw == null ? RawSession.open(shared.model()) : raw,
                control,
                onnx == null ? shared.openVerifier() : onnx,
                djl);
    }

    /** What is compared: the runtime's own session, the same again, and both adapters. */
    private record Rivals(RawSession raw, RawSession control, ModelEmbedder onnx, ModelEmbedder djl)
            implements AutoCloseable {
        List<Pass> passes() {
            return List.of(raw::run, control::run, onnx::embed, djl::embed);
        }

        @Override
        public void close() throws OrtException {
            djl.close();
            onnx.close();
            control.close();
            raw.close();
        }
    }

    /** Sends a batch through a model. */
    private interface Pass {
        void run(FaceBatch faces) throws OrtException;
    }

    /** Times of the runtime's own session, and of its rivals over them. */
    private static final class Ratios {
        final double[] rawMs;
        final double[] control;
        final double[] onnx;
        final double[] djl;
        private final Random random = new Random(0);
        private int done;

        Ratios(int count) {
            rawMs = new double[count];
            control = new double[count];
            onnx = new double[count];
            djl = new double[count];
        }

        /** Of the rounds done. */
        double median(double[] values) {
            return Medians.of(Arrays.copyOf(values, done));
        }

        /** Each rival once a round, in an order drawn anew. */
        void rounds(List<Pass> rivals, FaceBatch batch, int count) throws OrtException {
            double[] ms = new double[rivals.size()];
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
            for (int round = 0; round < count; round++) {
                Collections.shuffle(order, random);
                for (int rival : order) {
                    long start = THREADS_OF_JVM.getCurrentThreadCpuTime();
                    rivals.get(rival).run(batch);
                    ms[rival] = (THREADS_OF_JVM.getCurrentThreadCpuTime() - start) / 1e6;
                }
                rawMs[done] = ms[0];
                control[done] = ms[1] / ms[0];
                onnx[done] = ms[2] / ms[0];
                djl[done] = ms[3] / ms[0];
                done++;
            }
        }
    }

    /** The runtime itself, with the options that both adapters give it. */
    private record RawSession(
            OrtEnvironment environment, OrtSession.SessionOptions options, OrtSession session)
            implements AutoCloseable {
        static RawSession open(Path model) throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            OrtSession.SessionOptions options = new OrtSession.SessionOptions();
            options.setIntraOpNumThreads(1);
            return new RawSession(
                    environment, options, environment.createSession(model.toString(), options));
        }

        float[] run(FaceBatch batch) throws OrtException {
            long[] shape = {batch.count(), 3, batch.size().height(), batch.size().width()};
            String name = session.getInputNames().iterator().next();
            try (OnnxTensor input = OnnxTensor.createTensor(environment, batch.values(), shape);
                    OrtSession.Result result = session.run(Map.of(name, input))) {
                return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
            }
        }

        @Override
        public void close() throws OrtException {
            try (options) {
                session.close();
            }
        }
    }

    private static FaceBatch batch(FaceEmbedder embedder, int count) {
        FaceImage[] faces = new FaceImage[count];
        for (int slot = 0; slot < count; slot++) {
            faces[slot] = FaceImage.filled(embedder.inputSize(), 10 * slot, 120, 100);
        }
        return FaceBatch.of(embedder.layout(), faces);
    }

    private void starts(FigureLines lines, String adapter, Once what, double share) {
        List<Double> startMs = new ArrayList<>();
        List<Double> residentMb = new ArrayList<>();
        for (int unused : budget.rounds(share, STARTS, "starts of " + adapter, errors())) {
            List<Double> told = inFreshJvm("-Xms64m", what);
            startMs.add(told.get(0));
            residentMb.add(told.get(1));
        }
        lines.line(adapter + "StartMs", Medians.of(startMs));
        lines.line(adapter + "ResidentMb", Medians.of(residentMb));
    }

    private void growth(FigureLines lines, String adapter, Once what) {
        List<Double> told = inFreshJvm("-Xms512m", what);
        lines.line(adapter + "GrowthMb", told.get(0));
        lines.line(adapter + "GrowthSpreadMb", told.get(1));
        lines.line(adapter + "GrowthHeapMb", told.get(2));
        lines.line(adapter + "GrowthDirectMb", told.get(3));
        lines.line(adapter + "GrowthFromMb", told.get(4));
    }

    private List<Double> inFreshJvm(String heap, Once what) {
        return FreshJvm.figures(
                List.of(heap, "-Xmx512m", "-XX:+AlwaysPreTouch", "-Dai.djl.offline=true"),
                shared,
                "adapters",
                what.toString(),
                budget.arguments(0.2));
    }

    private PrintWriter errors() {
        return Objects.requireNonNull(spec, "spec").commandLine().getErr();
    }

    private static void start(FigureLines lines, Supplier<ModelEmbedder> adapter)
            throws IOException {
        long start = System.nanoTime();
        try (ModelEmbedder embedder = adapter.get()) {
            embedder.embed(batch(embedder, BATCH_SIZE));
            lines.line("ms", (System.nanoTime() - start) / 1e6);
            lines.line("residentMb", ProcessMemory.read().residentMb());
        }
    }

    private void growth(FigureLines lines, Supplier<ModelEmbedder> adapter) throws IOException {
        FacePair pair =
                FacePair.of(
                        FaceImage.filled(FaceSize.ARCFACE, 200, 120, 90),
                        FaceImage.filled(FaceSize.ARCFACE, 90, 120, 200));
        List<ProcessMemory> readings = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ModelEmbedder embedder = adapter.get();
                Explainer explainer =
                        Explainer.builder(embedder)
                                .maskCount(6)
                                .batchSize(BATCH_SIZE)
                                .withoutSignificance()
                                .build()) {
            explain(explainer, pair, threads, EXPLANATIONS);
            readings.add(ProcessMemory.read());
            // A trend takes two readings at the least.
            for (int unused : budget.rounds(1, READINGS - 1, "further readings", errors())) {
                explain(explainer, pair, threads, EXPLANATIONS);
                readings.add(ProcessMemory.read());
            }
        } finally {
            threads.shutdownNow();
        }
        double[] resident = values(readings, ProcessMemory::residentMb);
        DoubleSummaryStatistics range = DoubleStream.of(resident).summaryStatistics();
        lines.line("growth", Medians.slope(resident));
        lines.line("spread", range.getMax() - range.getMin());
        lines.line("heap", Medians.slope(values(readings, ProcessMemory::heapMb)));
        lines.line("direct", Medians.slope(values(readings, ProcessMemory::directMb)));
        lines.line("from", resident[0]);
    }

    private static double[] values(
            List<ProcessMemory> readings, ToDoubleFunction<ProcessMemory> which) {
        return readings.stream().mapToDouble(which).toArray();
    }

    private static void explain(
            Explainer explainer, FacePair pair, ExecutorService threads, int count) {
        CompletableFuture<?>[] done = new CompletableFuture<?>[THREADS];
        for (int t = 0; t < THREADS; t++) {
            done[t] =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < count; i++) {
                                    explainer.explain(pair);
                                }
                            },
                            threads);
        }
        CompletableFuture.allOf(done).join();
    }
}
