package io.github.corrrise.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.onnx.YuNetDetector;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real model on a cluster of two executors, each a process of its own with one core. Reads the
 * folder of the system property {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class ClusterTest {
    private static final double THRESHOLD = 0.271;
    private static final int MASKS = 20;
    private static final int PAIRS = 6;

    private static Path shared;
    private static SparkSession spark;

    /** The rows as one process makes them. */
    private static List<String> expected;

    @TempDir Path folder;

    @BeforeAll
    static void start() throws IOException {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared")).toAbsolutePath();
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
        // Executors of an installation of Spark are started from its folder; here there is none.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        String classPath = System.getProperty("java.class.path");
        spark =
                SparkSession.builder()
                        .master("local-cluster[2,1,1024]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .config("spark.executor.extraClassPath", classPath)
                        .getOrCreate();
        expected = TestPairs.exactly(explainer().explain(pairs().coalesce(1)));
        assertThat(expected).hasSize(PAIRS).allMatch(row -> row.endsWith("null; ); )"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Path model() {
        return shared.resolve("models/mobileface_v2.onnx");
    }

    private static SparkExplainer explainer() {
        return settings(SparkModel.onnx(model().toUri().toString()));
    }

    private static SparkExplainer settings(SparkModel model) {
        return SparkExplainer.of(model.preset(ModelPreset.MOBILEFACE))
                .threshold(THRESHOLD)
                .maskCount(MASKS)
                .parts(true);
    }

    private static Dataset<Row> pairs() {
        try {
            List<String> lines =
                    Files.readAllLines(shared.resolve("faces/pairs-dev.csv")).subList(1, 1 + PAIRS);
            List<Row> rows = new ArrayList<>();
            for (String line : lines) {
                String[] names = line.split(",", -1);
                rows.add(
                        RowFactory.create(
                                (long) rows.size(), picture(names[0]), picture(names[1])));
            }
            return spark.createDataFrame(rows, TestPairs.SCHEMA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] picture(String name) throws IOException {
        return Files.readAllBytes(shared.resolve("faces/aligned").resolve(name));
    }

    @Test
    void explainsAsThePlainLoopDoes() {
        List<Row> rows = TestPairs.sorted(explainer().explain(pairs()));
        try (OnnxFaceVerifier verifier =
                        OnnxFaceVerifier.builder(model())
                                .preset(ModelPreset.MOBILEFACE)
                                .threshold(THRESHOLD)
                                .open();
                Explainer explainer =
                        Explainer.builder(verifier)
                                .maskCount(MASKS)
                                .parts(FaceParts.ofTemplate(FaceSize.ARCFACE))
                                .build()) {
            for (Row row : rows) {
                Explanation why =
                        explainer.explain(
                                FacePair.of(
                                        FaceImage.read(row.<byte[]>getAs("probe")),
                                        FaceImage.read(row.<byte[]>getAs("reference"))));
                Row explained = row.getAs("explanation");
                assertThat(explained.<Double>getAs("similarity")).isEqualTo(why.similarity());
                Row probe = explained.getAs("probe");
                List<Float> values = probe.getList(probe.fieldIndex("values"));
                assertThat(values).hasSize(112 * 112);
                for (int i = 0; i < values.size(); i++) {
                    assertThat(values.get(i)).isEqualTo(why.probe().at(i / 112, i % 112));
                }
                assertThat(explained.<Row>getAs("provenance").<String>getAs("digest"))
                        .isEqualTo(why.provenance().inputs().digest());
            }
        }
    }

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 3, 7})
    void rowsAreTheSameForAnyPartitions(int count) {
        assertThat(TestPairs.exactly(explainer().explain(pairs().repartition(count))))
                .isEqualTo(expected);
    }

    @Test
    void rowsAreTheSameByASharedFile() {
        assertThat(
                        TestPairs.exactly(
                                settings(SparkModel.shared(model().toString())).explain(pairs())))
                .isEqualTo(expected);
    }

    @Test
    void rowsAreTheSameAfterATaskDiedHalfWay() {
        String marker = folder.resolve("died").toString();
        assertThat(TestPairs.exactly(disturbed(marker, false))).isEqualTo(expected);
        assertThat(Path.of(marker)).exists();
    }

    @Test
    void rowsAreTheSameAfterAnExecutorWasStopped() {
        String marker = folder.resolve("halted").toString();
        assertThat(TestPairs.exactly(disturbed(marker, true))).isEqualTo(expected);
        assertThat(Path.of(marker)).exists();
    }

    /** Half way through a partition the first task to get there dies, or its whole process. */
    private static Dataset<Row> disturbed(String marker, boolean whole) {
        Dataset<Row> explained = explainer().explain(pairs().repartition(2));
        MapFunction<Row, Row> once =
                row -> {
                    if (row.<Long>getAs("id") == PAIRS / 2 && isFirst(marker)) {
                        if (whole) {
                            Runtime.getRuntime().halt(7);
                        }
                        throw new IllegalStateException("half way");
                    }
                    return row;
                };
        return explained.map(once, Encoders.row(explained.schema()));
    }

    private static boolean isFirst(String marker) throws IOException {
        try {
            Files.createFile(Path.of(marker));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Test
    void facesInPhotographsAreFoundAndAligned() throws IOException {
        Path photographs = shared.resolve("faces/photos");
        List<String> names = List.of("B001230_gpo.jpg", "D000197_gpo.jpg");
        Path yunet = shared.resolve("models/yunet_n_dynamic.onnx");
        List<Row> rows =
                List.of(
                        RowFactory.create(
                                0L,
                                Files.readAllBytes(photographs.resolve(names.get(0))),
                                Files.readAllBytes(photographs.resolve(names.get(1)))));
        Row explained =
                explainer()
                        .maps(false)
                        .detector(yunet.toString())
                        .explain(spark.createDataFrame(rows, TestPairs.SCHEMA))
                        .select("explanation.*")
                        .head();
        try (OnnxFaceVerifier verifier =
                        OnnxFaceVerifier.builder(model()).preset(ModelPreset.MOBILEFACE).open();
                YuNetDetector detector = YuNetDetector.builder(yunet).open()) {
            List<FaceImage> faces = new ArrayList<>();
            for (String name : names) {
                FaceImage photograph = FaceImage.read(photographs.resolve(name));
                faces.add(
                        FaceAligner.arcFace()
                                .align(
                                        photograph,
                                        detector.only(photograph).landmarks(),
                                        detector.description())
                                .crop());
            }
            PartEffects effects =
                    PartPasses.effects(
                            verifier,
                            FacePair.of(faces.get(0), faces.get(1)),
                            FaceParts.ofTemplate(FaceSize.ARCFACE),
                            Fills.of(Fill.black()));
            assertThat(explained.<Double>getAs("similarity")).isEqualTo(effects.similarity());
            Row provenance = explained.getAs("provenance");
            assertThat(provenance.<Long>getAs("passCount")).isEqualTo(effects.passCount());
            assertThat(provenance.<Row>getAs("probe").<String>getAs("alignment"))
                    .isEqualTo(detector.description());
        }
    }

    @Test
    void aModelThatOnlyTheDriverSeesFailsTheJob() throws IOException {
        Path copy = Files.copy(model(), folder.resolve("copy.onnx"));
        Dataset<Row> explained = settings(SparkModel.shared(copy.toString())).explain(pairs());
        Files.delete(copy);
        assertThatThrownBy(explained::count)
                .hasStackTraceContaining("model must be a file, was missing: " + copy)
                .hasStackTraceContaining("SparkModel.onnx sends a file that only the driver sees");
    }

    @Test
    void aCorruptPictureIsARowAndNothingElse() {
        List<Row> rows = new ArrayList<>(pairs().collectAsList());
        rows.set(2, RowFactory.create(2L, new byte[] {1, 2, 3}, null));
        List<Row> explained =
                TestPairs.sorted(
                        explainer().explain(spark.createDataFrame(rows, TestPairs.SCHEMA)));
        for (int i = 0; i < PAIRS; i++) {
            String error = explained.get(i).<Row>getAs("explanation").getAs("error");
            assertThat(error == null).isEqualTo(i != 2);
        }
    }
}
