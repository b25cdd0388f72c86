package io.github.corrrise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskedFace;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The adapter on a real face model, held against scores that ONNX Runtime's own interface gave.
 * Reads the folder of the system property {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class RealModelTest implements FaceEmbedderContract, CloseableContract {
    /** What the golden file states for its scores: float32 inference differs between machines. */
    private static final double GOLDEN_TOLERANCE = 1e-4;

    /** The same for its maps. */
    private static final double GOLDEN_MAP_TOLERANCE = 2e-3;

    /** The best threshold of this model on LFW. */
    private static final double THRESHOLD = 0.271;

    private static Path shared;

    @BeforeAll
    static void requireTheSharedFolder() {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
    }

    @Override
    public OnnxFaceVerifier openVerifier() {
        return OnnxFaceVerifier.builder(shared.resolve("models/mobileface_v2.onnx"))
                .preset(ModelPreset.MOBILEFACE)
                .threshold(THRESHOLD)
                .open();
    }

    @Override
    public double tolerance() {
        return 1e-5;
    }

    @Override
    public List<FaceImage> faces(FaceSize size) {
        return Arrays.stream(pairs()).limit(5).map(pair -> aligned(pair[0])).toList();
    }

    private static String[][] pairs() {
        try {
            return Files.readAllLines(shared.resolve("faces/pairs.csv")).stream()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toArray(String[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FaceImage aligned(String name) {
        return FaceImage.read(shared.resolve("faces/aligned").resolve(name));
    }

    @Test
    void readsTheModelsOwnShape() {
        try (OnnxFaceVerifier verifier = openVerifier()) {
            assertThat(verifier.inputSize()).isEqualTo(FaceSize.ARCFACE);
            assertThat(verifier.embeddingLength()).isEqualTo(256);
            assertThat(verifier.layout()).isEqualTo(ModelPreset.MOBILEFACE.layout());
            assertThat(verifier.description())
                    .startsWith("mobileface_v2.onnx (sha256 eb2608f2eb9f), MOBILEFACE, 112x112 ");
        }
    }

    @Test
    void decidesEveryPairAsItIs() {
        try (OnnxFaceVerifier verifier = openVerifier()) {
            Map<String, Integer> counts = new TreeMap<>();
            for (String[] pair : pairs()) {
                FaceBatch probe = FaceBatch.of(verifier.layout(), aligned(pair[0]));
                double similarity = verifier.similarities(probe, aligned(pair[1]))[0];
                Decision decision = verifier.threshold().orElseThrow().decide(similarity);
                counts.merge(pair[2] + " " + decision, 1, Integer::sum);
            }
            assertThat(counts).isEqualTo(Map.of("GENUINE MATCH", 10, "IMPOSTOR NON_MATCH", 10));
        }
    }

    /**
     * The unmasked similarities and all 800 scores of masked faces. The file does not name its
     * faces: one probe, its genuine and its impostor reference, told by the unmasked similarities
     * (equal to 1e-14); what tests the adapter independently of that are the masked scores.
     */
    @Test
    void givesTheGoldenScores() {
        GoldenRealModel golden = GoldenRealModel.read(shared);
        try (OnnxFaceVerifier verifier = openVerifier()) {
            assertThat(verifier.modelSha256()).isEqualTo(golden.modelSha256());
            for (GoldenRealModel.Case each : golden.cases()) {
                FaceBatch probe = FaceBatch.of(verifier.layout(), each.pair().probe());
                assertThat((double) verifier.similarities(probe, each.pair().reference())[0])
                        .isCloseTo(each.similarity(), within(GOLDEN_TOLERANCE));
                assertScores(verifier, golden, each.pair(), each.probe());
                assertScores(verifier, golden, each.pair().swapped(), each.reference());
            }
        }
    }

    /** The maps through the public API, both sides, by every kernel. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GRID_NODES")
    void givesTheGoldenMaps(ScoreCorrelation.Kernel kernel) {
        GoldenRealModel golden = GoldenRealModel.read(shared);
        try (OnnxFaceVerifier verifier = openVerifier();
                Explainer explainer =
                        Explainer.builder(verifier)
                                .published()
                                .masks(
                                        kernel == ScoreCorrelation.Kernel.HIDDEN_RUNS
                                                ? golden.binaryMasks()
                                                : golden.denseMasks())
                                .maskCount(golden.maskCount())
                                .kernel(kernel)
                                .build()) {
            for (GoldenRealModel.Case each : golden.cases()) {
                Explanation why = explainer.explain(each.pair());
                assertThat(why.similarity()).isCloseTo(each.similarity(), within(1e-4));
                assertMap(why.probe(), each.probe());
                assertMap(why.reference().orElseThrow(), each.reference());
            }
        }
    }

    private static void assertMap(SaliencyMap map, GoldenRealModel.SideOfCase expected) {
        assertThat(map.undefinedCount()).isEqualTo(expected.undefinedCount());
        float[] values = map.toArray();
        for (int pixel = 0; pixel < values.length; pixel++) {
            assertThat((double) values[pixel])
                    .as("pixel %s", pixel)
                    .isCloseTo(expected.map().get(pixel), within(GOLDEN_MAP_TOLERANCE));
        }
    }

    /** A model's outputs may depend on the batch in the last digits; a map must not show it. */
    @Test
    void batchesAndThreadsMoveAMapByNoMoreThanRounding() {
        FacePair pair = GoldenRealModel.read(shared).cases().get(0).pair();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (OnnxFaceVerifier verifier = openVerifier()) {
            float[] expected = mapOf(verifier, pair, 16, executor, 1);
            int[][] runs = {{1, 1}, {7, 1}, {16, 2}, {7, 4}};
            for (int[] run : runs) {
                float[] map = mapOf(verifier, pair, run[0], executor, run[1]);
                for (int pixel = 0; pixel < map.length; pixel++) {
                    assertThat(map[pixel])
                            .as("batches of %s on %s threads, pixel %s", run[0], run[1], pixel)
                            .isCloseTo(expected[pixel], within(1e-5f));
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static float[] mapOf(
            OnnxFaceVerifier verifier,
            FacePair pair,
            int batchSize,
            ExecutorService executor,
            int threads) {
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .maskCount(100)
                        .batchSize(batchSize)
                        .executor(executor, threads)
                        .build()) {
            return explainer.explain(pair).probe().toArray();
        }
    }

    private static void assertScores(
            OnnxFaceVerifier verifier,
            GoldenRealModel golden,
            FacePair pair,
            GoldenRealModel.SideOfCase expected) {
        MaskedFace face = MaskedFace.of(pair.probe(), Fills.of(Fill.black()), verifier.layout());
        MaskBatch masks =
                golden.binaryMasks().generate(0, golden.maskCount(), pair.probe().size(), 0);
        FaceBatch copies =
                face.under(masks, FaceBatch.memory(golden.maskCount(), verifier.inputSize()));
        float[] scores = verifier.similarities(copies, pair.reference());
        assertThat(scores).hasSize(expected.scores().size());
        for (int mask = 0; mask < scores.length; mask++) {
            assertThat((double) scores[mask])
                    .as("mask %s", mask)
                    .isCloseTo(expected.scores().get(mask), within(GOLDEN_TOLERANCE));
        }
    }
}
