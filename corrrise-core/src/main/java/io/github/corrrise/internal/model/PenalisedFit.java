package io.github.corrrise.internal.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Least squares with a penalty on the coefficients, its strength chosen by restricted maximum
 * likelihood.
 *
 * <pre>
 * y = a + Z b + e,   b ~ N(0, t^2 I),   e ~ N(0, v I),   lambda = v / t^2
 * b = (G + lambda I)^-1 g,   G = Z'Z,  g = Z'y,  both of centred Z and y</pre>
 *
 * <p>lambda is the best of a geometric grid from 1e-4 to 1e3 times the mean of G's diagonal. The
 * evidence is the log likelihood less that of b = 0. Cost: a Cholesky factorisation for each of the
 * grid's values, r^3 / 3 each. Immutable.
 */
public final class PenalisedFit {
    private static final int GRID = 22;
    private static final double LEAST = 1e-4;
    private static final double GREATEST = 1e3;

    private final double[][] factor;
    private final double[] coefficients;
    private final double errorVariance;
    private final double evidence;

    private PenalisedFit(
            double[][] factor, double[] coefficients, double errorVariance, double evidence) {
        this.factor = factor;
        this.coefficients = coefficients;
        this.errorVariance = errorVariance;
        this.evidence = evidence;
    }

    /**
     * The fit of largest likelihood; none where there is nothing to fit: G or y'y is 0, or no
     * observation is left once the means are taken off.
     *
     * @param gram G, symmetric
     * @param products g
     * @param square y'y
     * @param freedom observations less the means that were taken off
     */
    public static Optional<PenalisedFit> of(
            double[][] gram, double[] products, double square, int freedom) {
        int size = products.length;
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += gram[i][i];
        }
        if (trace <= 0 || square <= 0 || freedom < 1) {
            return Optional.empty();
        }
        double withoutModel = -0.5 * freedom * Math.log(square / freedom);
        double best = Double.NEGATIVE_INFINITY;
        Optional<PenalisedFit> fit = Optional.empty();
        for (int step = 0; step < GRID; step++) {
            double relative = LEAST * Math.pow(GREATEST / LEAST, step / (GRID - 1.0));
            double lambda = relative * trace / size;
            double[][] factor = cholesky(gram, lambda);
            double[] coefficients = solve(factor, products);
            double explained = 0;
            double logDeterminant = (freedom - size) * Math.log(lambda);
            for (int i = 0; i < size; i++) {
                explained += products[i] * coefficients[i];
                logDeterminant += 2 * Math.log(factor[i][i]);
            }
            // Rounding may leave nothing, or less, of what a perfect fit leaves over.
            double left = Math.max(square - explained, 1e-12 * square) / lambda;
            double likelihood = -0.5 * (freedom * Math.log(left / freedom) + logDeterminant);
            if (likelihood > best) {
                best = likelihood;
                fit =
                        Optional.of(
                                new PenalisedFit(
                                        factor,
                                        coefficients,
                                        left / freedom * lambda,
                                        likelihood - withoutModel));
            }
        }
        return fit;
    }

    /** b. */
    public double[] coefficients() {
        return coefficients.clone();
    }

    /** v, the variance of what the model leaves over. */
    public double errorVariance() {
        return errorVariance;
    }

    /** Log likelihood less that of the model without features; above 0 where features help. */
    public double evidence() {
        return evidence;
    }

    /** (G + lambda I)^-1 times a vector. */
    public double[] solve(double[] vector) {
        return solve(factor, vector);
    }

    /** Posterior variance of c'b: v c' (G + lambda I)^-1 c. */
    public double varianceOf(double[] direction) {
        double[] half = forward(factor, direction);
        return errorVariance * Arrays.stream(half).map(value -> value * value).sum();
    }

    private static double[][] cholesky(double[][] gram, double lambda) {
        double[][] factor = new double[gram.length][];
        for (int i = 0; i < factor.length; i++) {
            double[] row = new double[i + 1];
            factor[i] = row;
            for (int j = 0; j < i; j++) {
                row[j] = (gram[i][j] - dot(row, factor[j], j)) / factor[j][j];
            }
            row[i] = Math.sqrt(gram[i][i] + lambda - dot(row, row, i));
        }
        return factor;
    }

    private static double dot(double[] a, double[] b, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] forward(double[][] factor, double[] vector) {
        double[] half = new double[vector.length];
        for (int i = 0; i < half.length; i++) {
            half[i] = (vector[i] - dot(factor[i], half, i)) / factor[i][i];
        }
        return half;
    }

    private static double[] solve(double[][] factor, double[] vector) {
        double[] solution = forward(factor, vector);
        for (int i = solution.length - 1; i >= 0; i--) {
            solution[i] /= factor[i][i];
            for (int j = 0; j < i; j++) {
                solution[j] -= factor[i][j] * solution[i];
            }
        }
        return solution;
    }
}
