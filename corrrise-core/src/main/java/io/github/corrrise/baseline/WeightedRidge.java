package io.github.corrrise.baseline;

/**
 * Weighted least squares with an intercept and a penalty on the other coefficients.
 *
 * <pre>argmin over b, beta of sum_i w_i (y_i - b - beta . x_i)^2 + ridge |beta|^2</pre>
 *
 * <p>Rows are added one by one and not kept: moments about running means, then a Cholesky
 * factorisation. For one thread.
 */
final class WeightedRidge {
    private final double[] mean;
    private final double[][] spread;
    private final double[] co;
    private double targetMean;
    private double totalWeight;

    WeightedRidge(int dimension) {
        this.mean = new double[dimension];
        this.spread = new double[dimension][dimension];
        this.co = new double[dimension];
    }

    /** Adds a row of weight above 0. */
    void add(double[] row, double target, double weight) {
        totalWeight += weight;
        double share = weight / totalWeight;
        double[] delta = new double[mean.length];
        for (int j = 0; j < mean.length; j++) {
            delta[j] = row[j] - mean[j];
            mean[j] += share * delta[j];
        }
        double targetDelta = target - targetMean;
        targetMean += share * targetDelta;
        for (int j = 0; j < mean.length; j++) {
            double remaining = weight * (row[j] - mean[j]);
            co[j] += remaining * targetDelta;
            for (int k = 0; k <= j; k++) {
                spread[j][k] += remaining * delta[k];
            }
        }
    }

    /** The coefficients without the intercept, for a ridge above 0. */
    double[] coefficients(double ridge) {
        int n = mean.length;
        double[][] lower = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                double rest = spread[j][k] + (j == k ? ridge : 0);
                for (int m = 0; m < k; m++) {
                    rest -= lower[j][m] * lower[k][m];
                }
                lower[j][k] = j == k ? Math.sqrt(rest) : rest / lower[k][k];
            }
        }
        double[] solution = co.clone();
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                solution[j] -= lower[j][k] * solution[k];
            }
            solution[j] /= lower[j][j];
        }
        for (int j = n - 1; j >= 0; j--) {
            for (int k = j + 1; k < n; k++) {
                solution[j] -= lower[k][j] * solution[k];
            }
            solution[j] /= lower[j][j];
        }
        return solution;
    }
}
