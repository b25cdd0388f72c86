package io.github.corrrise.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Dense sums in plain Java, in double precision: eight rows per sweep, so that a sum is read and
 * written once for all eight.
 */
public final class PlainDenseKernel implements DenseKernel {
    private static final int FUSED = 8;

    private final int pixelCount;
    private final float[] rows;

    /** A kernel for masks of {@code pixelCount} pixels. */
    public PlainDenseKernel(int pixelCount) {
        this.pixelCount = pixelCount;
        this.rows = new float[Math.multiplyExact(TILE_ROWS, pixelCount)];
    }

    @Override
    public FloatBuffer tile() {
        return FloatBuffer.wrap(rows);
    }

    @Override
    public void accumulate(int count, double[][] weights, int first, double[][] sums) {
        for (int v = 0; v < weights.length; v++) {
            int i = 0;
            for (; i + FUSED <= count; i += FUSED) {
                addEight(i * pixelCount, weights[v], first + i, sums[v]);
            }
            for (; i < count; i++) {
                addOne(i * pixelCount, weights[v][first + i], sums[v]);
            }
        }
    }

    private void addEight(int row, double[] weights, int first, double[] sums) {
        double w0 = weights[first];
        double w1 = weights[first + 1];
        double w2 = weights[first + 2];
        double w3 = weights[first + 3];
        double w4 = weights[first + 4];
        double w5 = weights[first + 5];
        double w6 = weights[first + 6];
        double w7 = weights[first + 7];
        int n = pixelCount;
        for (int p = 0, r = row; p < n; p++, r++) {
            sums[p] +=
                    w0 * rows[r]
                            + w1 * rows[r + n]
                            + w2 * rows[r + 2 * n]
                            + w3 * rows[r + 3 * n]
                            + w4 * rows[r + 4 * n]
                            + w5 * rows[r + 5 * n]
                            + w6 * rows[r + 6 * n]
                            + w7 * rows[r + 7 * n];
        }
    }

    private void addOne(int row, double weight, double[] sums) {
        for (int p = 0; p < pixelCount; p++) {
            sums[p] += weight * rows[row + p];
        }
    }

    @Override
    public void close() {}
}
