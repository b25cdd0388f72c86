package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.internal.random.CounterRandom;
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
            double[][] direction = {{1}, {2}, {-1}};
            model().turn(direction);
            assertThat(fit.errorVariance() * fit.spreads(direction)[0])
                    .isCloseTo(0.09197590102798475, within(1e-12));
        }

        @Test
        void solutions() {
            double[][] turned = {{1, 3}, {2, 0}, {-1, 5}};
            model().turn(turned);
            double[][] solved = {turned[0].clone(), turned[1].clone(), turned[2].clone()};
            fit.solve(solved);
            double[] forms = fit.spreads(turned);
            for (int v = 0; v < 2; v++) {
                double product = 0;
                for (int k = 0; k < 3; k++) {
                    product += turned[k][v] * solved[k][v];
                }
                assertThat(product).isCloseTo(forms[v], within(1e-12));
            }
        }
    }

    /** Against the equations themselves, where more than one reflection is needed. */
    @Nested
    class ManyFeatures {
        private static final int COUNT = 40;
        private final double[][] gram = new double[COUNT][COUNT];
        private final double[] products = new double[COUNT];

        ManyFeatures() {
            CounterRandom random = new CounterRandom(5, 0);
            for (int i = 0; i < 60; i++) {
                double[] row = new double[COUNT];
                Arrays.setAll(row, k -> random.nextDouble() - 0.5);
                for (int j = 0; j < COUNT; j++) {
                    products[j] += row[j] * (row[3] + 0.3 * random.nextDouble());
                    for (int k = 0; k < COUNT; k++) {
                        gram[j][k] += row[j] * row[k];
                    }
                }
            }
        }

        @Test
        void theCoefficientsSolveThePenalisedEquations() {
            PenalisedModel model = new PenalisedModel(gram);
            double[][] turned = new double[COUNT][];
            Arrays.setAll(turned, k -> new double[] {products[k]});
            model.turn(turned);
            double[] own = Arrays.stream(turned).mapToDouble(row -> row[0]).toArray();
            double[] b = model.fit(own, 10, 59).orElseThrow().coefficients();
            double[] rest = new double[COUNT];
            double lambda = 0;
            double square = 0;
            for (int j = 0; j < COUNT; j++) {
                rest[j] = products[j];
                for (int k = 0; k < COUNT; k++) {
                    rest[j] -= gram[j][k] * b[k];
                }
                lambda += rest[j] * b[j];
                square += b[j] * b[j];
            }
            lambda /= square;
            assertThat(lambda).isPositive();
            for (int j = 0; j < COUNT; j++) {
                assertThat(rest[j]).isCloseTo(lambda * b[j], within(1e-12));
            }
        }

        @Test
        void turningKeepsLengthsAndAngles() {
            double[][] vectors = new double[COUNT][2];
            for (int k = 0; k < COUNT; k++) {
                vectors[k][0] = products[k];
                vectors[k][1] = k % 3 - 1;
            }
            double product = product(vectors);
            new PenalisedModel(gram).turn(vectors);
            assertThat(product(vectors)).isCloseTo(product, within(1e-12));
        }

        private double product(double[][] vectors) {
            return Arrays.stream(vectors).mapToDouble(row -> row[0] * row[1]).sum();
        }
    }

    @Nested
    class DegenerateCases {
        @Test
        void equalObservationsHaveNoFit() {
            assertThat(model().fit(new double[3], 0, 11)).isEmpty();
        }

        @Test
        void featuresThatNeverVaryHaveNoFit() {
            assertThat(new PenalisedModel(new double[3][3]).fit(new double[3], 1, 11)).isEmpty();
        }

        @Test
        void noFreedomHasNoFit() {
            assertThat(model().fit(new double[3], 1, 0)).isEmpty();
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
        double[][] turned = {{products[0]}, {products[1]}, {products[2]}};
        model().turn(turned);
        double[] own = {turned[0][0], turned[1][0], turned[2][0]};
        return model().fit(own, square, y.length - 1).orElseThrow();
    }

    private static PenalisedModel model() {
        return new PenalisedModel(gram());
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
