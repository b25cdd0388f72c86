package io.github.corrrise.internal.model;

/**
 * Exact moments of the visibility of pixels under square patches placed uniformly and
 * independently, wholly inside the face.
 *
 * <pre>
 * E M_x = (1 - q_x)^K
 * cov(M_x, M_y) = (1 - q_x - q_y + q_xy)^K - (1 - q_x)^K (1 - q_y)^K</pre>
 *
 * <p>q_x, q_y and q_xy are the chances that one patch hides x, y and both; K patches. Immutable.
 */
public final class PatchVisibility implements VisibilityMoments {
    private final int width;
    private final int patchCount;
    private final double[][] rowChance;
    private final double[][] columnChance;
    private final double[] hidden;
    private final double[] visible;

    /**
     * Moments for faces and patches of this size.
     *
     * @param side of a patch in pixels, at most the shorter side of the face
     */
    public PatchVisibility(int height, int width, int side, int patchCount) {
        this.width = width;
        this.patchCount = patchCount;
        this.rowChance = coverChance(height, side);
        this.columnChance = coverChance(width, side);
        this.hidden = new double[height * width];
        this.visible = new double[height * width];
        for (int p = 0; p < hidden.length; p++) {
            hidden[p] = rowChance[p / width][p / width] * columnChance[p % width][p % width];
            visible[p] = power(1 - hidden[p], patchCount);
        }
    }

    /** Chance that a pixel is visible. */
    public double mean(int pixel) {
        return visible[pixel];
    }

    @Override
    public double variance(int pixel) {
        return visible[pixel] * (1 - visible[pixel]);
    }

    @Override
    public void covariances(int pixel, int[] others, double[] covariances) {
        double[] rowOverlap = rowChance[pixel / width];
        double[] columnOverlap = columnChance[pixel % width];
        double seen = 1 - hidden[pixel];
        double mean = visible[pixel];
        for (int i = 0; i < others.length; i++) {
            int other = others[i];
            double both = rowOverlap[other / width] * columnOverlap[other % width];
            covariances[i] = power(seen - hidden[other] + both, patchCount) - mean * visible[other];
        }
    }

    /** Chance that an interval of {@code side}, placed at random, covers both i and j. */
    private static double[][] coverChance(int length, int side) {
        int places = length - side + 1;
        double[][] chance = new double[length][length];
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                int first = Math.max(0, Math.max(i, j) - side + 1);
                int last = Math.min(places - 1, Math.min(i, j));
                chance[i][j] = (double) Math.max(0, last - first + 1) / places;
            }
        }
        return chance;
    }

    private static double power(double base, int exponent) {
        double product = 1;
        double square = base;
        for (int left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                product *= square;
            }
            square *= square;
        }
        return product;
    }
}
