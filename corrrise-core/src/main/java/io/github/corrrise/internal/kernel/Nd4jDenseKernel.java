package io.github.corrrise.internal.kernel;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dense sums in ND4J. Fewer than eight vectors: one matrix-vector product each, of the transposed
 * tile and a rank-1 vector, the form that reaches the BLAS limit. More: one matrix product per 64
 * vectors, all of it in Fortran's order; for a result in C's order ND4J goes by way of a copy,
 * which takes four times as long as the product.
 *
 * <p>Products are single precision within a tile and added up in double: off by less than a
 * millionth of the sum of the tile's absolute weights. All arrays are made once; those of ND4J are
 * freed on close.
 */
final class Nd4jDenseKernel implements DenseKernel {
    /** From here on one matrix product beats as many matrix-vector products. */
    private static final int VECTORS_FOR_ONE_PRODUCT = 8;

    private static final int BLOCK = 64;

    private final int pixelCount;
    private final INDArray tile;
    private final INDArray transposedTile;
    private final INDArray vector;
    private final INDArray vectorSum;
    private final INDArray block;
    private final INDArray transposedBlock;
    private final INDArray blockSums;
    private final float[] row;

    Nd4jDenseKernel(int pixelCount) {
        this.pixelCount = pixelCount;
        this.tile = Nd4j.create(DataType.FLOAT, new long[] {TILE_ROWS, pixelCount}, 'c');
        this.transposedTile = tile.transpose();
        this.vector = Nd4j.create(DataType.FLOAT, new long[] {TILE_ROWS}, 'c');
        this.vectorSum = Nd4j.create(DataType.FLOAT, new long[] {pixelCount}, 'c');
        this.block = Nd4j.create(DataType.FLOAT, new long[] {BLOCK, TILE_ROWS}, 'c');
        this.transposedBlock = block.transpose();
        this.blockSums = Nd4j.create(DataType.FLOAT, new long[] {pixelCount, BLOCK}, 'f');
        this.row = new float[pixelCount];
    }

    @Override
    public FloatBuffer tile() {
        return tile.data().asNioFloat();
    }

    @Override
    public void accumulate(int count, double[][] weights, int first, double[][] sums) {
        if (weights.length < VECTORS_FOR_ONE_PRODUCT) {
            for (int v = 0; v < weights.length; v++) {
                write(vector.data().asNioFloat(), weights[v], first, count);
                transposedTile.mmuli(vector, vectorSum);
                addTo(sums[v], vectorSum.data().asNioFloat());
            }
            return;
        }
        for (int from = 0; from < weights.length; from += BLOCK) {
            int vectors = Math.min(BLOCK, weights.length - from);
            FloatBuffer rows = block.data().asNioFloat();
            for (int v = 0; v < vectors; v++) {
                write(rows, weights[from + v], first, count);
            }
            transposedTile.mmuli(transposedBlock, blockSums);
            FloatBuffer products = blockSums.data().asNioFloat();
            for (int v = 0; v < vectors; v++) {
                addTo(sums[from + v], products);
            }
        }
    }

    /** Rows after the last mask still hold earlier masks, so their weight is 0. */
    private static void write(FloatBuffer to, double[] weights, int first, int count) {
        for (int i = 0; i < TILE_ROWS; i++) {
            to.put(i < count ? (float) weights[first + i] : 0f);
        }
    }

    private void addTo(double[] sums, FloatBuffer products) {
        products.get(row);
        for (int p = 0; p < pixelCount; p++) {
            sums[p] += row[p];
        }
    }

    @Override
    public void close() {
        // A transposed view shares the memory of its array: closing both would free it twice.
        tile.close();
        vector.close();
        vectorSum.close();
        block.close();
        blockSums.close();
    }
}
