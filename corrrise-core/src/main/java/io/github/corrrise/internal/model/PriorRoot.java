package io.github.corrrise.internal.model;

import java.util.Arrays;
import java.util.List;

/**
 * A prior on the contributions of places that are not equally likely to contribute, nor
 * independently of each other: a smooth field, as {@link SmoothBasis} describes it, times an
 * envelope, and some whole fields beside it.
 *
 * <pre>
 * w(x) = e(x) sum_k u_k f_k c_k(x) + sum_j v_j g_j(x),   u, v ~ N(0, t^2 I),   so   b = A u + B v
 * A_jk = f_k / f_j  1 / n  sum over pixels x of c_j(x) e(x) c_k(x)
 * B_kj = 1 / (f_k n)  sum over pixels x of c_k(x) g_j(x)</pre>
 *
 * <p>c_k are the functions of the basis, f_k their factors, b the coefficients in it. What an
 * envelope or a field carries beyond the highest frequencies of the basis is dropped. Both are
 * scaled so that whole fields account for a given share of the variance of b. A penalty on (u, v)
 * is a penalty on b by (A A' + B B')^-1, and features z become (A'z, B'z). Some 0.5 MB at 112 x
 * 112. Immutable.
 */
public final class PriorRoot {
    /** Share of a field's squares that the basis must hold. */
    private static final double LEAST_HELD = 0.01;

    /** [place in b][place in (u, v)]. */
    private final double[][] root;

    private PriorRoot(double[][] root) {
        this.root = root;
    }

    /**
     * The prior of an envelope and some fields.
     *
     * @param envelope e at every pixel, row-major, at least 0
     * @param fields g_j at every pixel; may be none
     * @param share of the variance that is the fields', in [0, 1)
     */
    public static PriorRoot of(
            SmoothBasis basis, float[] envelope, List<float[]> fields, double share) {
        double[][] modulation = basis.modulation(envelope);
        int count = modulation.length;
        double[][] coefficients =
                fields.stream()
                        .filter(field -> isHeldBy(basis, field))
                        .map(basis::coefficients)
                        .toArray(double[][]::new);
        double own = coefficients.length == 0 ? 1 : 1 - share;
        double ofEnvelope = Math.sqrt(own * count / square(modulation));
        double ofFields =
                coefficients.length == 0 ? 0 : Math.sqrt((1 - own) * count / square(coefficients));
        double[][] root = new double[count][count + coefficients.length];
        for (int j = 0; j < count; j++) {
            for (int k = 0; k < count; k++) {
                root[j][k] = ofEnvelope * modulation[j][k];
            }
            for (int field = 0; field < coefficients.length; field++) {
                root[j][count + field] = ofFields * coefficients[field][j];
            }
        }
        return new PriorRoot(root);
    }

    /** False for what is finer than all functions of the basis. */
    private static boolean isHeldBy(SmoothBasis basis, float[] field) {
        float[] held = basis.field(basis.coefficients(field));
        double square = 0;
        double ofHeld = 0;
        for (int p = 0; p < field.length; p++) {
            square += (double) field[p] * field[p];
            ofHeld += (double) held[p] * held[p];
        }
        return ofHeld > LEAST_HELD * square;
    }

    private static double square(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(x -> x * x).sum();
    }

    /** How many features a mask has: places in (u, v). */
    public int featureCount() {
        return root[0].length;
    }

    /** Bytes held. */
    public long byteCount() {
        return (long) Double.BYTES * root.length * featureCount();
    }

    /** (A'z, B'z) of the features z of a mask. */
    public double[] features(double[] ofBasis) {
        double[] features = new double[featureCount()];
        for (int j = 0; j < ofBasis.length; j++) {
            Tridiagonal.addScaled(features, root[j], ofBasis[j], 0);
        }
        return features;
    }

    /**
     * (A'D, B'D).
     *
     * @param vectors D, [feature][vector]
     */
    public double[][] turned(double[][] vectors) {
        double[][] turned = new double[featureCount()][vectors[0].length];
        for (int j = 0; j < vectors.length; j++) {
            for (int k = 0; k < turned.length; k++) {
                Tridiagonal.addScaled(turned[k], vectors[j], root[j][k], 0);
            }
        }
        return turned;
    }

    /** A u + B v. */
    public double[] coefficients(double[] uAndV) {
        double[] b = new double[root.length];
        for (int j = 0; j < b.length; j++) {
            for (int k = 0; k < uAndV.length; k++) {
                b[j] += root[j][k] * uAndV[k];
            }
        }
        return b;
    }
}
