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
 * columns. Under one shift the covariance is v (1 - v) times a sum over the nodes of what each adds
 * to x and to y; nodes and shifts together go once over all m. Immutable.
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
