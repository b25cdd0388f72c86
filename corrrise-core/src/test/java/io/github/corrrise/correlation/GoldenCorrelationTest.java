package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.corrrise.contract.CorrelationContract.GivenMasks;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Maps against SciPy 1.10.1's pearsonr, pixel by pixel in float64: binary and soft masks, ties,
 * constant pixels, constant scores and a huge offset. Reads the folder of the system property
 * {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class GoldenCorrelationTest {
    record GoldenCase(String name, JsonNode data, ScoreCorrelation.Kernel kernel) {
        @Override
        public String toString() {
            return name + " by " + kernel;
        }
    }

    static List<GoldenCase> cases() throws IOException {
        Path shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        JsonNode root =
                new ObjectMapper().readTree(shared.resolve("golden/correlation.json").toFile());
        List<GoldenCase> cases = new ArrayList<>();
        for (JsonNode data : root.get("cases")) {
            String name = data.get("name").asText();
            for (ScoreCorrelation.Kernel kernel : ScoreCorrelation.Kernel.values()) {
                if (kernel != ScoreCorrelation.Kernel.GRID_NODES
                        && (kernel != ScoreCorrelation.Kernel.HIDDEN_RUNS
                                || isBinary(masks(data)))) {
                    cases.add(new GoldenCase(name, data, kernel));
                }
            }
        }
        assertThat(cases).hasSizeGreaterThan(15);
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void equalsTheIndependentTool(GoldenCase golden) {
        assertCase(golden, Correlation.PEARSON, golden.data().get("pearson"));
        assertCase(golden, Correlation.RANKED_SCORES, golden.data().get("rankedScores"));
    }

    private static void assertCase(GoldenCase golden, Correlation correlation, JsonNode expected) {
        JsonNode data = golden.data();
        FaceSize size = new FaceSize(data.get("height").asInt(), data.get("width").asInt());
        GivenMasks masks =
                golden.kernel() == ScoreCorrelation.Kernel.HIDDEN_RUNS
                        ? GivenMasks.binary(size, masks(data))
                        : GivenMasks.dense(size, masks(data));
        SaliencyMap map =
                ScoreCorrelation.defaults()
                        .withKernel(golden.kernel())
                        .withCorrelation(correlation)
                        .maps(MaskScores.of(masks, size, 0, doubles(data.get("scores"))))
                        .get(0);
        for (int p = 0; p < size.pixelCount(); p++) {
            int row = p / size.width();
            int column = p % size.width();
            assertThat(map.isDefined(row, column))
                    .as("pixel %s", p)
                    .isEqualTo(data.get("undefined").get(p).asInt() == 0);
            // Half a digit of float32, in which maps are kept and ND4J multiplies.
            assertThat((double) map.at(row, column))
                    .as("pixel %s", p)
                    .isCloseTo(expected.get(p).asDouble(), within(1e-6));
        }
    }

    private static float[][] masks(JsonNode data) {
        float[][] masks = new float[data.get("maskCount").asInt()][];
        for (int i = 0; i < masks.length; i++) {
            double[] mask = doubles(data.get("masks").get(i));
            masks[i] = new float[mask.length];
            for (int p = 0; p < mask.length; p++) {
                masks[i][p] = (float) mask[p];
            }
        }
        return masks;
    }

    private static boolean isBinary(float[][] masks) {
        for (float[] mask : masks) {
            for (float value : mask) {
                if (value != 0f && value != 1f) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
