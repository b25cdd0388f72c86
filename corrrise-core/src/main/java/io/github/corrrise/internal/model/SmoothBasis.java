package io.github.corrrise.internal.model;

import io.github.corrrise.internal.kernel.HiddenCorners;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Smooth functions over a face that turn a mask into features: products of cosines along rows and
 * columns, each scaled by the prior standard deviation that a Gaussian process gives it.
 *
 * <pre>
 * feature_kl(M) = sqrt(S_kl) / sqrt(n) sum over pixels (y, x) of c_k(y) c_l(x) M(y, x)
 * c_0 = 1, c_k(y) = sqrt(2) cos(pi k (y + 1/2) / height), and alike along columns
 * S_kl = exp(-(scale pi)^2 / 2 (k^2 / height^2 + l^2 / width^2)), kept where it is at least 0.01
 * </pre>
 *
 * <p>{@code scale} is a sixteenth of the face's shorter side, in pixels. Equal penalties on all
 * features then are a squared-exponential prior of that length on the contribution of each place.
 * The sum goes over all n pixels. A binary mask is summed from the corners of what it hides, by
 * sums of the cosines to the border; a grid node by node, by sums of the cosines under a node's
 * hat; any other mask pixel by pixel.
 *
 * <p>A lattice of 28 points per side, fewer on a side of fewer pixels, stands for all pixels where
 * the errors and the significance bound of a map are computed.
 *
 * <p>Source: A. Solin, S. Sarkka, Hilbert space methods for reduced-rank Gaussian process
 * regression, Statistics and Computing 30, 2020, doi:10.1007/s11222-019-09886-w. Immutable.
 */
public final class SmoothBasis {
    /** Length of the prior as a share of the shorter side; why not longer is told in record 18. */
    private static final double SCALE = 1.0 / 16.0;

    private static final double LEAST_VARIANCE = 0.01;
    private static final int LATTICE_POINTS = 28;

    private final int height;
    private final int width;

    /** [k][row] and [l][column]. */
    private final double[][] alongRows;

    private final double[][] alongColumns;

    /** [row][k] and [column][l]: sums of the cosines from a place to the border. */
    private final double[][] belowRow;

    private final double[][] behindColumn;

    /** (k, l) and factor of each feature, ordered by k. */
    private final int[][] orders;

    private final double[] factors;
    private final int[] latticeRows;
    private final int[] latticeColumns;
    private final int[] nearestPoints;

    /** The basis for faces of this size. */
    public SmoothBasis(int height, int width) {
        this.height = height;
        this.width = width;
        double scale = SCALE * Math.min(height, width);
        this.alongRows = cosines(height, scale);
        this.alongColumns = cosines(width, scale);
        this.belowRow = sumsToTheBorder(alongRows);
        this.behindColumn = sumsToTheBorder(alongColumns);
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
        double pixelCount = (double) height * width;
        this.factors =
                variances.stream().mapToDouble(value -> Math.sqrt(value / pixelCount)).toArray();
        this.latticeRows = lattice(height);
        this.latticeColumns = lattice(width);
        this.nearestPoints = new int[height * width];
        Arrays.setAll(nearestPoints, this::nearestPointOf);
    }

    /** How many features. */
    public int featureCount() {
        return orders.length;
    }

    /** Number of cosines along rows: k runs from 0 to one less. */
    int rowOrderCount() {
        return alongRows.length;
    }

    /** Number of cosines along columns: l runs from 0 to one less. */
    int columnOrderCount() {
        return alongColumns.length;
    }

    /** c_k at a row. */
    double alongRows(int k, int row) {
        return alongRows[k][row];
    }

    /** c_l at a column. */
    double alongColumns(int l, int column) {
        return alongColumns[l][column];
    }

