package io.github.corrrise.internal.model;

import java.util.Arrays;

/** A symmetric positive definite tridiagonal matrix, factored as L D L'. Immutable. */
final class Tridiagonal {
    private final double[] pivots;

    /** The entries of L below its diagonal. */
    private final double[] factors;

    private final double logDeterminant;

    private Tridiagonal(double[] pivots, double[] factors) {
        this.pivots = pivots;
        this.factors = factors;
        this.logDeterminant = Arrays.stream(pivots).map(Math::log).sum();
    }

    /** Factors the matrix of these entries, with {@code shift} added to its diagonal. */
    static Tridiagonal of(double[] diagonal, double[] beside, double shift) {
        double[] pivots = new double[diagonal.length];
        double[] factors = new double[beside.length];
        for (int i = 0; i < pivots.length; i++) {
            pivots[i] = diagonal[i] + shift;
            if (i > 0) {
                factors[i - 1] = beside[i - 1] / pivots[i - 1];
                pivots[i] -= factors[i - 1] * beside[i - 1];
            }
        }
        return new Tridiagonal(pivots, factors);
    }

    double logDeterminant() {
        return logDeterminant;
    }

    double[] solve(double[] vector) {
        double[] solution = vector.clone();
        for (int i = 1; i < solution.length; i++) {
            solution[i] -= factors[i - 1] * solution[i - 1];
        }
        for (int i = solution.length - 1; i >= 0; i--) {
            solution[i] /= pivots[i];
            if (i + 1 < solution.length) {
                solution[i] -= factors[i] * solution[i + 1];
            }
        }
        return solution;
    }

    /** Solves for many vectors [place][vector], in place. */
    void solveAll(double[][] vectors) {
        for (int i = 1; i < vectors.length; i++) {
            addScaled(vectors[i], vectors[i - 1], -factors[i - 1], 0);
        }
        for (int i = vectors.length - 1; i >= 0; i--) {
            double[] row = vectors[i];
            double inverse = 1 / pivots[i];
            for (int v = 0; v < row.length; v++) {
                row[v] *= inverse;
            }
            if (i + 1 < vectors.length) {
                addScaled(row, vectors[i + 1], -factors[i], 0);
            }
        }
    }

    /** x' A^-1 x for many vectors x, [place][vector]. */
    double[] inverseForms(double[][] vectors) {
        double[] forms = new double[vectors.length == 0 ? 0 : vectors[0].length];
        double[] forward = new double[forms.length];
        for (int i = 0; i < vectors.length; i++) {
            double[] row = vectors[i];
            double factor = i == 0 ? 0 : factors[i - 1];
            double inverse = 1 / pivots[i];
            for (int v = 0; v < forms.length; v++) {
                forward[v] = row[v] - factor * forward[v];
                forms[v] += inverse * forward[v] * forward[v];
            }
        }
        return forms;
    }

    /** Adds values, multiplied by a weight, to a sum, from a place on. */
    static void addScaled(double[] sum, double[] values, double weight, int from) {
        for (int v = from; v < sum.length; v++) {
            sum[v] += weight * values[v];
        }
    }
}
