package io.github.corrrise.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real face model by DJL and ONNX Runtime, held against the ONNX adapter. Reads the folder of the
 * system property {@code corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class RealModelTest implements FaceEmbedderContract, CloseableContract {
    /** The same runtime in other batches and threads: the last digits of float32 sums. */
    private static final double MAP_TOLERANCE = 1e-4;

    private static Path shared;

    @BeforeAll
    static void requireTheSharedFolder() {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
    }

    private static Path model() {
        return shared.resolve("models/mobileface_v2.onnx");
    }

    @Override
    public DjlFaceVerifier openVerifier() {
        return DjlFaceVerifier.builder(
                        TinyModels.criteria(TinyModels.ONNX_RUNTIME, model()).build())
                .preset(ModelPreset.MOBILEFACE)
                .open();
    }

    @Override
    public double tolerance() {
        return 1e-5;
    }

    @Override
    public List<FaceImage> faces(FaceSize size) {
        return pairs(5).stream().map(FacePair::probe).toList();
    }

    private static List<FacePair> pairs(int count) {
        Path faces = shared.resolve("faces");
        try {
            return Files.readAllLines(faces.resolve("pairs.csv")).stream()
                    .skip(1)
                    .limit(count)
                    .map(line -> line.split(",", -1))
                    .map(
                            names ->
                                    FacePair.of(
                                            FaceImage.read(
                                                    faces.resolve("aligned").resolve(names[0])),
                                            FaceImage.read(
                                                    faces.resolve("aligned").resolve(names[1]))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same pair, model and masks: the engine's way in must not show in a map. */
    @Test
    void mapsAreThoseOfTheOnnxAdapter() {
        try (var djl = openVerifier();
                var onnx =
                        OnnxFaceVerifier.builder(model()).preset(ModelPreset.MOBILEFACE).open()) {
            assertThat(djl.embeddingLength()).isEqualTo(onnx.embeddingLength());
            assertThat(djl.description()).contains(onnx.modelSha256().substring(0, 12));
            for (FacePair pair : pairs(2)) {
                Explanation byDjl = explain(djl, pair);
                Explanation byOnnx = explain(onnx, pair);
                assertThat(byDjl.similarity()).isCloseTo(byOnnx.similarity(), within(1e-5));
                assertClose(byDjl.probe(), byOnnx.probe());
                assertClose(byDjl.reference().orElseThrow(), byOnnx.reference().orElseThrow());
            }
        }
    }

    private static Explanation explain(FaceVerifier verifier, FacePair pair) {
        try (Explainer explainer = Explainer.builder(verifier).maskCount(200).build()) {
            return explainer.explain(pair);
        }
    }

    private static void assertClose(SaliencyMap map, SaliencyMap expected) {
        float[] values = map.toArray();
        float[] wanted = expected.toArray();
        for (int pixel = 0; pixel < values.length; pixel++) {
            assertThat((double) values[pixel])
                    .as("pixel %s", pixel)
                    .isCloseTo(wanted[pixel], within(MAP_TOLERANCE));
        }
    }
}