    /** Pixels of the lattice, row-major indices. */
    public int[] lattice() {
        int[] pixels = new int[latticeRows.length * latticeColumns.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] =
                    latticeRows[i / latticeColumns.length] * width
                            + latticeColumns[i % latticeColumns.length];
        }
        return pixels;
    }

    /** Columns of the lattice. */
    public int latticeWidth() {
        return latticeColumns.length;
    }

    /** Index in {@link #lattice()} of the point that stands for a pixel. */
    public int nearestPoint(int pixel) {
        return nearestPoints[pixel];
    }

    private int nearestPointOf(int pixel) {
        int row = pixel / width * latticeRows.length / height;
        int column = pixel % width * latticeColumns.length / width;
        return row * latticeColumns.length + column;
    }

    /**
     * Writes the features of any mask.
     *
     * @param visibility height x width values, row-major
     * @param features where to
     */
    public void features(float[] visibility, double[] features) {
        Arrays.fill(features, 0);
        double[] sums = new double[alongColumns.length];
        for (int row = 0; row < height; row++) {
            int from = row * width;
            for (int l = 0; l < sums.length; l++) {
                double[] weights = alongColumns[l];
                double sum = 0;
                for (int column = 0; column < width; column++) {
                    sum += weights[column] * visibility[from + column];
                }
                sums[l] = sum;
            }
            for (int f = 0; f < features.length; f++) {
                features[f] += alongRows[orders[f][0]][row] * sums[orders[f][1]];
            }
        }
        scale(features);
    }

    /**
     * Writes the features of a binary mask.
     *
     * @param runs pairs (first, end) of hidden pixels, row-major, end exclusive, ascending and
     *     disjoint
     * @param features where to
     */
    public void featuresOfHidden(int[] runs, double[] features) {
        Arrays.fill(features, 0);
        // Over the whole face all cosines but the first sum to 0.
        features[0] = (double) height * width;
        double[] sums = new double[alongColumns.length];
        int rowOfSums = 0;
        for (int corner : HiddenCorners.cornersOf(runs, height, width)) {
            int place = HiddenCorners.place(corner);
            int row = place / width;
            if (row != rowOfSums) {
                takeAway(rowOfSums, sums, features);
                Arrays.fill(sums, 0);
                rowOfSums = row;
            }
            double[] behind = behindColumn[place % width];
            double sign = corner >= 0 ? 1 : -1;
            for (int l = 0; l < sums.length; l++) {
                sums[l] += sign * behind[l];
            }
        }
        takeAway(rowOfSums, sums, features);
        scale(features);
    }

    private void takeAway(int row, double[] sums, double[] features) {
        double[] below = belowRow[row];
        for (int f = 0; f < features.length; f++) {
            features[f] -= below[orders[f][0]] * sums[orders[f][1]];
        }
    }

    /**
     * Writes the features of an enlarged grid.
     *
     * @param cellHeight pixels from a node to the one below
     * @param cellWidth pixels from a node to the one on the right
     * @param places pairs (row, column) of the visible nodes, some outside the face, row by row
     * @param features where to
     */
    public void featuresOfGrid(int cellHeight, int cellWidth, int[] places, double[] features) {
        Arrays.fill(features, 0);
        double[] sums = new double[alongColumns.length];
        for (int node = 0; node < places.length; node += 2) {
            for (int l = 0; l < sums.length; l++) {
                sums[l] += underHat(alongColumns[l], places[node + 1], cellWidth);
            }
            boolean lastOfRow = node + 2 == places.length || places[node + 2] != places[node];
            if (lastOfRow) {
                for (int f = 0; f < features.length; f++) {
                    features[f] +=
                            underHat(alongRows[orders[f][0]], places[node], cellHeight)
                                    * sums[orders[f][1]];
                }
                Arrays.fill(sums, 0);
            }
        }
        scale(features);
    }

    /** Sum of a function times the hat of a node: 1 at the node, 0 a cell away. */
    private static double underHat(double[] function, int node, int cell) {
        int end = Math.min(function.length, node + cell);
        double sum = 0;
        for (int place = Math.max(0, node - cell + 1); place < end; place++) {
            sum += function[place] * (1 - (double) Math.abs(place - node) / cell);
        }
        return sum;
    }

    /**
     * The field that coefficients describe: sum_k b_k f_k c_k(x) at every pixel, row-major, f_k the
     * factor of feature k.
     */
    public float[] field(double[] coefficients) {
        float[] field = new float[height * width];
        double[] alongRow = new double[alongColumns.length];
        for (int row = 0; row < height; row++) {
            Arrays.fill(alongRow, 0);
            for (int f = 0; f < coefficients.length; f++) {
                alongRow[orders[f][1]] +=
                        coefficients[f] * factors[f] * alongRows[orders[f][0]][row];
            }
            for (int column = 0; column < width; column++) {
                double sum = 0;
                for (int l = 0; l < alongRow.length; l++) {
                    sum += alongRow[l] * alongColumns[l][column];
                }
                field[row * width + column] = (float) sum;
            }
        }
        return field;
    }

    /**
     * The coefficients of a field, the way back of {@link #field}: 1 / (f_k n) sum over pixels x of
     * c_k(x) w(x).
     *
     * @param field w, row-major
     */
    double[] coefficients(float[] field) {
        double[] coefficients = new double[orders.length];
        double[] sums = new double[alongColumns.length];
        for (int row = 0; row < height; row++) {
            for (int l = 0; l < sums.length; l++) {
                sums[l] = 0;
                for (int column = 0; column < width; column++) {
                    sums[l] += alongColumns[l][column] * field[row * width + column];
                }
            }
            for (int f = 0; f < coefficients.length; f++) {
                coefficients[f] += alongRows[orders[f][0]][row] * sums[orders[f][1]];
            }
        }
        for (int f = 0; f < coefficients.length; f++) {
            coefficients[f] /= factors[f] * field.length;
        }
        return coefficients;
    }

    /**
     * f_k / f_j times the mean over all pixels x of c_j(x) e(x) c_k(x), [j][k].
     *
     * @param envelope e, row-major
     */
    double[][] modulation(float[] envelope) {
        double[][] spectrum = spectrum(envelope);
        double[][] modulation = new double[orders.length][orders.length];
        for (int j = 0; j < orders.length; j++) {
            for (int k = 0; k <= j; k++) {
                int rowSum = orders[j][0] + orders[k][0];
                int rowDifference = Math.abs(orders[j][0] - orders[k][0]);
                int columnSum = orders[j][1] + orders[k][1];
                int columnDifference = Math.abs(orders[j][1] - orders[k][1]);
                // cos a cos b = (cos(a + b) + cos(a - b)) / 2, along rows and along columns.
                double mean =
                        norm(orders[j][0])
                                * norm(orders[k][0])
                                * norm(orders[j][1])
                                * norm(orders[k][1])
                                / 4
                                * (spectrum[rowSum][columnSum]
                                        + spectrum[rowSum][columnDifference]
                                        + spectrum[rowDifference][columnSum]
                                        + spectrum[rowDifference][columnDifference]);
                modulation[j][k] = mean * factors[k] / factors[j];
                modulation[k][j] = mean * factors[j] / factors[k];
            }
        }
        return modulation;
    }

    /** Means over all pixels of the envelope times cosines of norm 1, up to twice the orders. */
    private double[][] spectrum(float[] envelope) {
        double[][] ofRows = plainCosines(2 * alongRows.length - 1, height);
        double[][] ofColumns = plainCosines(2 * alongColumns.length - 1, width);
        double[][] spectrum = new double[ofRows.length][ofColumns.length];
        for (int row = 0; row < height; row++) {
            for (int l = 0; l < ofColumns.length; l++) {
                double sum = 0;
                for (int column = 0; column < width; column++) {
                    sum += envelope[row * width + column] * ofColumns[l][column];
                }
                for (int k = 0; k < ofRows.length; k++) {
                    spectrum[k][l] += ofRows[k][row] * sum / envelope.length;
                }
            }
        }
        return spectrum;
    }

    private static double[][] plainCosines(int orderCount, int length) {
        double[][] cosines = new double[orderCount][length];
        for (int k = 0; k < orderCount; k++) {
            for (int i = 0; i < length; i++) {
                cosines[k][i] = Math.cos(Math.PI * k * (i + 0.5) / length);
            }
        }
        return cosines;
    }

    private static double norm(int order) {
        return order == 0 ? 1 : Math.sqrt(2);
    }

    /**
     * Turns sums over the face of c_k c_l times some quantity into features.
     *
     * @param sums [k][l]
     * @param features where to
     */
    void scaled(double[][] sums, double[] features) {
        for (int f = 0; f < features.length; f++) {
            features[f] = factors[f] * sums[orders[f][0]][orders[f][1]];
        }
    }

    /** 1 where the feature is even along rows, -1 where it is odd. */
    int parityAlongRows(int feature) {
        return 1 - 2 * (orders[feature][0] % 2);
    }

    /** 1 where the feature is even along columns, -1 where it is odd. */
    int parityAlongColumns(int feature) {
        return 1 - 2 * (orders[feature][1] % 2);
    }

    private void scale(double[] features) {
        for (int f = 0; f < features.length; f++) {
            features[f] *= factors[f];
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

    /** [order][place], as many orders as the prior keeps and the pixels can tell apart. */
    private static double[][] cosines(int length, double scale) {
        int orderCount = 1;
        while (orderCount < length && variance(orderCount, length, scale) >= LEAST_VARIANCE) {
            orderCount++;
        }
        double[][] cosines = new double[orderCount][length];
        for (int k = 0; k < orderCount; k++) {
            for (int i = 0; i < length; i++) {
                cosines[k][i] = norm(k) * Math.cos(Math.PI * k * (i + 0.5) / length);
            }
        }
        return cosines;
    }

    /** [place][order]. */
    private static double[][] sumsToTheBorder(double[][] functions) {
        int length = functions[0].length;
        double[][] sums = new double[length][functions.length];
        for (int k = 0; k < functions.length; k++) {
            double sum = 0;
            for (int place = length - 1; place >= 0; place--) {
                sum += functions[k][place];
                sums[place][k] = sum;
            }
        }
        return sums;
    }
}
