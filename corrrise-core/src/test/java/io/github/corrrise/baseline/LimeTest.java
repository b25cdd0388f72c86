package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimeTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.lime();
    }

    @Override
    public int documentedMaskCount() {
        return 1000;
    }

    @Override
    public Baseline small() {
        return Baseline.lime(4, 60, 0.25, 1);
    }

    @Override
    public Baseline thorough() {
        return Baseline.lime();
    }

    /** Its superpixels are the cells of the truth. */
    @Override
    public double leastRankCorrelation() {
        return 0.999;
    }

    @Nested
    class KnownValues {
        /** Float scores of up to 1 are rounded at 6e-8. */
        @Test
        void findsTheWeightsOfALinearVerifierWhereTheRidgeIsSmall() {
            double[][] weights = {{0.1, -0.2, 0.05}, {0.3, 0, 0.2}, {-0.15, 0.1, 0.4}};
            AdditiveVerifier verifier = AdditiveVerifier.of(new FaceSize(9, 12), weights);
            SaliencyMap map =
                    Baseline.lime(3, 80, 0.25, 1e-9)
                            .on(verifier)
                            .explain(FacePair.of(verifier.whiteFace(), verifier.whiteFace()))
                            .probe();
            for (int row = 0; row < 9; row++) {
                for (int column = 0; column < 12; column++) {
                    assertThat((double) map.at(row, column))
                            .isCloseTo(weights[row / 3][column / 4], within(1e-6));
                }
            }
        }

        /** One feature: beta = weighted co-spread / (weighted spread + ridge). */
        @Test
        void theRidgeShrinksTowardsZero() {
            WeightedRidge fit = new WeightedRidge(1);
            fit.add(new double[] {0}, 1, 2);
            fit.add(new double[] {1}, 4, 1);
            fit.add(new double[] {3}, 6, 1);
            // Weighted means 1 and 3: spread 2 + 0 + 4, co-spread 4 + 0 + 6.
            assertThat(fit.coefficients(4)[0]).isCloseTo(10 / (6 + 4.0), within(1e-12));
        }

        /** The normal equations hold at the solution. */
        @Test
        void theGradientVanishesAtTheFit() {
            Random random = new Random(4);
            int rows = 40;
            double[][] x = new double[rows][5];
            double[] y = new double[rows];
            double[] w = new double[rows];
            WeightedRidge fit = new WeightedRidge(5);
            for (int i = 0; i < rows; i++) {
                x[i] = random.doubles(5).toArray();
                y[i] = random.nextGaussian();
                w[i] = 0.1 + random.nextDouble();
                fit.add(x[i], y[i], w[i]);
            }
            double[] beta = fit.coefficients(0.7);
            double intercept = 0;
            double total = 0;
            for (int i = 0; i < rows; i++) {
                intercept += w[i] * (y[i] - dot(beta, x[i]));
                total += w[i];
            }
            intercept /= total;
            for (int j = 0; j < 5; j++) {
                double gradient = 0.7 * beta[j];
                for (int i = 0; i < rows; i++) {
                    gradient -= w[i] * (y[i] - intercept - dot(beta, x[i])) * x[i][j];
                }
                assertThat(gradient).isCloseTo(0, within(1e-12));
            }
        }

        private static double dot(double[] a, double[] b) {
            double sum = 0;
            for (int j = 0; j < a.length; j++) {
                sum += a[j] * b[j];
            }
            return sum;
        }
    }

    @Nested
    class Rejects {
        @Test
        void moreSuperpixelsThanPixels() {
            Baseline fine = Baseline.lime(33, 1000, 0.25, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fine.on(FaceVerifier.of(SIZE, (a, b) -> 0)))
                    .withMessage("cellsPerSide must be in [1, 32], was 33");
        }

        @Test
        void noRidgeAndNoWidth() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.lime(7, 1000, 0.25, 0))
                    .withMessage("ridge must be in (0.0, Infinity), was 0.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.lime(7, 1000, Double.NaN, 1))
                    .withMessage("kernelWidth must be in (0.0, Infinity), was NaN");
        }
    }
}
