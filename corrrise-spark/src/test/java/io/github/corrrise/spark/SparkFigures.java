package io.github.corrrise.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * Prints the figures of {@code docs/spark.md}; the page of the experiment has the commands.
 *
 * <ul>
 *   <li>{@code speed SHARED PAIRS ROUNDS}: a job against a plain loop over the same pairs, by
 *       processor time and by the clock, alternating, with a real model; and what a row takes
 *   <li>{@code memory PAIRS MAPS}: the heap after collection while a cheap matcher explains so many
 *       pairs on a cluster of two executors
 * </ul>
 */
public final class SparkFigures {
    private SparkFigures() {}

    /** Runs one figure. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "speed" ->
                    speed(
                            Path.of(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]));
            case "memory" ->
                    memory(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
            default ->
                    throw new IllegalArgumentException(
                            "figure must be speed or memory, was " + Arrays.toString(arguments));
        }
    }

    private static SparkSession session(String master) throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        return SparkSession.builder()
                .master(master)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "localhost")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .getOrCreate();
    }

    private static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form + "%n", values);
    }

    // Speed

    /** What a piece of work took. */
    private record Cost(double processorSeconds, double wallSeconds) {
        static Cost of(Runnable work) {
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long wall = System.nanoTime();
            long processor = system.getProcessCpuTime();
            work.run();
            return new Cost(
                    (system.getProcessCpuTime() - processor) / 1e9,
                    (System.nanoTime() - wall) / 1e9);
        }
    }

