package io.github.corrrise.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Weighted sums of dense masks, a tile of rows at a time. Owns its tile; for one thread; to be
 * closed once.
 */
public interface DenseKernel extends AutoCloseable {
    /** Masks a tile holds: enough to keep a product busy; 13 MB on a face of 112 x 112. */
    int TILE_ROWS = 256;

    /** The tile to write masks into: {@link #TILE_ROWS} rows of one mask each. */
    FloatBuffer tile();

    /**
     * Adds the tile's rows, weighted: {@code sums[v][p] += sum_i weights[v][first + i] *
     * tile[i][p]} over the first {@code count} rows.
     */
    void accumulate(int count, double[][] weights, int first, double[][] sums);

    @Override
    void close();
}
