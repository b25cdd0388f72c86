package io.github.corrrise.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Least squares with a penalty on the coefficients, its strength chosen by restricted maximum
 * likelihood. A model holds what depends on the features alone; each line of observations has a
 * {@link PenalisedFit}.
 *
 * <pre>
 * y = a + Z b + e,   b ~ N(0, t^2 I),   e ~ N(0, v I),   lambda = v / t^2
 * b = (G + lambda I)^-1 g,   G = Z'Z,  g = Z'y,  both of centred Z and y
 * G = Q T Q',   Q'Q = I,   T tridiagonal,   so   Q'b = (T + lambda I)^-1 Q'g</pre>
 *
 * <p>lambda is the best of a geometric grid of 22 values from 1e-4 to 1e3 times the mean of G's
 * diagonal. One reduction to T serves every lambda and every y; for r features it takes in the
 * order of r^3 operations by Householder's reflections, and a solution in turned coordinates, Q'b,
 * then in the order of r. Immutable.
 *
 * <p>Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, 2013, section 8.3.1.
 */
public final class PenalisedModel {
    private static final int GRID = 22;
    private static final double LEAST = 1e-4;
    private static final double GREATEST = 1e3;

    private final double trace;
    private final int size;
    private final double[] lambdas = new double[GRID];

    /** T + lambda I for each lambda; none where G is 0. */
    private final List<Tridiagonal> systems = new ArrayList<>();

    /**
     * Vectors u of the reflections I - 2 u u', of length 1 or 0; the k-th is 0 in places 0 to k.
     */
    private final double[][] reflections;

    /**
     * Reduces G to T.
     *
     * @param gram G, symmetric; copied
     */
    public PenalisedModel(double[][] gram) {
        this.size = gram.length;
        double[][] rest = new double[size][];
        Arrays.setAll(rest, i -> gram[i].clone());
        this.trace = trace(gram);
        double[] diagonal = new double[size];
        double[] beside = new double[Math.max(0, size - 1)];
        this.reflections = new double[Math.max(0, size - 2)][];
        for (int k = 0; k < reflections.length; k++) {
            reflections[k] = reflection(rest[k], k);
            reflect(rest, reflections[k], k + 1);
            beside[k] = rest[k][k + 1];
        }
        for (int i = 0; i < size; i++) {
            diagonal[i] = rest[i][i];
        }
        if (size > 1) {
            beside[size - 2] = rest[size - 2][size - 1];
        }
        for (int penalty = 0; penalty < GRID && trace > 0; penalty++) {
            double relative = LEAST * Math.pow(GREATEST / LEAST, penalty / (GRID - 1.0));
            lambdas[penalty] = relative * trace / size;
            systems.add(Tridiagonal.of(diagonal, beside, lambdas[penalty]));
        }
    }

    /**
     * Puts vectors into turned coordinates, Q'x, in place.
     *
     * @param vectors [feature][vector]
     */
    public void turn(double[][] vectors) {
        if (vectors.length == 0) {
            return;
        }
        double[] along = new double[vectors[0].length];
        for (int k = 0; k < reflections.length; k++) {
            double[] u = reflections[k];
            Arrays.fill(along, 0);
            for (int i = k + 1; i < u.length; i++) {
                Tridiagonal.addScaled(along, vectors[i], 2 * u[i], 0);
            }
            for (int i = k + 1; i < u.length; i++) {
                Tridiagonal.addScaled(vectors[i], along, -u[i], 0);
            }
        }
    }