    private static void speed(Path shared, int pairCount, int rounds) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(shared.resolve("faces/pairs-dev.csv"));
        for (int i = 0; i < pairCount; i++) {
            String[] names = lines.get(i + 1).split(",", -1);
            Path faces = shared.resolve("faces/aligned");
            rows.add(
                    RowFactory.create(
                            (long) i,
                            Files.readAllBytes(faces.resolve(names[0])),
                            Files.readAllBytes(faces.resolve(names[1]))));
        }
        Path model = shared.resolve("models/mobileface_v2.onnx");
        Path out = Files.createTempDirectory("explained").resolve("rows");
        SparkSession spark = session("local[1]");
        try (OnnxFaceVerifier verifier =
                        OnnxFaceVerifier.builder(model)
                                .preset(ModelPreset.MOBILEFACE)
                                .threshold(0.271)
                                .open();
                Explainer explainer = Explainer.of(verifier)) {
            Dataset<Row> explained =
                    SparkExplainer.of(
                                    SparkModel.onnx(model.toString())
                                            .preset(ModelPreset.MOBILEFACE))
                            .threshold(0.271)
                            .explain(spark.createDataFrame(rows, TestPairs.SCHEMA).coalesce(1));
            Runnable loop =
                    () -> {
                        for (Row row : rows) {
                            explainer.explain(
                                    FacePair.of(
                                            FaceImage.read(row.<byte[]>getAs(1)),
                                            FaceImage.read(row.<byte[]>getAs(2))));
                        }
                    };
            Runnable job = () -> explained.write().mode("overwrite").parquet(out.toString());
            loop.run();
            job.run();
            double[] processor = new double[rounds];
            double[] wall = new double[rounds];
            double[] perPair = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                boolean loopFirst = round % 2 == 0;
                Cost first = Cost.of(loopFirst ? loop : job);
                Cost second = Cost.of(loopFirst ? job : loop);
                Cost ofLoop = loopFirst ? first : second;
                Cost ofJob = loopFirst ? second : first;
                processor[round] = ofJob.processorSeconds() / ofLoop.processorSeconds();
                wall[round] = ofJob.wallSeconds() / ofLoop.wallSeconds();
                perPair[round] = ofLoop.processorSeconds() / pairCount;
                print(
                        "round %d: processor / clock: loop %.2f / %.2f s, job %.2f / %.2f s",
                        round,
                        ofLoop.processorSeconds(),
                        ofLoop.wallSeconds(),
                        ofJob.processorSeconds(),
                        ofJob.wallSeconds());
            }
            print(
                    "job / loop, median of %d rounds of %d pairs: processor %.3f [%.3f, %.3f],"
                            + " clock %.3f",
                    rounds,
                    pairCount,
                    median(processor),
                    least(processor),
                    greatest(processor),
                    median(wall));
            print("loop: %.3f s of processor time per pair, median", median(perPair));
            print(
                    "Parquet: %.1f kB per pair, of it pictures %.1f kB",
                    bytes(out) / 1e3 / pairCount,
                    rows.stream()
                                    .mapToLong(
                                            row ->
                                                    row.<byte[]>getAs(1).length
                                                            + row.<byte[]>getAs(2).length)
                                    .sum()
                            / 1e3
                            / pairCount);
            explained
                    .selectExpr(
                            "id",
                            "explanation.similarity",
                            "explanation.decision",
                            "explanation.parts",
                            "explanation.provenance",
                            "explanation.error")
                    .write()
                    .mode("overwrite")
                    .parquet(out.toString());
            print(
                    "Parquet without maps and pictures: %.1f kB per pair",
                    bytes(out) / 1e3 / pairCount);
        } finally {
            spark.stop();
        }
    }

    private static double bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double greatest(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    // Memory

    private static void memory(int pairCount, boolean maps) throws Exception {
        Path log = Files.createTempFile("heap", ".csv");
        String file = log.toString();
        int step = Math.max(1, pairCount / 40);
        SparkSession spark = session("local-cluster[2,1,1024]");
        MapFunction<Long, Row> draw =
                id ->
                        RowFactory.create(
                                id, TestPairs.probe(id % 1000), TestPairs.reference(id % 1000));
        Dataset<Row> pairs =
                spark.range(0, pairCount, 1, 8)
                        .as(Encoders.LONG())
                        .map(draw, Encoders.row(TestPairs.SCHEMA));
        Dataset<Row> explained =
                SparkExplainer.of(SparkModel.of(SparkFigures::cheapest))
                        .maps(maps)
                        .parts(true)
                        .maskCount(20)
                        .explain(pairs);
        MapFunction<Row, Row> watch =
                row -> {
                    if (row.<Long>getAs("id") % step == 0) {
                        note(file, "executor");
                    }
                    return row;
                };
        Thread driver =
                new Thread(
                        () -> {
                            try {
                                while (!Thread.interrupted()) {
                                    note(file, "driver");
                                    Thread.sleep(3000);
                                }
                            } catch (InterruptedException e) {
                                // The job is done.
                            }
                        });
        long start = System.nanoTime();
        driver.start();
        Path out = Files.createTempDirectory("explained").resolve("rows");
        explained.map(watch, Encoders.row(explained.schema())).write().parquet(out.toString());
        driver.interrupt();
        driver.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        print(
                "%d pairs in %.0f s, %d rows written",
                pairCount, seconds, spark.read().parquet(out.toString()).count());
        Map<String, List<Double>> heaps = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            String[] fields = line.split(",", -1);
            heaps.computeIfAbsent(fields[0], name -> new ArrayList<>())
                    .add(Double.parseDouble(fields[1]));
        }
        heaps.forEach(
                (name, heap) ->
                        print(
                                "%s: MB of heap after collection, median of each fifth of %d"
                                        + " samples: %s",
                                name, heap.size(), fifths(heap)));
        spark.stop();
    }

    /** Reads a batch in place and does next to nothing with it. */
    private static FaceVerifier cheapest() {
        return new FaceVerifier() {
            @Override
            public FaceSize inputSize() {
                return TestPairs.SIZE;
            }

            @Override
            public float[] similarities(FaceBatch probes, FaceImage reference) {
                FloatBuffer values = probes.values();
                float[] similarities = new float[probes.count()];
                for (int i = 0; i < similarities.length; i++) {
                    for (int j = 0; j < probes.faceLength(); j += 7) {
                        similarities[i] += values.get(i * probes.faceLength() + j) / 255;
                    }
                }
                return similarities;
            }
        };
    }

    private static List<String> fifths(List<Double> samples) {
        List<String> medians = new ArrayList<>();
        for (int fifth = 0; fifth < 5; fifth++) {
            double[] part =
                    samples
                            .subList(fifth * samples.size() / 5, (fifth + 1) * samples.size() / 5)
                            .stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray();
            medians.add(part.length == 0 ? "-" : String.format(Locale.ROOT, "%.1f", median(part)));
        }
        return medians;
    }

    private static void note(String file, String who) {
        System.gc();
        double used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
        String line = who + " " + ProcessHandle.current().pid() + "," + used + "\n";
        try {
            Files.write(
                    Path.of(file),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
