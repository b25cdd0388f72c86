package io.github.corrrise.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Weighted sums of dense masks, one tile of masks at a time. Owns its tile. For one thread; to be
 * closed once.
 */
public interface DenseKernel extends AutoCloseable {
    /** Masks that a tile holds: enough for a product to run at full speed; 13 MB at 112 x 112. */
    int TILE_ROWS = 256;

    /**
     * The memory of the tile, from its start: {@link #TILE_ROWS} rows of one mask each. Masks
     * written there stay until they are overwritten.
     */
    FloatBuffer tile();

    /**
     * Adds the tile's rows, weighted: {@code sums[v][p] += sum_i weights[v][first + i] *
     * tile[i][p]} over the first {@code count} rows.
     *
     * @param count rows, in [0, {@link #TILE_ROWS}]
     */
    void accumulate(int count, double[][] weights, int first, double[][] sums);

    @Override
    void close();
}
