package io.github.corrrise.bench;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.Explainer;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.ModelEmbedder;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The ONNX adapter and the DJL adapter on the same model and runtime. Passes of 16 faces are timed
 * in turn against the runtime's own session, in processor time of the one thread that they compute
 * on, and the ratio is the median of the rounds' ratios; start-up and memory are those of a new JVM
 * that makes one pass; growth is what 8 threads of 100 explanations add to the resident memory of a
 * JVM whose heap is resident from the start.
 */
@Command(
        name = "adapters",
        mixinStandardHelpOptions = true,
        description = "Both adapters on one model: passes, start-up and memory.")
final class AdapterFigures implements Callable<Integer> {
    private static final int ROUNDS = 101;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int BATCH_SIZE = 16;
    private static final int STARTS = 5;
    private static final int THREADS = 8;
    private static final int EXPLANATIONS = 100;
    private static final double MEGABYTE = 1e6;
    private static final ThreadMXBean THREADS_OF_JVM = ManagementFactory.getThreadMXBean();

    @Mixin private SharedModel shared = new SharedModel();

    @Option(names = "--once", hidden = true, description = "Measure one thing in this JVM.")
    private @Nullable Once once;

    @Spec private @Nullable CommandSpec spec;

    /** What is measured in a JVM of its own. */
    enum Once {
        /** Of the ONNX adapter milliseconds to the first embeddings, and MB then. */
        ONNX,
        /** The same of the DJL adapter. */
        DJL,
        /** MB before many explanations on the DJL adapter, and what they added. */
        GROWTH
    }

    @Override
    public Integer call() throws IOException, OrtException {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        if (once == null) {
            passes(lines);
            starts(lines, "onnx", Once.ONNX);
            starts(lines, "djl", Once.DJL);
            List<Double> grown = inFreshJvm("-Xms512m", Once.GROWTH);
            lines.line("residentMb", grown.get(0));
            lines.line("growthMb", grown.get(1));
            return 0;
        }
        switch (once) {
            case ONNX -> start(lines, shared::openVerifier);
            case DJL -> start(lines, this::openDjl);
            case GROWTH -> growth(lines);
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
        double[] onnxRatio = new double[ROUNDS];
        double[] djlRatio = new double[ROUNDS];
        double[] rawMs = new double[ROUNDS];
        // DJL's engine insists on making the runtime's environment, so it is first.
        try (ModelEmbedder djl = openDjl();
                ModelEmbedder onnx = shared.openVerifier();
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            options.setIntraOpNumThreads(1);
            try (OrtSession session =
                    environment.createSession(shared.model().toString(), options)) {
                FaceBatch batch = batch(onnx);
                for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                    double[] ms = new double[3];
                    for (int turn = 0; turn < ms.length; turn++) {
                        int rival = Math.floorMod(round + turn, ms.length);
                        long start = THREADS_OF_JVM.getCurrentThreadCpuTime();
                        switch (rival) {
                            case 0 -> raw(environment, session, batch);
                            case 1 -> onnx.embed(batch);
                            default -> djl.embed(batch);
                        }
                        ms[rival] = (THREADS_OF_JVM.getCurrentThreadCpuTime() - start) / 1e6;
                    }
                    if (round >= 0) {
                        rawMs[round] = ms[0] / BATCH_SIZE;
                        onnxRatio[round] = ms[1] / ms[0];
                        djlRatio[round] = ms[2] / ms[0];
                    }
                }
            }
        }
        lines.line("djlOverRaw", Medians.of(djlRatio));
        lines.line("onnxOverRaw", Medians.of(onnxRatio));
        lines.line("rawPassMs", Medians.of(rawMs));
    }

    private static float[] raw(OrtEnvironment environment, OrtSession session, FaceBatch batch)
            throws OrtException {
        long[] shape = {batch.count(), 3, batch.size().height(), batch.size().width()};
        String name = session.getInputNames().iterator().next();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, batch.values(), shape);
                OrtSession.Result result = session.run(Map.of(name, input))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
        }
    }

    private static FaceBatch batch(FaceEmbedder embedder) {
        FaceBatch batch = FaceBatch.allocate(BATCH_SIZE, embedder.inputSize(), embedder.layout());
        batch.resize(BATCH_SIZE);
        for (int slot = 0; slot < BATCH_SIZE; slot++) {
            FaceImage face = FaceImage.filled(embedder.inputSize(), 10 * slot, 120, 100);
            batch.set(slot, LaidOutFace.of(face, embedder.layout()));
        }
        return batch;
    }

    private void starts(FigureLines lines, String adapter, Once what) {
        double[] startMs = new double[STARTS];
        double[] residentMb = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            List<Double> told = inFreshJvm("-Xms64m", what);
            startMs[i] = told.get(0);
            residentMb[i] = told.get(1);
        }
        lines.line(adapter + "StartMs", Medians.of(startMs));
        lines.line(adapter + "ResidentMb", Medians.of(residentMb));
    }

    private List<Double> inFreshJvm(String heap, Once what) {
        return FreshJvm.figures(
                List.of(heap, "-Xmx512m", "-XX:+AlwaysPreTouch", "-Dai.djl.offline=true"),
                shared,
                "adapters",
                what.toString());
    }

    private static void start(FigureLines lines, Supplier<ModelEmbedder> adapter)
            throws IOException {
        long start = System.nanoTime();
        try (ModelEmbedder embedder = adapter.get()) {
            embedder.embed(batch(embedder));
            lines.line("ms", (System.nanoTime() - start) / 1e6);
            lines.line("residentMb", residentMb());
        }
    }

    private void growth(FigureLines lines) throws IOException {
        FacePair pair =
                FacePair.of(
                        FaceImage.filled(FaceSize.ARCFACE, 200, 120, 90),
                        FaceImage.filled(FaceSize.ARCFACE, 90, 120, 200));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ModelEmbedder djl = openDjl();
                Explainer explainer =
                        Explainer.builder(djl)
                                .maskCount(6)
                                .batchSize(BATCH_SIZE)
                                .withoutSignificance()
                                .build()) {
            explain(explainer, pair, threads, WARM_UP_ROUNDS);
            double before = residentMb();
            explain(explainer, pair, threads, EXPLANATIONS);
            lines.line("before", before);
            lines.line("growth", residentMb() - before);
        } finally {
            threads.shutdownNow();
        }
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

    /** Where Linux tells it. */
    private static double residentMb() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / MEGABYTE;
    }
}
