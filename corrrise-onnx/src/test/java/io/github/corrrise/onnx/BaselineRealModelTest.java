package io.github.corrrise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method on a genuine pair and a real face model. Reads the folder of the system property
 * {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class BaselineRealModelTest {
    private static Path shared;

    @TempDir Path folder;

    @BeforeAll
    static void requireTheSharedFolder() {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
    }

    /** Fewer masks where the default takes more than a test should. */
    static Stream<Named<Baseline>> methods() {
        return Stream.of(
                Named.of("S-RISE", Baseline.sRise(GridMasks.defaults(), 500)),
                Named.of("FV-RISE", Baseline.fvRise(500)),
                Named.of("xFace", Baseline.xFace()),
                Named.of("MinPlus", Baseline.minPlus()),
                Named.of("LIME", Baseline.lime(7, 500, 0.25, 1)),
                Named.of("Sobol", Baseline.sobol(8, 16)),
                Named.of("HSIC", Baseline.hsic(7, 750)),
                Named.of("occlusion", Baseline.occlusion()));
    }

    /** The parts of a face between brows and mouth matter more to a face model than the corners. */
    @ParameterizedTest
    @MethodSource("methods")
    void pointsAtTheFaceAndNotAtTheCorners(Baseline method) {
        try (OnnxFaceVerifier verifier = open()) {
            Explanation why = method.on(verifier).explain(pairs().get(0));
            assertThat(why.provenance().passCount())
                    .isEqualTo(2L * method.maskCount(verifier.inputSize()) + 2);
            for (SaliencyMap map : List.of(why.probe(), why.reference().orElseThrow())) {
                double face = mean(map, 32, 92, 28, 84);
                double corners =
                        mean(map, 0, 16, 0, 16) / 4
                                + mean(map, 0, 16, 96, 112) / 4
                                + mean(map, 96, 112, 0, 16) / 4
                                + mean(map, 96, 112, 96, 112) / 4;
                assertThat(face).isGreaterThan(corners).isPositive();
            }
            Path figure = folder.resolve("figure.png");
            HeatMaps.figure(why).write(figure);
            assertThat(figure).isNotEmptyFile();
        }
    }

    /** The distance at which half of the autocorrelation is left, of maps and of their control. */
    @Test
    void theSmoothRandomMapIsAsSmoothAsAPublishedMap() {
        try (OnnxFaceVerifier verifier = open();
                Explainer published =
                        Explainer.builder(verifier)
                                .published()
                                .sides(Side.PROBE)
                                .withoutSignificance()
                                .build()) {
            double maps = 0;
            double controls = 0;
            List<FacePair> pairs = pairs();
            for (FacePair pair : pairs) {
                maps += halfDistance(published.explain(pair).probe()) / pairs.size();
                for (int seed = 0; seed < 10; seed++) {
                    RunSettings run = RunSettings.defaults().withSeed(seed);
                    SaliencyMap control =
                            Baseline.randomSmooth().on(verifier, run).explain(pair).probe();
                    controls += halfDistance(control) / (10 * pairs.size());
                }
            }
            // The distances of single maps spread by about 4 pixels: three errors of a mean of six.
            assertThat(controls).isCloseTo(maps, within(5.0));
        }
    }

    private static OnnxFaceVerifier open() {
        return OnnxFaceVerifier.builder(shared.resolve("models/mobileface_v2.onnx"))
                .preset(ModelPreset.MOBILEFACE)
                .threshold(0.271)
                .open();
    }

    /** Three genuine pairs and three of impostors. */
    private static List<FacePair> pairs() {
        try {
            List<String> lines = Files.readAllLines(shared.resolve("faces/pairs.csv"));
            return Stream.of(1, 2, 3, 11, 12, 13)
                    .map(line -> lines.get(line).split(",", -1))
                    .map(names -> FacePair.of(face(names[0]), face(names[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FaceImage face(String name) {
        return FaceImage.read(shared.resolve("faces/aligned").resolve(name));
    }

    private static double mean(SaliencyMap map, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                sum += map.at(row, column);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }

    /** Along rows and columns, between whole pixels interpolated. */
    private static double halfDistance(SaliencyMap map) {
        int side = map.size().height();
        double mean = mean(map, 0, side, 0, side);
        double before = 1;
        double variance = coSpread(map, mean, 0);
        for (int distance = 1; distance < side; distance++) {
            double left = coSpread(map, mean, distance) / variance;
            if (left < 0.5) {
                return distance - 1 + (before - 0.5) / (before - left);
            }
            before = left;
        }
        throw new AssertionError("a map as flat as " + map);
    }

    private static double coSpread(SaliencyMap map, double mean, int distance) {
        int side = map.size().height();
        double sum = 0;
        for (int i = 0; i < side; i++) {
            for (int j = distance; j < side; j++) {
                sum += (map.at(i, j) - mean) * (map.at(i, j - distance) - mean);
                sum += (map.at(j, i) - mean) * (map.at(j - distance, i) - mean);
            }
        }
        return sum / (2.0 * side * (side - distance));
    }
}
