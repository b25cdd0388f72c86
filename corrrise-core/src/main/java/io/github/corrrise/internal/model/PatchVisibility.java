package io.github.corrrise.internal.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Exact moments of the visibility of pixels under square patches placed uniformly and
 * independently, wholly inside the face.
 *
 * <pre>
 * E M_x = (1 - q_x)^K
 * cov(M_x, M_y) = (1 - q_x - q_y + q_xy)^K - (1 - q_x)^K (1 - q_y)^K</pre>
 *
 * <p>q_x, q_y and q_xy are the chances that one patch hides x, y and both; K patches. Where their
 * number is Poisson with mean K, exp(-K q) takes the place of (1 - q)^K, and the visibility of two
 * pixels that no patch hides together is independent. Immutable.
 */
public final class PatchVisibility implements VisibilityMoments {
    private final int width;
    private final int patchCount;
    private final boolean isPoisson;
    private final double[][] rowChance;
    private final double[][] columnChance;
    private final double[] hidden;
    private final double[] visible;

    /**
     * Moments for faces and patches of this size.
     *
     * @param side of a patch in pixels, at most the shorter side of the face
     * @param isPoisson whether the number of patches is Poisson with mean {@code patchCount}
     */
    public PatchVisibility(int height, int width, int side, int patchCount, boolean isPoisson) {
        this.width = width;
        this.patchCount = patchCount;
        this.isPoisson = isPoisson;
        this.rowChance = coverChance(height, side);
        this.columnChance = coverChance(width, side);
        this.hidden = new double[height * width];
        this.visible = new double[height * width];
        for (int p = 0; p < hidden.length; p++) {
            hidden[p] = rowChance[p / width][p / width] * columnChance[p % width][p % width];
            visible[p] = escaped(1 - hidden[p]);
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
            covariances[i] = escaped(seen - hidden[other] + both) - mean * visible[other];
        }
    }

    /*
     * The sum over all pixels y of c(y) cov(M_x, M_y) in two parts. If no patch could hide both x
     * and y, the covariance would depend on q_x and q_y alone; these take few values, one for each
     * distance from the border up to a patch, so that pixels of equal q are summed beforehand. Where
     * a patch can hide both, less than a patch away, the difference is added pixel by pixel. The
     * places of patches are symmetric about both midlines, so a quarter of the face gives the rest.
     */
    @Override
    public void addFeatureCovariances(SmoothBasis basis, double weight, float[][] covariances) {
        int height = rowChance.length;
        double[][] sums = new double[basis.rowOrderCount()][basis.columnOrderCount()];
        double[] features = new double[basis.featureCount()];
        Apart apart = new Apart(basis);
        for (int row = 0; row < (height + 1) / 2; row++) {
            for (int column = 0; column < (width + 1) / 2; column++) {
                apart.set(row, column, sums);
                addNear(row, column, apart, basis, sums);
                basis.scaled(sums, features);
                mirror(row, column, basis, weight, features, covariances);
            }
        }
    }

    /** Writes the covariances of a pixel and of those that mirror it. */
    private void mirror(
            int row,
            int column,
            SmoothBasis basis,
            double weight,
            double[] features,
            float[][] covariances) {
        int otherRow = rowChance.length - 1 - row;
        int otherColumn = width - 1 - column;
        for (int f = 0; f < features.length; f++) {
            double own = weight * features[f];
            int down = basis.parityAlongRows(f);
            int along = basis.parityAlongColumns(f);
            float[] to = covariances[f];
            to[row * width + column] += (float) own;
            if (otherRow != row) {
                to[otherRow * width + column] += (float) (down * own);
            }
            if (otherColumn != column) {
                to[row * width + otherColumn] += (float) (along * own);
            }
            if (otherRow != row && otherColumn != column) {
                to[otherRow * width + otherColumn] += (float) (down * along * own);
            }
        }
    }

