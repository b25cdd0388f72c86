package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureCovariancesTest {
    static Stream<Arguments> distributions() {
        return Stream.of(
                Arguments.of("patches", new PatchVisibility(20, 13, 4, 3, false), 20, 13),
                Arguments.of(
                        "an odd number of large ones",
                        new PatchVisibility(12, 17, 9, 5, false),
                        12,
                        17),
                Arguments.of("a Poisson number", new PatchVisibility(20, 13, 4, 3, true), 20, 13),
                Arguments.of(
                        "one as large as the face", new PatchVisibility(8, 8, 8, 1, false), 8, 8),
                Arguments.of("single pixels", new PatchVisibility(9, 10, 1, 24, false), 9, 10),
                Arguments.of("grids", new GridVisibility(20, 13, 6, 5, 0.3), 20, 13),
                Arguments.of("grids of one cell", new GridVisibility(7, 9, 20, 20, 0.5), 7, 9));
    }

    /** A covariance with a sum is the sum of the covariances: pixel by pixel. */
    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("distributions")
    void theyAreSumsOverAllPixels(String name, VisibilityMoments moments, int height, int width) {
        SmoothBasis basis = new SmoothBasis(height, width);
        int pixelCount = height * width;
        float[][] covariances = new float[basis.featureCount()][pixelCount];
        moments.addFeatureCovariances(basis, 0.5, covariances);
        moments.addFeatureCovariances(basis, 0.25, covariances);
        int[] all = IntStream.range(0, pixelCount).toArray();
        double[] withPixels = new double[pixelCount];
        float[] asMask = new float[pixelCount];
        double[] features = new double[basis.featureCount()];
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            moments.covariances(pixel, all, withPixels);
            for (int other = 0; other < pixelCount; other++) {
                asMask[other] = (float) withPixels[other];
            }
            basis.features(asMask, features);
            for (int f = 0; f < features.length; f++) {
                assertThat((double) covariances[f][pixel])
                        .as("pixel %d, feature %d", pixel, f)
                        .isCloseTo(0.75 * features[f], within(2e-6));
            }
        }
    }
}
