package io.github.corrrise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.verify.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The adapter on a real face model, held against scores that ONNX Runtime's own interface gave.
 * Reads the folder of the system property {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class RealModelTest implements FaceEmbedderContract, CloseableContract {
    /** What the golden file states for its scores: float32 inference differs between machines. */
    private static final double GOLDEN_TOLERANCE = 1e-4;

    private static final String GOLDEN_PROBE = "D000197_gpo.png";

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
                .preset(OnnxPreset.MOBILEFACE)
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
            assertThat(verifier.layout()).isEqualTo(OnnxPreset.MOBILEFACE.layout());
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
    void givesTheGoldenScores() throws IOException {
        Map<String, Object> golden = golden();
        assertThat(golden).containsEntry("fill", "black (pixel value 0 before normalisation)");
        float[][] visibility = visibility(golden);
        try (OnnxFaceVerifier verifier = openVerifier()) {
            assertThat(verifier.modelSha256()).isEqualTo(golden.get("modelSha256"));
            for (Object each : list(golden.get("cases"))) {
                Map<String, Object> goldenCase = map(each);
                FacePair pair = pairOfGoldenProbe(goldenCase.get("truth").toString());
                FaceBatch probe = FaceBatch.of(verifier.layout(), pair.probe());
                assertThat((double) verifier.similarities(probe, pair.reference())[0])
                        .isCloseTo(number(goldenCase.get("similarity")), within(GOLDEN_TOLERANCE));
                assertScores(verifier, visibility, pair, map(goldenCase.get("probe")));
                assertScores(
                        verifier, visibility, pair.swapped(), map(goldenCase.get("reference")));
            }
        }
    }

    private static void assertScores(
            OnnxFaceVerifier verifier,
            float[][] visibility,
            FacePair pair,
            Map<String, Object> side) {
        List<Object> expected = list(side.get("scores"));
        FaceBatch batch =
                FaceBatch.allocate(visibility.length, verifier.inputSize(), verifier.layout());
        batch.resize(visibility.length);
        LaidOutFace face = LaidOutFace.of(pair.probe(), verifier.layout());
        LaidOutFace black =
                LaidOutFace.of(FaceImage.filled(FaceSize.ARCFACE, 0, 0, 0), verifier.layout());
        for (int mask = 0; mask < visibility.length; mask++) {
            batch.setBlended(mask, face, black, visibility[mask], 0);
        }
        float[] scores = verifier.similarities(batch, pair.reference());
        assertThat(scores).hasSize(expected.size());
        for (int mask = 0; mask < scores.length; mask++) {
            assertThat((double) scores[mask])
                    .as("mask %s", mask)
                    .isCloseTo(number(expected.get(mask)), within(GOLDEN_TOLERANCE));
        }
    }

    private static FacePair pairOfGoldenProbe(String truth) {
        for (String[] pair : pairs()) {
            if (pair[0].equals(GOLDEN_PROBE) && pair[2].equals(truth)) {
                return FacePair.of(aligned(pair[0]), aligned(pair[1]));
            }
        }
        throw new AssertionError("no " + truth + " pair of " + GOLDEN_PROBE);
    }

    /** 1 where no patch lies, for every mask of the golden file. */
    private static float[][] visibility(Map<String, Object> golden) {
        int side = (int) number(golden.get("patchSize"));
        int width = (int) number(golden.get("width"));
        List<Object> masks = list(golden.get("patches"));
        float[][] visibility = new float[masks.size()][width * width];
        for (int mask = 0; mask < visibility.length; mask++) {
            Arrays.fill(visibility[mask], 1);
            for (Object corner : list(masks.get(mask))) {
                int top = (int) number(list(corner).get(0));
                int left = (int) number(list(corner).get(1));
                for (int row = top; row < top + side; row++) {
                    int first = row * width + left;
                    Arrays.fill(visibility[mask], first, first + side, 0);
                }
            }
        }
        return visibility;
    }

    private static Map<String, Object> golden() throws IOException {
        Path file = shared.resolve("golden/real-model.json");
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            return map(value(parser));
        }
    }

    /** Objects as maps, arrays as lists, numbers as doubles, the rest as text. */
    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser));
            }
            return array;
        }
        return parser.currentToken().isNumeric() ? parser.getDoubleValue() : parser.getText();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static double number(Object value) {
        return (Double) value;
    }
}
