package io.github.corrrise.internal.model;

/**
 * Exact moments of the visibility of pixels under enlarged grids of independent nodes, shifted
 * uniformly over a cell.
 *
 * <pre>
 * E M_x = v
 * cov(M_x, M_y) = v (1 - v) C(rows between x and y) C(columns between x and y)
 * C(d) = (1 / c) sum over integers m of hat(m / c) hat((m - d) / c),   hat(t) = max(0, 1 - |t|)
 * </pre>
 *
 * <p>v is the chance that a node is visible; c the height of a cell for rows, its width for
 * columns. Under one shift the covariance is v (1 - v) times the sum, over the nodes, of the
 * products of what a node contributes to x and to y; over all nodes and shifts each m occurs once.
 * Immutable.
 */
public final class GridVisibility implements VisibilityMoments {
    private final int width;
    private final double nodeVariance;

    /** [pixels apart]. */
    private final double[] downOverlap;

    private final double[] alongOverlap;

    /**
     * Moments for faces and cells of this size.
     *
     * @param visibleProbability chance of a node to be visible
     */
    public GridVisibility(
            int height, int width, int cellHeight, int cellWidth, double visibleProbability) {
        this.width = width;
        this.nodeVariance = visibleProbability * (1 - visibleProbability);
        this.downOverlap = overlap(height, cellHeight);
        this.alongOverlap = overlap(width, cellWidth);
    }

    @Override
    public double variance(int pixel) {
        return nodeVariance * downOverlap[0] * alongOverlap[0];
    }

    @Override
    public void covariances(int pixel, int[] others, double[] covariances) {
        for (int i = 0; i < others.length; i++) {
            covariances[i] =
                    nodeVariance
                            * downOverlap[Math.abs(pixel / width - others[i] / width)]
                            * alongOverlap[Math.abs(pixel % width - others[i] % width)];
        }
    }

    /** The covariance is a product of one along rows and one along columns, and so is its sum. */
    @Override
    public void addFeatureCovariances(SmoothBasis basis, double weight, float[][] covariances) {
        int height = downOverlap.length;
        double[][] rowSums = new double[height][basis.rowOrderCount()];
        for (int row = 0; row < height; row++) {
            for (int k = 0; k < rowSums[row].length; k++) {
                for (int other = 0; other < height; other++) {
                    rowSums[row][k] +=
                            downOverlap[Math.abs(row - other)] * basis.alongRows(k, other);
                }
            }
        }
        double[][] columnSums = new double[width][basis.columnOrderCount()];
        for (int column = 0; column < width; column++) {
            for (int l = 0; l < columnSums[column].length; l++) {
                for (int other = 0; other < width; other++) {
                    columnSums[column][l] +=
                            alongOverlap[Math.abs(column - other)] * basis.alongColumns(l, other);
                }
            }
        }
        double[][] sums = new double[basis.rowOrderCount()][basis.columnOrderCount()];
        double[] features = new double[basis.featureCount()];
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int k = 0; k < sums.length; k++) {
                double ofRow = nodeVariance * rowSums[pixel / width][k];
                for (int l = 0; l < sums[k].length; l++) {
                    sums[k][l] = ofRow * columnSums[pixel % width][l];
                }
            }
            basis.scaled(sums, features);
            for (int f = 0; f < features.length; f++) {
                covariances[f][pixel] += (float) (weight * features[f]);
            }
        }
    }

    private static double[] overlap(int length, int cell) {
        double[] overlap = new double[length];
        for (int apart = 0; apart < Math.min(length, 2 * cell); apart++) {
            for (int m = apart - cell + 1; m < cell; m++) {
                overlap[apart] += hat(m, cell) * hat(m - apart, cell) / cell;
            }
        }
        return overlap;
    }

    private static double hat(int distance, int cell) {
        return 1 - (double) Math.abs(distance) / cell;
    }
}
