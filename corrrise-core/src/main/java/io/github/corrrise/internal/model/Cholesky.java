package io.github.corrrise.internal.model;

/** Solves linear equations of a symmetric positive definite matrix. Immutable. */
public final class Cholesky {
    private final double[][] lower;

    /**
     * Factors a matrix.
     *
     * @param matrix its lower triangle, square; not changed. A matrix that is not positive definite
     *     gives NaN
     */
    public Cholesky(double[][] matrix) {
        int n = matrix.length;
        this.lower = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                double rest = matrix[j][k];
                for (int m = 0; m < k; m++) {
                    rest -= lower[j][m] * lower[k][m];
                }
                lower[j][k] = j == k ? Math.sqrt(rest) : rest / lower[k][k];
            }
        }
    }

    /** The solution for one right-hand side, which stays as it is. */
    public double[] solve(double[] right) {
        int n = lower.length;
        double[] solution = right.clone();
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
