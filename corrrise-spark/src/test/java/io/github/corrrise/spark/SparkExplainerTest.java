package io.github.corrrise.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark within this process, two tasks at a time, each tried twice. */
class SparkExplainerTest {
    private static final int MASKS = 20;

    private static SparkSession spark;

    @TempDir Path folder;

    @BeforeAll
    static void start() {
        spark =
                SparkSession.builder()
                        .master("local[2,2]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void nothingIsOpen() {
        waitUntilIdle();
    }

    /** A task that was told to end is over some time after its job. */
    private static void waitUntilIdle() {
        while (OpenMatchers.count() > 0) {
            OpenMatchers.closeIdle();
            Thread.onSpinWait();
        }
    }

    private static SparkExplainer cheap() {
        return SparkExplainer.of(SparkModel.of(TestPairs::cheapVerifier)).maskCount(MASKS);
    }

    private static FacePair pair(long id) {
        return FacePair.of(
                FaceImage.read(TestPairs.probe(id)), FaceImage.read(TestPairs.reference(id)));
    }

    private static void assertIs(Row explained, Explanation why) {
        assertThat(explained.<Double>getAs("similarity")).isEqualTo(why.similarity());
        assertThat(explained.<Double>getAs("threshold"))
                .isEqualTo(why.threshold().orElseThrow().value());
        assertThat(explained.<String>getAs("decision"))
                .isEqualTo(why.decision().orElseThrow().name());
        Row probe = explained.getAs("probe");
        assertThat(probe.<Integer>getAs("height")).isEqualTo(16);
        assertThat(probe.<Integer>getAs("width")).isEqualTo(16);
        assertThat(floats(probe)).containsExactly(why.probe().toArray());
        assertThat(probe.<Double>getAs("bound"))
                .isEqualTo(why.probe().significance().orElseThrow().bound());
        assertThat(probe.<Integer>getList(probe.fieldIndex("undefined")))
                .hasSize(why.probe().undefinedCount())
                .isSorted()
                .noneMatch(pixel -> why.probe().isDefined(pixel / 16, pixel % 16));
        Row reference = explained.getAs("reference");
        assertThat(floats(reference)).containsExactly(why.reference().orElseThrow().toArray());
        Row provenance = explained.getAs("provenance");
        assertThat(provenance.<String>getAs("digest"))
                .isEqualTo(why.provenance().inputs().digest());
        assertThat(provenance.<String>getAs("verifier")).isEqualTo(why.provenance().verifier());
        assertThat(provenance.getJavaMap(provenance.fieldIndex("settings")))
                .isEqualTo(why.provenance().settings());
        assertThat(provenance.<Long>getAs("passCount")).isEqualTo(why.provenance().passCount());
        assertThat(explained.<String>getAs("error")).isNull();
    }

    private static float[] floats(Row map) {
        List<Float> values = map.getList(map.fieldIndex("values"));
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private static List<Row> explanations(Dataset<Row> rows) {
        return TestPairs.sorted(rows).stream().map(row -> row.<Row>getAs("explanation")).toList();
    }

    @Nested
    class Explains {
        @Test
        void asThePlainLoopDoes() {
            List<Row> rows = explanations(cheap().explain(TestPairs.pairs(spark, 5)));
            try (Explainer explainer =
                    Explainer.builder(TestPairs.cheapVerifier()).maskCount(MASKS).build()) {
                for (int id = 0; id < rows.size(); id++) {
                    assertIs(rows.get(id), explainer.explain(pair(id)));
                }
            }
        }

        @Test
        void byAModelThatIsSentAsByOneThatIsOpenedFromItsFile() {
            Path model = TestPairs.writeTinyOnnx(folder);
            for (SparkModel place :
                    List.of(
                            SparkModel.onnx(model.toUri().toString()),
                            SparkModel.onnx(model.toString()),
                            SparkModel.shared(model.toString()))) {
                List<Row> rows =
                        explanations(
                                SparkExplainer.of(
                                                place.preset(ModelPreset.MOBILEFACE)
                                                        .inputSize(16, 16))
                                        .threshold(0.9)
                                        .seed(7)
                                        .maskCount(MASKS)
                                        .parts(true)
                                        .explain(TestPairs.pairs(spark, 2)));
                try (OnnxFaceVerifier verifier =
                                OnnxFaceVerifier.builder(model)
                                        .preset(ModelPreset.MOBILEFACE)
                                        .inputSize(TestPairs.SIZE)
                                        .threshold(0.9)
                                        .open();
                        Explainer explainer =
                                Explainer.builder(verifier)
                                        .seed(7)
                                        .maskCount(MASKS)
                                        .parts(FaceParts.ofTemplate(TestPairs.SIZE))
                                        .build()) {
                    for (int id = 0; id < rows.size(); id++) {
                        assertIs(rows.get(id), explainer.explain(pair(id)));
                    }
                }
            }
        }

        @Tag("slow")
        @Test
        void thePartsWhereAskedForThem() {
            Row plain = explanations(cheap().explain(TestPairs.pairs(spark, 1))).get(0);
            assertThat(plain.<Object>getAs("parts")).isNull();
            Row row = explanations(cheap().parts(true).explain(TestPairs.pairs(spark, 1))).get(0);
            Explanation why;
            try (Explainer explainer =
                    Explainer.builder(TestPairs.cheapVerifier())
                            .maskCount(MASKS)
                            .parts(FaceParts.ofTemplate(TestPairs.SIZE))
                            .build()) {
                why = explainer.explain(pair(0));
            }
            assertIs(row, why);
            assertParts(row, why);
        }

        private static void assertParts(Row row, Explanation why) {
            List<Row> parts = row.getList(row.fieldIndex("parts"));
            var effects = why.parts().orElseThrow();
            assertThat(parts).hasSameSizeAs(effects.probe());
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i))
                        .isEqualTo(
                                RowFactory.create(
                                        effects.probe().get(i).part(),
                                        effects.probe().get(i).effect(),
                                        effects.reference().get(i).effect(),
                                        effects.both().get(i).effect()));
            }
        }