    /**
     * The fit of largest likelihood; empty where there is nothing to fit: G or y'y is 0, or no
     * observation remains once the means are subtracted.
     *
     * @param turned Q'g
     * @param square y'y
     * @param freedom number of observations less the number of means that were subtracted
     */
    public Optional<PenalisedFit> fit(double[] turned, double square, int freedom) {
        if (trace <= 0 || square <= 0 || freedom < 1) {
            return Optional.empty();
        }
        double withoutModel = -0.5 * freedom * Math.log(square / freedom);
        double best = Double.NEGATIVE_INFINITY;
        Optional<PenalisedFit> fit = Optional.empty();
        for (int penalty = 0; penalty < GRID; penalty++) {
            double lambda = lambdas[penalty];
            Tridiagonal system = systems.get(penalty);
            double[] solution = system.solve(turned);
            double explained = 0;
            for (int i = 0; i < size; i++) {
                explained += turned[i] * solution[i];
            }
            // Where the fit is perfect, rounding may make the rest 0 or negative.
            double left = Math.max(square - explained, 1e-12 * square) / lambda;
            double logDeterminant = (freedom - size) * Math.log(lambda) + system.logDeterminant();
            double likelihood = -0.5 * (freedom * Math.log(left / freedom) + logDeterminant);
            if (likelihood > best) {
                best = likelihood;
                fit =
                        Optional.of(
                                new PenalisedFit(
                                        this,
                                        penalty,
                                        solution,
                                        left / freedom * lambda,
                                        likelihood - withoutModel));
            }
        }
        return fit;
    }

    /** T + lambda I of one of the grid's penalties. */
    Tridiagonal system(int penalty) {
        return systems.get(penalty);
    }

    /** tr (I - H)^2 = freedom - r + lambda^2 tr (T + lambda I)^-2. */
    double residualFreedom(int penalty, int freedom) {
        double square = 0;
        for (int i = 0; i < size; i++) {
            double[] unit = new double[size];
            unit[i] = 1;
            for (double entry : systems.get(penalty).solve(unit)) {
                square += entry * entry;
            }
        }
        return freedom - size + lambdas[penalty] * lambdas[penalty] * square;
    }

    /** Q x of one vector. */
    double[] turnedBack(double[] turned) {
        double[] vector = turned.clone();
        for (int k = reflections.length - 1; k >= 0; k--) {
            double[] u = reflections[k];
            double along = 0;
            for (int i = k + 1; i < u.length; i++) {
                along += u[i] * vector[i];
            }
            Tridiagonal.addScaled(vector, u, -2 * along, k + 1);
        }
        return vector;
    }

    private static double trace(double[][] gram) {
        double trace = 0;
        for (int i = 0; i < gram.length; i++) {
            trace += gram[i][i];
        }
        return trace;
    }

    /** The reflection that clears a row from place k + 2 on; all 0 where it is clear already. */
    private static double[] reflection(double[] row, int k) {
        double[] u = new double[row.length];
        double rest = 0;
        for (int i = k + 2; i < row.length; i++) {
            rest += row[i] * row[i];
        }
        if (rest == 0) {
            return u;
        }
        double first = row[k + 1];
        double norm = Math.sqrt(first * first + rest);
        // Away from the first entry: nothing cancels.
        u[k + 1] = first + Math.copySign(norm, first);
        double length = Math.sqrt(u[k + 1] * u[k + 1] + rest);
        u[k + 1] /= length;
        for (int i = k + 2; i < row.length; i++) {
            u[i] = row[i] / length;
        }
        return u;
    }

    /** Applies a reflection from both sides; rows before {@code from - 1} are done with. */
    private static void reflect(double[][] matrix, double[] u, int from) {
        int size = u.length;
        double[] product = new double[size];
        for (int i = from; i < size; i++) {
            Tridiagonal.addScaled(product, matrix[i], 2 * u[i], from);
        }
        double along = 0;
        for (int i = from; i < size; i++) {
            along += product[i] * u[i];
        }
        Tridiagonal.addScaled(product, u, -along, from);
        for (int i = from; i < size; i++) {
            Tridiagonal.addScaled(matrix[i], product, -u[i], from);
            Tridiagonal.addScaled(matrix[i], u, -product[i], from);
        }
        double[] row = matrix[from - 1];
        double own = 0;
        for (int i = from; i < size; i++) {
            own += row[i] * u[i];
        }
        Tridiagonal.addScaled(row, u, -2 * own, from);
    }
}
