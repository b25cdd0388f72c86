package io.github.corrrise.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Smooth functions over a face that turn a mask into features: products of cosines along rows and
 * columns, each scaled by the prior standard deviation that a Gaussian process gives it.
 *
 * <pre>
 * feature_kl(M) = sqrt(S_kl) / sqrt(n) sum over lattice points (y, x) of c_k(y) c_l(x) M(y, x)
 * c_0 = 1, c_k(y) = sqrt(2) cos(pi k (y + 1/2) / height), and alike along columns
 * S_kl = exp(-(scale pi)^2 / 2 (k^2 / height^2 + l^2 / width^2)), kept where it is at least 0.01
 * </pre>
 *
 * <p>Equal penalties on all features then are a squared-exponential prior of length {@code scale}
 * on the contribution of each place. The mask is read at a lattice of about 28 points a side, which
 * resolves every function kept.
 *
 * <p>Source: A. Solin, S. Sarkka, Hilbert space methods for reduced-rank Gaussian process
 * regression, Statistics and Computing 30, 2020, doi:10.1007/s11222-019-09886-w. Immutable.
 */
public final class SmoothBasis {
    /** Length of the prior as a share of the shorter side; why not longer is told in record 18. */
    private static final double SCALE = 1.0 / 16.0;

    private static final double LEAST_VARIANCE = 0.01;
    private static final int LATTICE_POINTS = 28;

    private final int width;
    private final int[] rows;
    private final int[] columns;

    /** [k][lattice row] and [l][lattice column]. */
    private final double[][] alongRows;

    private final double[][] alongColumns;

    /** (k, l) and factor of each feature. */
    private final int[][] orders;

    private final double[] factors;
    private final int[] nearestPoints;

    /** The basis for faces of this size. */
    public SmoothBasis(int height, int width) {
        this.width = width;
        this.rows = lattice(height);
        this.columns = lattice(width);
        double scale = SCALE * Math.min(height, width);
        this.alongRows = cosines(rows, height, scale);
        this.alongColumns = cosines(columns, width, scale);
        List<int[]> kept = new ArrayList<>();
        List<Double> variances = new ArrayList<>();
        for (int k = 0; k < alongRows.length; k++) {
            for (int l = 0; l < alongColumns.length; l++) {
                double variance = variance(k, height, scale) * variance(l, width, scale);
                if (variance >= LEAST_VARIANCE) {
                    kept.add(new int[] {k, l});
                    variances.add(variance);
                }
            }
        }
        this.orders = kept.toArray(int[][]::new);
        double pointCount = (double) rows.length * columns.length;
        this.factors =
                variances.stream().mapToDouble(value -> Math.sqrt(value / pointCount)).toArray();
        this.nearestPoints = new int[height * width];
        Arrays.setAll(nearestPoints, pixel -> nearestPoint(pixel, height));
    }

    /** How many features. */
    public int featureCount() {
        return orders.length;
    }

    /** Pixels at which a mask is read, row-major indices. */
    public int[] lattice() {
        int[] pixels = new int[rows.length * columns.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = rows[i / columns.length] * width + columns[i % columns.length];
        }
        return pixels;
    }

    /** Index in {@link #lattice()} of the point whose share of the face a pixel belongs to. */
    public int nearestPoint(int pixel) {
        return nearestPoints[pixel];
    }

    private int nearestPoint(int pixel, int height) {
        int row = pixel / width * rows.length / height;
        int column = pixel % width * columns.length / width;
        return row * columns.length + column;
    }

    /**
     * Writes the features of what has these values at the lattice points.
     *
     * @param values one a lattice point, in the order of {@link #lattice()}
     * @param features where to
     */
    public void features(double[] values, double[] features) {
        double[][] byRow = new double[alongRows.length][columns.length];
        for (int k = 0; k < byRow.length; k++) {
            double[] sums = byRow[k];
            for (int row = 0; row < rows.length; row++) {
                double weight = alongRows[k][row];
                int from = row * columns.length;
                for (int column = 0; column < sums.length; column++) {
                    sums[column] += weight * values[from + column];
                }
            }
        }
        for (int f = 0; f < orders.length; f++) {
            double[] sums = byRow[orders[f][0]];
            double[] weights = alongColumns[orders[f][1]];
            double sum = 0;
            for (int column = 0; column < sums.length; column++) {
                sum += weights[column] * sums[column];
            }
            features[f] = factors[f] * sum;
        }
    }

    private static int[] lattice(int length) {
        int count = Math.min(LATTICE_POINTS, length);
        int[] points = new int[count];
        for (int i = 0; i < count; i++) {
            points[i] = (int) ((i + 0.5) * length / count);
        }
        return points;
    }

    private static double variance(int order, int length, double scale) {
        double frequency = Math.PI * order * scale / length;
        return Math.exp(-0.5 * frequency * frequency);
    }

    /** As many orders as the prior keeps, no more than the points can tell apart. */
    private static double[][] cosines(int[] points, int length, double scale) {
        int orderCount = 1;
        while (orderCount < points.length
                && variance(orderCount, length, scale) >= LEAST_VARIANCE) {
            orderCount++;
        }
        double[][] cosines = new double[orderCount][points.length];
        for (int k = 0; k < orderCount; k++) {
            double norm = k == 0 ? 1 : Math.sqrt(2);
            for (int i = 0; i < points.length; i++) {
                cosines[k][i] = norm * Math.cos(Math.PI * k * (points[i] + 0.5) / length);
            }
        }
        return cosines;
    }
}