        /** Without maps nothing is spent on masks, and what is left is the same. */
        @Test
        void withoutMapsWhatNeedsNoMasks() {
            Dataset<Row> pairs = TestPairs.pairs(spark, 1);
            Row full = explanations(cheap().parts(true).explain(pairs)).get(0);
            Row lean = explanations(cheap().parts(true).maps(false).explain(pairs)).get(0);
            assertThat(lean.<Object>getAs("probe")).isNull();
            assertThat(lean.<Object>getAs("reference")).isNull();
            for (String same : List.of("similarity", "threshold", "decision", "parts")) {
                assertThat(lean.<Object>getAs(same)).isEqualTo(full.getAs(same));
            }
            // Each of eleven parts hidden in either face and, of a matcher that only scores, both.
            assertThat(lean.<Row>getAs("provenance").<Long>getAs("passCount")).isEqualTo(1 + 44L);
            Row score = explanations(cheap().maps(false).explain(pairs)).get(0);
            assertThat(score.<Object>getAs("parts")).isNull();
            assertThat(score.<Double>getAs("similarity")).isEqualTo(full.getAs("similarity"));
            assertThat(score.<Row>getAs("provenance").<Long>getAs("passCount")).isEqualTo(1L);
        }

        @Tag("slow")
        @Test
        void picturesThatAreNamedByTheirPaths() throws IOException {
            Path probe = Files.write(folder.resolve("a probe.png"), TestPairs.probe(0));
            Path reference = Files.write(folder.resolve("reference.png"), TestPairs.reference(0));
            StructType schema =
                    new StructType()
                            .add("id", DataTypes.LongType)
                            .add("left", DataTypes.StringType)
                            .add("right", DataTypes.StringType);
            Dataset<Row> pairs =
                    spark.createDataFrame(
                            List.of(
                                    RowFactory.create(0L, probe.toString(), reference.toString()),
                                    RowFactory.create(1L, "file://" + probe, reference.toString())),
                            schema);
            Dataset<Row> explained =
                    cheap().probeCol("left").referenceCol("RIGHT").outputCol("why").explain(pairs);
            assertThat(explained.columns()).containsExactly("id", "left", "right", "why");
            Row expected = explanations(cheap().explain(TestPairs.pairs(spark, 1))).get(0);
            assertThat(explained.select("why.*").collectAsList())
                    .containsExactly(expected, expected);
        }

