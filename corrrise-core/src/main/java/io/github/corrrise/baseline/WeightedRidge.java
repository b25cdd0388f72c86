package io.github.corrrise.baseline;

import io.github.corrrise.internal.model.Cholesky;

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
        double[][] penalised = new double[mean.length][];
        for (int j = 0; j < penalised.length; j++) {
            penalised[j] = spread[j].clone();
            penalised[j][j] += ridge;
        }
        return new Cholesky(penalised).solve(co);
    }
}
