package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HsicTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.hsic();
    }

    @Override
    public int documentedMaskCount() {
        return 1500;
    }

    @Override
    public Baseline small() {
        return Baseline.hsic(4, 60);
    }

    @Override
    public Baseline thorough() {
        return Baseline.hsic();
    }

    @Override
    public double leastRankCorrelation() {
        return 0.85;
    }

    @Override
    public boolean tellsTheSign() {
        return false;
    }

    @Nested
    class KnownValues {
        /** The trace of four matrices, written out. */
        @Test
        void isTheTextbookTrace() {
            int n = 30;
            Baseline method = Baseline.hsic(2, n);
            CellMasks masks =
                    new CellMasks(
                            new Cells(2), (seed, first, count) -> shown(seed, first, count, n));
            Textbook run = Textbook.run(method, masks, n);
            double mean = 0;
            for (double score : run.scores()) {
                mean += score / n;
            }
            double variance = 0;
            for (double score : run.scores()) {
                variance += (score - mean) * (score - mean) / (n - 1);
            }
            FaceSize size = run.map().size();
            for (int pixel : new int[] {0, size.width() - 1, size.pixelCount() - 1}) {
                double[][] k = new double[n][n];
                double[][] l = new double[n][n];
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        boolean differ = run.masks()[i][pixel] != run.masks()[j][pixel];
                        k[i][j] = differ ? -0.5 : 0.5;
                        double d = run.scores()[i] - run.scores()[j];
                        l[i][j] = Math.exp(-d * d / (2 * variance));
                    }
                }
                double[][] left = times(k, centring(n));
                double[][] right = times(l, centring(n));
                double trace = 0;
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        trace += left[i][j] * right[j][i];
                    }
                }
                float value = run.map().at(pixel / size.width(), pixel % size.width());
                assertThat((double) value)
                        .isCloseTo(trace / ((n - 1) * (n - 1)), within(1e-6))
                        .isPositive();
            }
        }

        private static double[][] shown(long seed, long first, int count, int n) {
            double[][] rows = new LatinHypercube(n, 4).points(seed, first, count);
            for (double[] row : rows) {
                for (int cell = 0; cell < 4; cell++) {
                    row[cell] = Math.floor(2 * row[cell]);
                }
            }
            return rows;
        }

        private static double[][] centring(int n) {
            double[][] h = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    h[i][j] = (i == j ? 1 : 0) - 1.0 / n;
                }
            }
            return h;
        }

        private static double[][] times(double[][] a, double[][] b) {
            double[][] product = new double[a.length][a.length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                    for (int m = 0; m < a.length; m++) {
                        product[i][j] += a[i][m] * b[m][j];
                    }
                }
            }
            return product;
        }
    }

    @Nested
    class Properties {
        /** The kernel's width follows the scores. */
        @Test
        void isTheSameForScoresInAnotherUnit() {
            FaceVerifier one = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255);
            FaceVerifier other = FaceVerifier.of(SIZE, (probe, reference) -> 7 - probe.mean(0) / 9);
            SaliencyMap map = small().on(one).explain(BaselineContract.noise(1)).probe();
            SaliencyMap same = small().on(other).explain(BaselineContract.noise(1)).probe();
            for (int column = 0; column < SIZE.width(); column++) {
                assertThat(same.at(11, column)).isCloseTo(map.at(11, column), within(1e-5f));
            }
        }
    }
}