        /** In Spark's words: Java's of an old date want packages of the platform opened. */
        private static List<String> inWords(Dataset<Row> rows, String... names) {
            return rows
                    .select(
                            Arrays.stream(names)
                                    .map(name -> functions.col(name).cast("string"))
                                    .toArray(Column[]::new))
                    .collectAsList()
                    .stream()
                    .map(Row::toString)
                    .sorted()
                    .toList();
        }

        /** Spark may hand the very rows to what is mapped next. */
        @Test
        void rowsWithNamesAndListsToWhatIsMappedNext() {
            MapFunction<Row, String> reader =
                    row -> {
                        Row why = row.getAs("explanation");
                        Row probe = why.getAs("probe");
                        Row part = why.<Row>getList(why.fieldIndex("parts")).get(0);
                        Row provenance = why.getAs("provenance");
                        Row origin = provenance.getAs("probe");
                        return row.<Long>getAs("id")
                                + " "
                                + probe.getList(probe.fieldIndex("values")).size()
                                + " "
                                + (probe.getList(probe.fieldIndex("undefined")).size() <= 256)
                                + " "
                                + part.getAs("name")
                                + " "
                                + provenance.getMap(provenance.fieldIndex("settings")).size()
                                + " "
                                + origin.getList(origin.fieldIndex("conversions"));
                    };
            assertThat(
                            cheap().parts(true)
                                    .explain(TestPairs.pairs(spark, 1))
                                    .map(reader, Encoders.STRING())
                                    .collectAsList())
                    .containsExactly("0 256 true forehead 8 []");
        }

        @Test
        void everyOtherColumnPassesThrough() {
            Dataset<Row> pairs =
                    TestPairs.pairs(spark, 3)
                            .withColumn("person", functions.lit("Ada"))
                            .withColumn("none", functions.lit(null).cast("string"))
                            .withColumn(
                                    "price", functions.lit(new BigDecimal("12345678901234.567")))
                            .withColumn(
                                    "taken",
                                    functions.expr("timestamp '1999-12-31 23:59:59.123456'"))
                            .withColumn("day", functions.expr("date '1583-01-01'"))
                            .withColumn(
                                    "local",
                                    functions.lit(LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4_000)))
                            .withColumn("list", functions.expr("array(1, null, 3)"))
                            .withColumn("map", functions.expr("map('a', 1.5f)"))
                            .withColumn("nested", functions.expr("named_struct('x', struct(1, 2))"))
                            .withColumn("wait", functions.expr("interval 3 days"));

