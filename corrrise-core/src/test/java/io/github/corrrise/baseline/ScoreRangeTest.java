package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores that a map cannot hold are named; they give neither a map of zeros nor one of gaps. */
class ScoreRangeTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier DESCRIPTOR =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    static Stream<Baseline> baselines() {
        return Stream.of(
                Baseline.sRise(GridMasks.defaults(), 20),
                Baseline.fvRise(20),
                Baseline.xFace(),
                Baseline.minPlus(),
                Baseline.lime(7, 80, 0.25, 1),
                Baseline.sobol(4, 4),
                Baseline.hsic(4, 60),
                Baseline.occlusion());
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("baselines")
    void scoresBeyondAMapAreNamed(Baseline baseline) {
        for (double scale : new double[] {1e-200, 1e160}) {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> baseline.on(scaled(scale)).explain(pair()))
                    .withMessageStartingWith("scaled must give similarities within 1.0E30 of 0");
        }
        SaliencyMap map = baseline.on(scaled(1e-3)).explain(pair()).probe();
        assertThat(map.largestMagnitude()).isGreaterThan(0);
    }

    private static FaceVerifier scaled(double scale) {
        return new FaceEmbedder() {
            @Override
            public FaceSize inputSize() {
                return SIZE;
            }

            @Override
            public float[][] embed(FaceBatch faces) {
                return DESCRIPTOR.embed(faces);
            }

            @Override
            public double similarity(float[] a, float[] b) {
                return scale * DESCRIPTOR.similarity(a, b);
            }

            @Override
            public String description() {
                return "scaled";
            }
        };
    }

    private static FacePair pair() {
        return FacePair.of(face(1), face(2));
    }

    private static FaceImage face(double phase) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + phase) * Math.cos(column * 0.5));
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