    /** Adds, for pixels less than a patch away, the difference that patches hiding both make. */
    private void addNear(int row, int column, Apart apart, SmoothBasis basis, double[][] sums) {
        double[] rowOverlap = rowChance[row];
        double[] columnOverlap = columnChance[column];
        double[] alongRow = new double[sums[0].length];
        double seen = 1 - hidden[row * width + column];
        for (int otherRow = 0; otherRow < rowOverlap.length; otherRow++) {
            if (rowOverlap[otherRow] == 0) {
                continue;
            }
            Arrays.fill(alongRow, 0);
            for (int otherColumn = 0; otherColumn < width; otherColumn++) {
                double both = rowOverlap[otherRow] * columnOverlap[otherColumn];
                if (both > 0) {
                    int other = otherRow * width + otherColumn;
                    double more =
                            escaped(seen - hidden[other] + both)
                                    - apart.bothVisible(otherRow, otherColumn);
                    for (int l = 0; l < alongRow.length; l++) {
                        alongRow[l] += more * basis.alongColumns(l, otherColumn);
                    }
                }
            }
            for (int k = 0; k < sums.length; k++) {
                double ofRow = basis.alongRows(k, otherRow);
                for (int l = 0; l < alongRow.length; l++) {
                    sums[k][l] += ofRow * alongRow[l];
                }
            }
        }
    }

    /** Covariances on the premise that no patch hides both pixels, by distance from the border. */
    private final class Apart {
        private final double[] rowValues = distinct(rowChance);
        private final double[] columnValues = distinct(columnChance);
        private final int[] classOfRow = classes(rowChance, rowValues);
        private final int[] classOfColumn = classes(columnChance, columnValues);

        /** [class][k] and [class][l]: sums of the cosines over the places of a class. */
        private final double[][] ofRows = new double[rowValues.length][];

        private final double[][] ofColumns = new double[columnValues.length][];

        /**
         * Of the last pixel: the chance that it and one of a class are both visible, on that
         * premise.
         */
        private final double[][] bothVisible = new double[rowValues.length][columnValues.length];

        Apart(SmoothBasis basis) {
            for (int c = 0; c < ofRows.length; c++) {
                ofRows[c] = new double[basis.rowOrderCount()];
            }
            for (int c = 0; c < ofColumns.length; c++) {
                ofColumns[c] = new double[basis.columnOrderCount()];
            }
            for (int row = 0; row < classOfRow.length; row++) {
                for (int k = 0; k < basis.rowOrderCount(); k++) {
                    ofRows[classOfRow[row]][k] += basis.alongRows(k, row);
                }
            }
            for (int column = 0; column < classOfColumn.length; column++) {
                for (int l = 0; l < basis.columnOrderCount(); l++) {
                    ofColumns[classOfColumn[column]][l] += basis.alongColumns(l, column);
                }
            }
        }

        /** Writes the sums [k][l] of a pixel. */
        void set(int row, int column, double[][] sums) {
            double own = rowChance[row][row] * columnChance[column][column];
            double mean = escaped(1 - own);
            double[] alongRow = new double[sums[0].length];
            for (double[] each : sums) {
                Arrays.fill(each, 0);
            }
            for (int a = 0; a < rowValues.length; a++) {
                Arrays.fill(alongRow, 0);
                for (int b = 0; b < columnValues.length; b++) {
                    double other = rowValues[a] * columnValues[b];
                    bothVisible[a][b] = escaped(1 - own - other);
                    double covariance = bothVisible[a][b] - mean * escaped(1 - other);
                    for (int l = 0; l < alongRow.length; l++) {
                        alongRow[l] += covariance * ofColumns[b][l];
                    }
                }
                for (int k = 0; k < sums.length; k++) {
                    for (int l = 0; l < alongRow.length; l++) {
                        sums[k][l] += ofRows[a][k] * alongRow[l];
                    }
                }
            }
        }

        double bothVisible(int row, int column) {
            return bothVisible[classOfRow[row]][classOfColumn[column]];
        }

        private static double[] distinct(double[][] chance) {
            return IntStream.range(0, chance.length)
                    .mapToDouble(i -> chance[i][i])
                    .distinct()
                    .sorted()
                    .toArray();
        }

        private static int[] classes(double[][] chance, double[] values) {
            return IntStream.range(0, chance.length)
                    .map(i -> Arrays.binarySearch(values, chance[i][i]))
                    .toArray();
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

    /** Chance that no patch hides what one patch leaves alone with this chance. */
    private double escaped(double chance) {
        return isPoisson ? Math.exp(patchCount * (chance - 1)) : power(chance, patchCount);
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
