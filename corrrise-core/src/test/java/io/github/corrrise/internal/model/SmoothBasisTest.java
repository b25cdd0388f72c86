package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SmoothBasisTest {
    private final SmoothBasis basis = new SmoothBasis(112, 56);

    @Test
    void theLatticeSpreadsEvenlyOverTheFace() {
        int[] lattice = basis.lattice();
        assertThat(lattice).hasSize(28 * 28);
        assertThat(lattice[0]).isEqualTo(2 * 56 + 1);
        assertThat(lattice[28 + 1]).isEqualTo(6 * 56 + 3);
        for (int point = 0; point < lattice.length; point++) {
            assertThat(basis.nearestPoint(lattice[point])).isEqualTo(point);
        }
    }

    /** A constant has the first feature alone: sqrt(n) times the constant. */
    @Test
    void aConstantHasTheFirstFeatureAlone() {
        float[] visibility = new float[112 * 56];
        Arrays.fill(visibility, 0.5f);
        double[] features = new double[basis.featureCount()];
        basis.features(visibility, features);
        assertThat(features[0]).isCloseTo(Math.sqrt(112 * 56) / 2, within(1e-9));
        for (int k = 1; k < features.length; k++) {
            assertThat(features[k]).isCloseTo(0, within(1e-9));
        }
    }

    /** Straight from the definition, function by function and pixel by pixel. */
    @Test
    void featuresAreWhatTheFormulaSays() {
        SmoothBasis small = new SmoothBasis(28, 14);
        float[] visibility = new float[28 * 14];
        for (int pixel = 0; pixel < visibility.length; pixel++) {
            visibility[pixel] = (float) (0.5 + 0.5 * Math.sin(pixel * 0.37 + pixel % 5));
        }
        double[] features = new double[small.featureCount()];
        small.features(visibility, features);
        double scale = 14 / 16.0;
        int next = 0;
        for (int k = 0; k < 28; k++) {
            for (int l = 0; l < 14; l++) {
                double variance =
                        Math.exp(
                                -Math.pow(scale * Math.PI, 2)
                                        / 2
                                        * (k * k / (28.0 * 28) + l * l / (14.0 * 14)));
                if (variance < 0.01) {
                    continue;
                }
                double sum = 0;
                for (int pixel = 0; pixel < visibility.length; pixel++) {
                    sum +=
                            visibility[pixel]
                                    * cosine(k, pixel / 14, 28)
                                    * cosine(l, pixel % 14, 14);
                }
                assertThat(features[next])
                        .isCloseTo(sum * Math.sqrt(variance / visibility.length), within(1e-9));
                next++;
            }
        }
        assertThat(next).isEqualTo(small.featureCount());
    }

    /** From corners or nodes as pixel by pixel, whatever the masks. */
    @ParameterizedTest(name = "{0} on {1} x {2}")
    @MethodSource("masks")
    void everyFormOfMaskHasTheFeaturesOfItsPixels(MaskGenerator masks, int height, int width) {
        FaceSize size = new FaceSize(height, width);
        SmoothBasis own = new SmoothBasis(height, width);
        MaskBatch batch = masks.generate(3, 20, size, 8);
        FloatBuffer visibility = FloatBuffer.allocate(size.pixelCount());
        double[] dense = new double[own.featureCount()];
        double[] fast = new double[own.featureCount()];
        for (int i = 0; i < batch.count(); i++) {
            batch.writeVisibility(i, visibility.clear());
            own.features(visibility.array(), dense);
            if (batch.form() == MaskBatch.Form.BINARY) {
                own.featuresOfHidden(batch.hiddenRuns(i), fast);
            } else {
                MaskBatch.Grid grid = batch.grid(i);
                own.featuresOfGrid(grid.cellHeight(), grid.cellWidth(), grid.visiblePlaces(), fast);
            }
            // Grids are enlarged in single precision.
            assertThat(fast).containsExactly(dense, within(1e-5));
        }
    }

    static Stream<Arguments> masks() {
        return Stream.of(
                Arguments.of(PatchMasks.published(), 112, 56),
                Arguments.of(new PatchMasks(24, 0.1), 45, 71),
                Arguments.of(new PatchMasks(1, 1), 9, 9),
                Arguments.of(new PatchMasks(500, 0.3), 30, 30),
                Arguments.of(GridMasks.defaults(), 56, 48),
                Arguments.of(new GridMasks(3, 0.3), 7, 40));
    }

    @Test
    void aTinyFaceIsReadPixelByPixel() {
        SmoothBasis tiny = new SmoothBasis(3, 4);
        assertThat(tiny.lattice()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(tiny.featureCount()).isBetween(1, 12);
    }

    private static double cosine(int order, int at, int length) {
        return order == 0 ? 1 : Math.sqrt(2) * Math.cos(Math.PI * order * (at + 0.5) / length);
    }
}
