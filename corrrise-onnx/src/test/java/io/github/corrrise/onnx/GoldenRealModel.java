package io.github.corrrise.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Two real pairs, 200 masks, and the scores and maps that independent tools made of them. */
final class GoldenRealModel {
    /** The file does not name its faces; their unmasked similarities tell them. */
    private static final Map<String, String> REFERENCES =
            Map.of("GENUINE", "D000197_bio.png", "IMPOSTOR", "K000367_bio.png");

    private static final String PROBE = "D000197_gpo.png";

    private final JsonNode root;
    private final Path shared;

    private GoldenRealModel(JsonNode root, Path shared) {
        this.root = root;
        this.shared = shared;
    }

    /** One pair: its similarity and, for each side, scores and map. */
    record Case(FacePair pair, double similarity, SideOfCase probe, SideOfCase reference) {}

    /** What masking one side gave. */
    record SideOfCase(List<Double> scores, List<Double> map, int undefinedCount) {}

    static GoldenRealModel read(Path shared) {
        Path file = shared.resolve("golden/real-model.json");
        try {
            return new GoldenRealModel(new ObjectMapper().readTree(file.toFile()), shared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String modelSha256() {
        return root.get("modelSha256").asText();
    }

    int maskCount() {
        return root.get("patches").size();
    }

    List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode each : root.get("cases")) {
            Path faces = shared.resolve("faces/aligned");
            FaceImage probe = FaceImage.read(faces.resolve(PROBE));
            FaceImage reference =
                    FaceImage.read(faces.resolve(REFERENCES.get(each.get("truth").asText())));
            cases.add(
                    new Case(
                            FacePair.of(probe, reference),
                            each.get("similarity").asDouble(),
                            side(each.get("probe")),
                            side(each.get("reference"))));
        }
        return cases;
    }

    private static SideOfCase side(JsonNode side) {
        return new SideOfCase(
                doubles(side.get("scores")),
                doubles(side.get("map")),
                side.get("undefinedCount").asInt());
    }

    private static List<Double> doubles(JsonNode array) {
        List<Double> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asDouble()));
        return values;
    }

    /** The file's masks, kept as hidden runs. */
    MaskGenerator binaryMasks() {
        return (firstIndex, count, size, seed) -> {
            int side = root.get("patchSize").asInt();
            BitSet[] hidden = new BitSet[count];
            for (int i = 0; i < count; i++) {
                hidden[i] = new BitSet();
                for (JsonNode corner : root.get("patches").get((int) firstIndex + i)) {
                    for (int row = 0; row < side; row++) {
                        int top = corner.get(0).asInt() + row;
                        int first = top * size.width() + corner.get(1).asInt();
                        hidden[i].set(first, first + side);
                    }
                }
            }
            return MaskBatch.ofHidden(firstIndex, size, hidden);
        };
    }

    /** The same masks, kept dense. */
    MaskGenerator denseMasks() {
        return (firstIndex, count, size, seed) -> {
            MaskBatch binary = binaryMasks().generate(firstIndex, count, size, seed);
            FloatBuffer visibility = FloatBuffer.allocate(count * size.pixelCount());
            for (int i = 0; i < count; i++) {
                binary.writeVisibility(i, visibility);
            }
            return MaskBatch.ofVisibility(firstIndex, size, visibility.array());
        };
    }
}
