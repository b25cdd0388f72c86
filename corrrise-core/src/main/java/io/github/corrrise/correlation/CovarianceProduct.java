package io.github.corrrise.correlation;

import java.util.Arrays;
import java.util.List;

/**
 * Maps from coefficients: covariances of pixels with features, times coefficients, over spreads. In
 * tiles and blocks, because most of the time of a further reference is spent here.
 */
final class CovarianceProduct {
    /** Pixels whose covariances stay in the processor's cache: some 100 KB. */
    private static final int TILE = 128;

    /** Features summed in single precision, a multiple of 4. */
    private static final int BLOCK = 16;

    private CovarianceProduct() {}

    /**
     * sum_k covariance_k(x) b_k / spread(x), 0 where the spread is 0; of several b, which share
     * what is read of the covariances.
     *
     * @param covariance [feature][pixel]
     * @param coefficients [vector][feature]
     * @param spread of each pixel
     * @return [vector][pixel]
     */
    static float[][] of(float[][] covariance, List<double[]> coefficients, double[] spread) {
        float[][] maps = new float[coefficients.size()][spread.length];
        // Rows and coefficients of zeros make up the last block.
        float[][] tile = new float[(covariance.length + BLOCK - 1) / BLOCK * BLOCK][TILE];
        List<float[]> weights = coefficients.stream().map(own -> single(own, tile.length)).toList();
        double[] sums = new double[TILE];
        for (int from = 0; from < spread.length; from += TILE) {
            int count = Math.min(TILE, spread.length - from);
            for (int k = 0; k < covariance.length; k++) {
                System.arraycopy(covariance[k], from, tile[k], 0, count);
            }
            for (int v = 0; v < maps.length; v++) {
                sum(tile, weights.get(v), sums);
                divide(sums, spread, from, count, maps[v]);
            }
        }
        return maps;
    }

    private static float[] single(double[] values, int length) {
        float[] single = new float[length];
        for (int k = 0; k < values.length; k++) {
            single[k] = (float) values[k];
        }
        return single;
    }

    private static void divide(double[] sums, double[] spread, int from, int count, float[] map) {
        for (int p = 0; p < count; p++) {
            double own = spread[from + p];
            map[from + p] = own > 0 ? (float) (sums[p] / own) : 0;
        }
    }

    /**
     * Single precision within a block, double between them: off by a millionth or two of the
     * largest term.
     */
    private static void sum(float[][] rows, float[] weights, double[] sums) {
        Arrays.fill(sums, 0);
        float[] ofBlock = new float[TILE];
        for (int block = 0; block < rows.length; block += BLOCK) {
            Arrays.fill(ofBlock, 0);
            for (int k = block; k < block + BLOCK; k += 4) {
                addFour(rows, weights, k, ofBlock);
            }
            for (int p = 0; p < TILE; p++) {
                sums[p] += ofBlock[p];
            }
        }
    }

    private static void addFour(float[][] rows, float[] weights, int k, float[] sums) {
        float[] row0 = rows[k];
        float[] row1 = rows[k + 1];
        float[] row2 = rows[k + 2];
        float[] row3 = rows[k + 3];
        float weight0 = weights[k];
        float weight1 = weights[k + 1];
        float weight2 = weights[k + 2];
        float weight3 = weights[k + 3];
        for (int p = 0; p < TILE; p++) {
            sums[p] +=
                    weight0 * row0[p] + weight1 * row1[p] + weight2 * row2[p] + weight3 * row3[p];
        }
    }
}
