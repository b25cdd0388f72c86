package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
        double[] values = new double[28 * 28];
        Arrays.fill(values, 0.5);
        double[] features = new double[basis.featureCount()];
        basis.features(values, features);
        assertThat(features[0]).isCloseTo(14, within(1e-9));
        for (int k = 1; k < features.length; k++) {
            // The lattice lies half a pixel beside the midpoints of its shares.
            assertThat(Math.abs(features[k])).isLessThan(0.5);
        }
    }

    /** Straight from the definition, function by function and point by point. */
    @Test
    void featuresAreWhatTheFormulaSays() {
        int[] lattice = basis.lattice();
        double[] values = new double[lattice.length];
        Arrays.setAll(values, point -> Math.sin(point * 0.37) + point % 5);
        double[] features = new double[basis.featureCount()];
        basis.features(values, features);
        double scale = 56 / 16.0;
        int next = 0;
        for (int k = 0; k < 28; k++) {
            for (int l = 0; l < 28; l++) {
                double variance =
                        Math.exp(
                                -Math.pow(scale * Math.PI, 2)
                                        / 2
                                        * (k * k / (112.0 * 112) + l * l / (56.0 * 56)));
                if (variance < 0.01) {
                    continue;
                }
                double sum = 0;
                for (int point = 0; point < values.length; point++) {
                    sum +=
                            values[point]
                                    * cosine(k, lattice[point] / 56, 112)
                                    * cosine(l, lattice[point] % 56, 56);
                }
                assertThat(features[next])
                        .isCloseTo(sum * Math.sqrt(variance / values.length), within(1e-9));
                next++;
            }
        }
        assertThat(next).isEqualTo(basis.featureCount());
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