            Dataset<Row> explained = cheap().explain(pairs);
            assertThat(explained.drop("explanation").schema()).isEqualTo(pairs.schema());
            assertThat(inWords(explained, pairs.columns()))
                    .isEqualTo(inWords(pairs, pairs.columns()));
        }
    }

    @Nested
    class Rows {
        private static final int COUNT = 12;

        @Tag("slow")
        @Test
        void areTheSameForAnyPartitions() {
            List<String> expected = null;
            for (int partitions : new int[] {1, 3, 7}) {
                Dataset<Row> pairs = TestPairs.pairs(spark, COUNT).repartition(partitions);
                List<String> rows = TestPairs.exactly(cheap().parts(true).explain(pairs));
                assertThat(rows).hasSize(COUNT).doesNotHaveDuplicates();
                if (expected != null) {
                    assertThat(rows).isEqualTo(expected);
                }
                expected = rows;
            }
        }

        /** However many fields are asked for, and none of pairs that a filter leaves out. */
        @Test
        void areComputedOnce() {
            Models.SCORED.set(0);
            SparkExplainer counted = SparkExplainer.of(SparkModel.of(Models::counted)).maps(false);
            Dataset<Row> explained = counted.explain(TestPairs.pairs(spark, 6));
            assertThat(
                            explained
                                    .filter("id > 1")
                                    .withColumn("bad", functions.expr("explanation.error"))
                                    .filter("explanation.error is null")
                                    .filter("explanation.similarity < 1")
                                    .select("id", "bad", "explanation.similarity", "explanation")
                                    .collectAsList())
                    .hasSize(4);
            assertThat(Models.SCORED).hasValue(4);
            assertThat(explained.select("explanation.similarity").collectAsList()).hasSize(6);
            assertThat(Models.SCORED).hasValue(10);
        }

        @Tag("slow")
        @Test
        void areTheSameAfterATaskDiedHalfWay() {
            List<String> expected =
                    TestPairs.exactly(cheap().explain(TestPairs.pairs(spark, COUNT)));
            Dataset<Row> explained = cheap().explain(TestPairs.pairs(spark, COUNT).coalesce(1));
            Deaths.LEFT.set(1);
            MapFunction<Row, Row> dieOnce =
                    row -> {
                        if (row.<Long>getAs("id") == COUNT / 2
                                && Deaths.LEFT.getAndDecrement() > 0) {
                            throw new IllegalStateException("half way");
                        }
                        return row;
                    };
            // Kept, because to sort is to run the job twice.
            Dataset<Row> kept = explained.map(dieOnce, Encoders.row(explained.schema())).persist();
            try {
                assertThat(kept.count()).isEqualTo(COUNT);
                assertThat(Deaths.LEFT.get()).isNotPositive();
                assertThat(TestPairs.exactly(kept)).isEqualTo(expected);
            } finally {
                kept.unpersist(true);
            }
        }

        /** An error of the virtual machine is no pair's: the task is tried again. */
        @Test
        void areTheSameAfterAnErrorInTheMatcher() {
            List<String> expected =
                    TestPairs.exactly(cheap().explain(TestPairs.pairs(spark, COUNT)));
            Deaths.LEFT.set(1);
            SparkExplainer dying =
                    SparkExplainer.of(SparkModel.of(Deaths::dyingVerifier)).maskCount(MASKS);
            assertThat(TestPairs.exactly(dying.explain(TestPairs.pairs(spark, COUNT))))
                    .isEqualTo(expected);
            assertThat(Deaths.LEFT.get()).isNotPositive();
        }
    }

    /** Counts down across tasks, which share this process. */
    static final class Deaths {
        static final AtomicInteger LEFT = new AtomicInteger();

        private Deaths() {}

        static FaceVerifier dyingVerifier() {
            FaceVerifier cheap = TestPairs.cheapVerifier();
            return new FaceVerifier() {
                @Override
                public FaceSize inputSize() {
                    return cheap.inputSize();
                }

                @Override
                public float[] similarities(
                        io.github.corrrise.face.FaceBatch probes, FaceImage reference) {
                    if (LEFT.get() > 0 && LEFT.getAndDecrement() > 0) {
                        throw new LinkageError("died");
                    }
                    return cheap.similarities(probes, reference);
                }

                @Override
                public java.util.Optional<io.github.corrrise.verify.Threshold> threshold() {
                    return cheap.threshold();
                }

                @Override
                public String description() {
                    return cheap.description();
                }
            };
        }
    }

    /** Waits for its task to be told to end, and counts what is asked of it after that. */
    static final class Killed {
        static final CountDownLatch STARTED = new CountDownLatch(1);
        static final AtomicInteger AFTERWARDS = new AtomicInteger();

        private Killed() {}

        static double score(FaceImage probe, FaceImage reference) {
            TaskContext task = TaskContext.get();
            if (task.isInterrupted()) {
                AFTERWARDS.incrementAndGet();
            }
            STARTED.countDown();
            while (!task.isInterrupted()) {
                Thread.onSpinWait();
            }
            return 0.5;
        }
    }

    /** A job that is cancelled ends within a batch, and leaves no rows that say so. */
    @Tag("slow")
    @Test
    void aJobThatIsCancelledEndsBeforeTheNextBatch() throws Exception {
        SparkModel slow = SparkModel.of(() -> FaceVerifier.of(TestPairs.SIZE, Killed::score));
        Dataset<Row> explained =
                SparkExplainer.of(slow)
                        .maskCount(1000)
                        .explain(TestPairs.pairs(spark, 1).coalesce(1));
        FutureTask<List<Row>> rows = new FutureTask<>(explained::collectAsList);
        Thread job = new Thread(rows);
        job.start();
        Killed.STARTED.await();
        spark.sparkContext().cancelAllJobs();
        assertThatThrownBy(rows::get).hasStackTraceContaining("cancelled");
        job.join();
        waitUntilIdle();
        assertThat(Killed.AFTERWARDS.get()).isLessThan(64);
    }

    @Nested
    class BadPairs {
        private static final StructType PATHS =
                new StructType()
                        .add("id", DataTypes.LongType)
                        .add("probe", DataTypes.StringType)
                        .add("reference", DataTypes.BinaryType);

        @Test
        void areRowsThatSayWhyAmongOthersThatAreExplained() {
            List<Row> rows = new ArrayList<>(TestPairs.rows(6));
            byte[] cut = java.util.Arrays.copyOf(TestPairs.probe(1), 60);
            rows.set(1, RowFactory.create(1L, cut, TestPairs.reference(1)));
            rows.set(2, RowFactory.create(2L, null, TestPairs.reference(2)));
            rows.set(
                    3,
                    RowFactory.create(
                            3L,
                            TestPairs.probe(3),
                            "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            rows.set(
                    4,
                    RowFactory.create(
                            4L, TestPairs.probe(4), TestPairs.picture(new FaceSize(32, 24), 1)));
            List<Row> explained =
                    explanations(cheap().explain(spark.createDataFrame(rows, TestPairs.SCHEMA)));
            assertThat(explained.get(0).<String>getAs("error")).isNull();
            assertError(explained.get(1), "probe: picture must be whole, was truncated");
            assertError(explained.get(2), "probe must be a picture, was null");
            assertError(explained.get(3), "reference: picture must be PNG, JPEG");
            assertError(
                    explained.get(4),
                    "reference: picture must be an aligned crop of 16x16, or a photograph with"
                            + " SparkExplainer.detector, was 32x24 without a detector");
            assertThat(explained.get(5))
                    .isEqualTo(explanations(cheap().explain(TestPairs.pairs(spark, 6))).get(5));
        }

        @Test
        void byFilesThatAreMissingOrNoFiles() {
            String missing = folder.resolve("missing.png").toString();
            Dataset<Row> pairs =
                    spark.createDataFrame(
                            List.of(
                                    RowFactory.create(0L, missing, TestPairs.reference(0)),
                                    RowFactory.create(
                                            1L, folder.toString(), TestPairs.reference(0)),
                                    RowFactory.create(2L, "", TestPairs.reference(0)),
                                    RowFactory.create(3L, "nowhere:/a.png", TestPairs.reference(0)),
                                    RowFactory.create(4L, null, TestPairs.reference(0))),
                            PATHS);
            List<Row> explained = explanations(cheap().explain(pairs));
            assertError(explained.get(0), "probe: picture must be a file, was missing: " + missing);
            assertError(explained.get(1), "probe: picture ");
            assertError(explained.get(2), "probe: ");
            assertError(explained.get(3), "probe: picture cannot be read: ");
            assertError(explained.get(4), "probe must be a picture, was null");
        }

        @Test
        void byAMatcherThatFailsOnThem() {
            SparkModel failing =
                    SparkModel.of(
                            () ->
                                    FaceVerifier.of(
                                            TestPairs.SIZE,
                                            (probe, reference) -> {
                                                throw new IllegalStateException("out of order");
                                            }));
            List<Row> explained =
                    explanations(SparkExplainer.of(failing).explain(TestPairs.pairs(spark, 2)));
            assertThat(explained).hasSize(2).allSatisfy(row -> assertError(row, "out of order"));
        }

        private static void assertError(Row explained, String text) {
            assertThat(explained.<String>getAs("error")).contains(text);
            for (String field : ExplanationRows.SCHEMA.fieldNames()) {
                assertThat(explained.isNullAt(explained.fieldIndex(field)))
                        .as(field)
                        .isEqualTo(!field.equals("error"));
            }
        }
    }

    @Nested
    class Models {
        static final AtomicInteger OPENED = new AtomicInteger();
        static final AtomicInteger CLOSED = new AtomicInteger();
        static final AtomicInteger SCORED = new AtomicInteger();

        static FaceVerifier counted() {
            OPENED.incrementAndGet();
            class Counted implements FaceVerifier, AutoCloseable {
                @Override
                public FaceSize inputSize() {
                    return TestPairs.SIZE;
                }

                @Override
                public float[] similarities(
                        io.github.corrrise.face.FaceBatch probes, FaceImage reference) {
                    SCORED.addAndGet(probes.count());
                    return TestPairs.cheapVerifier().similarities(probes, reference);
                }

                @Override
                public void close() {
                    CLOSED.incrementAndGet();
                }
            }
            return new Counted();
        }

        @Tag("slow")
        @Test
        void areOpenedOnceForAllTasksAndClosedForTheNext() {
            OPENED.set(0);
            CLOSED.set(0);
            SparkModel model = SparkModel.of(Models::counted);
            Dataset<Row> pairs = TestPairs.pairs(spark, 12).repartition(5);
            for (int job = 0; job < 2; job++) {
                assertThat(SparkExplainer.of(model).maskCount(MASKS).explain(pairs).count())
                        .isEqualTo(12);
            }
            assertThat(OPENED).hasValue(1);
            assertThat(CLOSED).hasValue(0);
            cheap().explain(pairs).count();
            assertThat(CLOSED).hasValue(1);
            assertThat(OpenMatchers.count()).isEqualTo(1);
        }

        @Tag("slow")
        @Test
        void thatCannotBeOpenedFailTheJob() {
            SparkModel missing =
                    SparkModel.of(
                            () -> {
                                throw new IOException("no licence");
                            });
            assertFails(missing, "model cannot be opened on this node: no licence");
            assertFails(
                    SparkModel.of(() -> null),
                    "model cannot be opened on this node: the supplier gave null");
            assertThat(OpenMatchers.count()).isZero();
        }

        /** What an executor's node lacks is missing when the task runs, not before. */
        @Tag("slow")
        @Test
        void thatOnlyTheDriverSeesFailTheJob() throws IOException {
            Path model = TestPairs.writeTinyOnnx(folder);
            Dataset<Row> gone =
                    SparkExplainer.of(SparkModel.shared(model.toString()))
                            .explain(TestPairs.pairs(spark, 2));
            Dataset<Row> sent =
                    SparkExplainer.of(SparkModel.onnx(model.toString()))
                            .maskCount(MASKS)
                            .explain(TestPairs.pairs(spark, 2));
            Files.delete(model);
            assertThatThrownBy(gone::collectAsList)
                    .hasStackTraceContaining(
                            "model cannot be opened on this node: model must be a file, was"
                                    + " missing: "
                                    + model)
                    .hasStackTraceContaining("SparkModel.onnx sends a file that only the driver");
            assertThat(explanations(sent)).allMatch(row -> row.<String>getAs("error") == null);
        }

        @Tag("slow")
        @Test
        void thatDifferFromTheDriversFailTheJob() throws IOException {
            Path model = TestPairs.writeTinyOnnx(folder);
            Dataset<Row> explained =
                    SparkExplainer.of(SparkModel.shared(model.toString()))
                            .explain(TestPairs.pairs(spark, 2));
            byte[] other = TestPairs.tinyOnnx();
            other[1] = 7;
            Files.write(model, other);
            assertThatThrownBy(explained::collectAsList)
                    .hasStackTraceContaining("must be the same file on every node");
        }

        @Test
        void thatTheDriverCannotReadAreRefusedAtOnce() throws IOException {
            Dataset<Row> pairs = TestPairs.pairs(spark, 1);
            String missing = folder.resolve("missing.onnx").toString();
            assertThatThrownBy(() -> SparkExplainer.of(SparkModel.onnx(missing)).explain(pairs))
                    .hasMessageContaining("model must be a file that the driver can read")
                    .hasMessageContaining(missing);
            assertThatThrownBy(() -> SparkExplainer.of(SparkModel.shared(missing)).explain(pairs))
                    .hasMessageContaining("model must be a file, was missing: " + missing);
            assertThatThrownBy(
                            () ->
                                    SparkExplainer.of(SparkModel.onnx(folder.toString()))
                                            .explain(pairs))
                    .hasMessageContaining("model must be a file, was a directory");
            Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");
            assertThatThrownBy(
                            () ->
                                    SparkExplainer.of(SparkModel.onnx(text.toString()))
                                            .explain(pairs))
                    .hasMessageContaining("must be an ONNX file");
            assertThatThrownBy(() -> cheap().detector(missing).explain(pairs))
                    .hasMessageContaining("detector must be a file that the driver can read");
        }

        private static void assertFails(SparkModel model, String text) {
            Dataset<Row> explained = SparkExplainer.of(model).explain(TestPairs.pairs(spark, 2));
            assertThatThrownBy(explained::collectAsList).hasStackTraceContaining(text);
        }
    }

    @Tag("slow")
    @Test
    void theExamplesOfThePageRun() throws IOException {
        Path model = TestPairs.writeTinyOnnx(folder);
        Path probe = Files.write(folder.resolve("probe.png"), TestPairs.probe(0));
        Path reference = Files.write(folder.resolve("reference.png"), TestPairs.reference(0));
        Path missing = folder.resolve("missing.png");
        Path table =
                Files.writeString(
                        folder.resolve("pairs.csv"),
                        "probe,reference\n"
                                + probe
                                + ","
                                + reference
                                + "\n"
                                + missing
                                + ","
                                + reference
                                + "\n");
        String out = folder.resolve("explained").toString();
        SparkExamples.explain(spark, table.toString(), model.toString(), out);
        assertThat(SparkExamples.failed(spark, out).collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).isEqualTo(missing.toString()));
        assertThat(SparkExamples.parts(spark, out).collectAsList()).hasSize(11);
        assertThat(SparkExamples.models())
                .hasToString("SparkModel[SHARED /mnt/models/resnet100.onnx]");
    }

    @Nested
    class Rejects {
        @Test
        void aDatasetWithoutTheColumns() {
            Dataset<Row> pairs = TestPairs.pairs(spark, 1);
            assertThatThrownBy(() -> cheap().probeCol("face").explain(pairs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "probeCol must be a column of the dataset, one of [id, probe,"
                                    + " reference], was face");
            assertThatThrownBy(() -> cheap().referenceCol("id").explain(pairs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "referenceCol must be of pictures (binary) or of paths of pictures"
                                    + " (string), was id of type bigint");
            assertThatThrownBy(() -> cheap().outputCol("Probe").explain(pairs))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("outputCol must be a new column, was Probe, which exists");
            assertThatThrownBy(
                            () -> cheap().explain(pairs.select("id", "probe", "reference", "id")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("columns must be of different names, was two called id");
        }

        @Test
        void settingsThatCannotBe() {
            assertThatThrownBy(() -> cheap().maskCount(1))
                    .hasMessageContaining("maskCount must be at least 2, was 1");
            assertThatThrownBy(() -> cheap().threshold(Double.NaN))
                    .hasMessageContaining("threshold");
            assertThatThrownBy(() -> cheap().threshold(0.3).explain(TestPairs.pairs(spark, 1)))
                    .hasMessage(
                            "threshold must be that of the verifier where a supplier opens it,"
                                    + " was 0.3");
            assertThatThrownBy(
                            () -> SparkModel.of(TestPairs::cheapVerifier).preset(ModelPreset.SFACE))
                    .hasMessage(
                            "preset must be set by the supplier that opens the verifier, was"
                                    + " SFACE");
            FaceVerifier open = TestPairs.cheapVerifier();
            assertThatThrownBy(() -> SparkModel.of(() -> open))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("supplier must be serialisable")
                    .hasMessageContaining("NotSerializableException");
        }
    }
}
