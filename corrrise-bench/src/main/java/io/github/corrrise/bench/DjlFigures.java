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
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.ModelEmbedder;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The ONNX adapter and the DJL adapter on the same model and runtime. Passes of 16 faces are timed
 * in turn against the runtime's own session, in processor time of the one thread that they compute
 * on, and the ratio is the median of the rounds' ratios; start-up and memory are those of a new JVM
 * that makes one pass; growth is what 8 threads of 100 explanations add to the resident memory of a
 * JVM whose heap is resident from the start.
 */
final class DjlFigures {
    private static final int ROUNDS = 101;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int BATCH_SIZE = 16;
    private static final int STARTS = 5;
    private static final int THREADS = 8;
    private static final int EXPLANATIONS = 100;
    private static final double MEGABYTE = 1e6;
    private static final ThreadMXBean THREADS_OF_JVM = ManagementFactory.getThreadMXBean();

    private DjlFigures() {}

    static void print(Figures.Lines lines, Path model) throws Exception {
        passes(lines, model);
        for (String adapter : List.of("onnx", "djl")) {
            starts(lines, adapter, model);
        }
        List<Double> grown = inItsOwnJvm("-Xms512m", "growth", model);
        lines.line("residentMb", grown.get(0));
        lines.line("growthMb", grown.get(1));
    }

    private static ModelEmbedder open(String adapter, Path model) {
        if (adapter.equals("onnx")) {
            return OnnxFaceVerifier.builder(model).preset(ModelPreset.MOBILEFACE).open();
        }
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine("OnnxRuntime")
                        .optModelPath(model)
                        .optOption("intraOpNumThreads", "1")
                        .build();
        return DjlFaceVerifier.builder(criteria).preset(ModelPreset.MOBILEFACE).open();
    }

    private static void passes(Figures.Lines lines, Path model) throws OrtException {
        double[] onnxRatio = new double[ROUNDS];
        double[] djlRatio = new double[ROUNDS];
        double[] rawMs = new double[ROUNDS];
        // DJL's engine insists on making the runtime's environment, so it is first.
        try (ModelEmbedder djl = open("djl", model);
                ModelEmbedder onnx = open("onnx", model);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model.toString(), options)) {
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
        lines.line("djlOverRaw", OverheadFigures.median(djlRatio));
        lines.line("onnxOverRaw", OverheadFigures.median(onnxRatio));
        lines.line("rawPassMs", OverheadFigures.median(rawMs));
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

    private static void starts(Figures.Lines lines, String adapter, Path model)
            throws IOException, InterruptedException {
        double[] startMs = new double[STARTS];
        double[] residentMb = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            List<Double> told = inItsOwnJvm("-Xms64m", adapter, model);
            startMs[i] = told.get(0);
            residentMb[i] = told.get(1);
        }
        lines.line(adapter + "StartMs", OverheadFigures.median(startMs));
        lines.line(adapter + "ResidentMb", OverheadFigures.median(residentMb));
    }

    private static List<Double> inItsOwnJvm(String heap, String what, Path model)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                heap,
                                "-Xmx512m",
                                "-XX:+AlwaysPreTouch",
                                "-Dai.djl.offline=true",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DjlFigures.class.getName(),
                                what,
                                model.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] printed = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(what + " failed in a JVM of its own");
        }
        return new String(printed, StandardCharsets.UTF_8).lines().map(Double::valueOf).toList();
    }

    /**
     * What is measured in a JVM of its own, as two lines: of an adapter the milliseconds from here
     * to its first embeddings and the MB then; of the growth the MB before and what was added.
     */
    public static void main(String[] arguments) throws IOException {
        Path model = Path.of(arguments[1]);
        if (arguments[0].equals("growth")) {
            growth(model);
            return;
        }
        long start = System.nanoTime();
        try (ModelEmbedder embedder = open(arguments[0], model)) {
            embedder.embed(batch(embedder));
            System.out.println((System.nanoTime() - start) / 1e6);
            System.out.println(residentMb());
        }
    }

    private static void growth(Path model) throws IOException {
        FacePair pair =
                FacePair.of(
                        FaceImage.filled(FaceSize.ARCFACE, 200, 120, 90),
                        FaceImage.filled(FaceSize.ARCFACE, 90, 120, 200));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ModelEmbedder djl = open("djl", model);
                Explainer explainer =
                        Explainer.builder(djl)
                                .maskCount(6)
                                .batchSize(BATCH_SIZE)
                                .withoutSignificance()
                                .build()) {
            explain(explainer, pair, threads, WARM_UP_ROUNDS);
            double before = residentMb();
            explain(explainer, pair, threads, EXPLANATIONS);
            System.out.println(before);
            System.out.println(residentMb() - before);
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
