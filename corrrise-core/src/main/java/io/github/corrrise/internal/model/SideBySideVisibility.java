package io.github.corrrise.internal.model;

import java.util.Arrays;

/**
 * Moments of the visibility of pixels where the left and the right part of a face are hidden
 * independently: those of either part, and no covariance between them. Sums with features take a
 * second for a face of 112 x 112. Immutable.
 */
public final class SideBySideVisibility implements VisibilityMoments {
    private final VisibilityMoments left;
    private final VisibilityMoments right;
    private final int height;
    private final int leftWidth;
    private final int rightWidth;

    /** Two parts of one height, with the moments of each. */
    public SideBySideVisibility(
            VisibilityMoments left,
            VisibilityMoments right,
            int height,
            int leftWidth,
            int rightWidth) {
        this.left = left;
        this.right = right;
        this.height = height;
        this.leftWidth = leftWidth;
        this.rightWidth = rightWidth;
    }

    private boolean isOnLeft(int pixel) {
        return pixel % width() < leftWidth;
    }

    private int width() {
        return leftWidth + rightWidth;
    }

    /** The index of a pixel within its part. */
    private int within(int pixel) {
        int row = pixel / width();
        int column = pixel % width();
        return isOnLeft(pixel) ? row * leftWidth + column : row * rightWidth + column - leftWidth;
    }

    @Override
    public double variance(int pixel) {
        return (isOnLeft(pixel) ? left : right).variance(within(pixel));
    }

    @Override
    public void covariances(int pixel, int[] others, double[] covariances) {
        boolean onLeft = isOnLeft(pixel);
        int[] same = Arrays.stream(others).filter(other -> isOnLeft(other) == onLeft).toArray();
        double[] ofSame = new double[same.length];
        (onLeft ? left : right)
                .covariances(
                        within(pixel), Arrays.stream(same).map(this::within).toArray(), ofSame);
        int next = 0;
        for (int i = 0; i < others.length; i++) {
            covariances[i] = isOnLeft(others[i]) == onLeft ? ofSame[next++] : 0;
        }
    }

    @Override
    public void addFeatureCovariances(SmoothBasis basis, double weight, float[][] covariances) {
        add(left, 0, leftWidth, basis, weight, covariances);
        add(right, leftWidth, rightWidth, basis, weight, covariances);
    }

    private void add(
            VisibilityMoments part,
            int fromColumn,
            int partWidth,
            SmoothBasis basis,
            double weight,
            float[][] covariances) {
        int[] all = new int[height * partWidth];
        Arrays.setAll(all, pixel -> pixel);
        double[] own = new double[all.length];
        double[] alongRow = new double[basis.columnOrderCount()];
        double[][] sums = new double[basis.rowOrderCount()][basis.columnOrderCount()];
        double[] features = new double[basis.featureCount()];
        for (int pixel : all) {
            part.covariances(pixel, all, own);
            for (double[] ofOrder : sums) {
                Arrays.fill(ofOrder, 0);
            }
            for (int row = 0; row < height; row++) {
                Arrays.fill(alongRow, 0);
                for (int column = 0; column < partWidth; column++) {
                    double covariance = own[row * partWidth + column];
                    for (int l = 0; l < alongRow.length; l++) {
                        alongRow[l] += covariance * basis.alongColumns(l, fromColumn + column);
                    }
                }
                for (int k = 0; k < sums.length; k++) {
                    for (int l = 0; l < alongRow.length; l++) {
                        sums[k][l] += basis.alongRows(k, row) * alongRow[l];
                    }
                }
            }
            basis.scaled(sums, features);
            int to = pixel / partWidth * width() + fromColumn + pixel % partWidth;
            for (int f = 0; f < features.length; f++) {
                covariances[f][to] += (float) (weight * features[f]);
            }
        }
    }
}
