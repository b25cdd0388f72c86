package io.github.corrrise.mask;

import io.github.corrrise.internal.check.Checks;
import java.util.BitSet;

/**
 * A coarse grid of visible and hidden nodes that becomes a mask when it is enlarged bilinearly.
 *
 * <pre>
 * M(y, x) = sum over visible nodes (k, l) of hat((y - y_k) / cellHeight) hat((x - x_l) / cellWidth)
 * y_k = k cellHeight - above,   x_l = l cellWidth - left,   hat(t) = max(0, 1 - |t|)</pre>
 *
 * <p>Immutable; some hundred bytes.
 *
 * @param cellHeight pixels from a node to the one below, at least 1
 * @param cellWidth pixels from a node to the one on the right, at least 1
 * @param above pixels that the first node stands above the face, in [0, cellHeight)
 * @param left pixels that the first node stands left of the face, in [0, cellWidth)
 * @param columnCount nodes in a row of the grid, at least 1
 * @param visible the visible nodes, k columnCount + l for node (k, l); copied
 * @since 0.1.0
 */
public record MaskGrid(
        int cellHeight, int cellWidth, int above, int left, int columnCount, BitSet visible) {
    /** Checks the ranges and copies the nodes. */
    public MaskGrid {
        Checks.atLeast(1, cellHeight, "cellHeight");
        Checks.atLeast(1, cellWidth, "cellWidth");
        Checks.inside(0, cellHeight - 1, above, "above");
        Checks.inside(0, cellWidth - 1, left, "left");
        Checks.atLeast(1, columnCount, "columnCount");
        visible = (BitSet) visible.clone();
    }

    /** A copy of the visible nodes. */
    @Override
    public BitSet visible() {
        return (BitSet) visible.clone();
    }

    /**
     * Where the visible nodes stand: pairs (row, column) in pixels of the face, some of them
     * outside it.
     */
    public int[] visiblePlaces() {
        int[] places = new int[2 * visible.cardinality()];
        int next = 0;
        for (int node = visible.nextSetBit(0); node >= 0; node = visible.nextSetBit(node + 1)) {
            places[next++] = node / columnCount * cellHeight - above;
            places[next++] = node % columnCount * cellWidth - left;
        }
        return places;
    }

    /** 1 where node {@code column} of a row of the grid is visible, else 0. */
    float node(int row, int column) {
        return visible.get(row * columnCount + column) ? 1f : 0f;
    }

    /** The shape, for example {@code MaskGrid[cells of 16x16, 40 visible nodes]}. */
    @Override
    public String toString() {
        return "MaskGrid[cells of "
                + cellHeight
                + "x"
                + cellWidth
                + ", "
                + visible.cardinality()
                + " visible nodes]";
    }
}
