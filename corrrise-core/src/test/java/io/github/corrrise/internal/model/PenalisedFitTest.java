package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PenalisedFitTest {
    private static final double[][] Z = {
        {0.0, 0.3, -0.27},
        {-0.89, -0.45, -0.99},
        {0.06, 1.34, -0.49},
        {-0.62, 0.49, 0.36},
        {0.11, -0.93, -0.03},
        {0.7, -1.34, -0.46},
        {-1.9, -1.29, -1.84},
        {-0.24, -1.27, 0.27},
        {0.16, -0.19, -2.52},
        {-0.54, -0.05, 0.11},
        {-1.53, -0.48, -0.98},
        {-0.81, 1.06, -0.81}
    };
    private static final double[] Y = {
        -0.16, -0.31, -0.84, -0.91, 0.62, 1.4, -1.75, 0.43, 0.8, -1.13, -0.95, -1.29
    };

    /**
     * NumPy 2.4.6, through the likelihood of the contrasts of y, which needs neither G nor a
     * Cholesky factor of it.
     */
    @Nested
    class GoldenValues {
        private final PenalisedFit fit = fit(Y);

        @Test
        void coefficients() {
            assertThat(fit.coefficients())
                    .containsExactly(
                            new double[] {1.104835242568, -0.498928070392, -0.162734647461},
                            within(1e-10));
        }

        @Test
        void errorVarianceAndEvidence() {
            assertThat(fit.errorVariance()).isCloseTo(0.10981538480112213, within(1e-12));
            assertThat(fit.evidence()).isCloseTo(6.0788361108621345, within(1e-9));
        }

        @Test
        void posteriorVariance() {
            assertThat(fit.varianceOf(new double[] {1, 2, -1}))
                    .isCloseTo(0.09197590102798475, within(1e-12));
        }
    }

    @Nested
    class DegenerateCases {
        @Test
        void equalObservationsHaveNoFit() {
            assertThat(PenalisedFit.of(gram(), new double[3], 0, 11)).isEmpty();
        }

        @Test
        void featuresThatNeverVaryHaveNoFit() {
            assertThat(PenalisedFit.of(new double[3][3], new double[3], 1, 11)).isEmpty();
        }

        @Test
        void noFreedomHasNoFit() {
            assertThat(PenalisedFit.of(gram(), new double[3], 1, 0)).isEmpty();
        }

        @Test
        void aPerfectLineLeavesAlmostNothingOver() {
            double[] line = Arrays.stream(Z).mapToDouble(z -> 2 * z[0] - z[1]).toArray();
            PenalisedFit perfect = fit(line);
            assertThat(perfect.coefficients()[0]).isCloseTo(2, within(1e-2));
            assertThat(perfect.errorVariance()).isBetween(0.0, 1e-3);
            assertThat(perfect.evidence()).isGreaterThan(10);
        }
    }

    private static PenalisedFit fit(double[] y) {
        double mean = Arrays.stream(y).average().orElseThrow();
        double[] products = new double[3];
        double square = 0;
        double[][] centred = centred();
        for (int i = 0; i < y.length; i++) {
            square += (y[i] - mean) * (y[i] - mean);
            for (int k = 0; k < 3; k++) {
                products[k] += centred[i][k] * (y[i] - mean);
            }
        }
        return PenalisedFit.of(gram(), products, square, y.length - 1).orElseThrow();
    }

    private static double[][] gram() {
        double[][] gram = new double[3][3];
        for (double[] row : centred()) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    gram[j][k] += row[j] * row[k];
                }
            }
        }
        return gram;
    }

    private static double[][] centred() {
        double[][] centred = new double[Z.length][3];
        for (int k = 0; k < 3; k++) {
            int feature = k;
            double mean = Arrays.stream(Z).mapToDouble(z -> z[feature]).average().orElseThrow();
            for (int i = 0; i < Z.length; i++) {
                centred[i][k] = Z[i][k] - mean;
            }
        }
        return centred;
    }
}
