package io.github.corrrise.internal.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighted sums of some enlarged grids from their visible nodes. A node contributes 1 where it
 * stands; its contribution falls linearly to 0 a cell away, along rows and along columns:
 *
 * <pre>
 * sum_i w_i M_i(y, x) = sum over places (r, s) of W(r, s) hat((y - r) / cellHeight) hat((x - s) / cellWidth)
 * hat(t) = max(0, 1 - |t|)</pre>
 *
 * <p>W(r, s) is the sum of the weights of the masks that have a visible node at row r and column s.
 * The weights are summed where the nodes stand, then spread once for all masks. The second
 * difference of the hat is 1, -2 and 1 a cell apart: two running sums along the rows and two down
 * the columns spread them. In double precision, since a running sum of a running sum loses digits.
 *
 * <p>Vectors are summed one after the other: side by side, as in {@link HiddenCorners}, they are
 * slower, for the earlier sums that the running sums read again take too much memory.
 *
 * <p>Cost: one addition per visible node and vector, and for each size of cells about ten per place
 * and vector, places being those of the face and one to two cells around it. Memory: 4 bytes per
 * visible node; while it sums 16 bytes per place, and for the largest magnitudes 128 bytes per
 * pixel besides. Immutable; safe for use by several threads.
 */
public final class GridNodes implements MaskIndex {
    /** Vectors whose sums are held at once. */
    private static final int AT_ONCE = 16;

    private final int height;
    private final int width;

    /** One lattice for each size of cells. */
    private final List<Lattice> lattices = new ArrayList<>();

    /**
     * The nodes of some grids.
     *
     * @param cells for each mask the height and the width of its cells in pixels, at least 1
     * @param nodes for each mask pairs (row, column), in pixels, of its visible nodes; those a cell
     *     or more outside the face are ignored
     */
    public GridNodes(int[][] cells, int[][] nodes, int height, int width) {
        this.height = height;
        this.width = width;
        Map<List<Integer>, List<Integer>> masksByCells = new LinkedHashMap<>();
        for (int mask = 0; mask < cells.length; mask++) {
            List<Integer> own = List.of(cells[mask][0], cells[mask][1]);
            masksByCells.computeIfAbsent(own, first -> new ArrayList<>()).add(mask);
        }
        masksByCells.forEach(
                (cell, masks) -> lattices.add(new Lattice(cell.get(0), cell.get(1), masks, nodes)));
    }

    @Override
    public void addVisible(double[][] weights, int firstMask, double[][] sums) {
        for (Lattice lattice : lattices) {
            Spreading spreading = new Spreading(lattice);
            for (int v = 0; v < weights.length; v++) {
                spreading.addVisible(weights[v], firstMask, sums[v]);
            }
        }
    }

    @Override
    public double[] largestMagnitudes(double[][] weights, double[] scale) {
        double[] largest = new double[weights.length];
        for (int from = 0; from < largest.length; from += AT_ONCE) {
            double[][] some =
                    Arrays.copyOfRange(weights, from, Math.min(largest.length, from + AT_ONCE));
            double[][] visible = new double[some.length][scale.length];
            addVisible(some, 0, visible);
            for (int v = 0; v < some.length; v++) {
                for (int p = 0; p < scale.length; p++) {
                    double magnitude = Math.abs(visible[v][p] * scale[p]);
                    largest[from + v] = Math.max(largest[from + v], magnitude);
                }
            }
        }
        return largest;
    }

    /**
     * Where nodes of cells of one size stand: on the face or less than a cell outside. Two cells
     * before the first column are empty, for the running sums to look back at.
     */
    private final class Lattice {
        private final int cellHeight;
        private final int cellWidth;
        private final int rowCount;
        private final int columnCount;
        private final int[] masks;

        /** For each of the masks row x columnCount + column of its visible nodes. */
        private final int[][] places;

        Lattice(int cellHeight, int cellWidth, List<Integer> masks, int[][] nodes) {
            this.cellHeight = cellHeight;
            this.cellWidth = cellWidth;
            this.rowCount = height + 2 * (cellHeight - 1);
            this.columnCount = 2 * cellWidth + width + 2 * (cellWidth - 1);
            this.masks = masks.stream().mapToInt(mask -> mask).toArray();
            this.places = masks.stream().map(mask -> places(nodes[mask])).toArray(int[][]::new);
        }

        private int[] places(int[] nodes) {
            int[] found = new int[nodes.length / 2];
            int count = 0;
            for (int node = 0; node < nodes.length; node += 2) {
                int row = nodes[node];
                int column = nodes[node + 1];
                if (row > -cellHeight
                        && row < height + cellHeight - 1
                        && column > -cellWidth
                        && column < width + cellWidth - 1) {
                    found[count++] =
                            (row + cellHeight - 1) * columnCount + column + 3 * cellWidth - 1;
                }
            }
            return Arrays.copyOf(found, count);
        }
    }

    /** Sums over the masks of a lattice, with their working memory; for one thread. */
    private final class Spreading {
        private final Lattice lattice;

        /** [place]: the sum of the weights of the masks with a visible node there. */
        private final double[] gathered;

        /**
         * [row of the lattice][column of the face]: the same, spread along rows. Two cells of empty
         * rows stand first.
         */
        private final double[][] along;

        private final double[] slope = new double[width];
        private final double[] visible = new double[width];

        Spreading(Lattice lattice) {
            this.lattice = lattice;
            this.gathered = new double[lattice.rowCount * lattice.columnCount];
            this.along = new double[lattice.rowCount + 2 * lattice.cellHeight][width];
        }

        void addVisible(double[] weights, int firstMask, double[] sums) {
            gather(weights, firstMask);
            Arrays.fill(slope, 0);
            Arrays.fill(visible, 0);
            int cell = lattice.cellHeight;
            for (int row = 0; row < lattice.rowCount; row++) {
                double[] here = along[row + 2 * cell];
                spreadAlong(row * lattice.columnCount, here);
                bend(slope, here, along[row + cell], along[row]);
                add(visible, slope);
                // A pixel is complete with the last row of nodes that reaches it, 2 (cell - 1) rows
                // on.
                int faceRow = row - 2 * (cell - 1);
                if (faceRow >= 0) {
                    add(sums, faceRow * width, visible);
                }
            }
        }

        private void gather(double[] weights, int firstMask) {
            Arrays.fill(gathered, 0);
            double perCell = 1.0 / (lattice.cellHeight * lattice.cellWidth);
            for (int i = 0; i < lattice.masks.length; i++) {
                double weight = weights[firstMask + lattice.masks[i]] * perCell;
                for (int place : lattice.places[i]) {
                    gathered[place] += weight;
                }
            }
        }

        private void spreadAlong(int from, double[] columns) {
            int cell = lattice.cellWidth;
            int first = 2 * cell + 2 * (cell - 1);
            double slopeHere = 0;
            double sum = 0;
            for (int column = 2 * cell; column < lattice.columnCount; column++) {
                int place = from + column;
                slopeHere +=
                        gathered[place] - 2 * gathered[place - cell] + gathered[place - 2 * cell];
                sum += slopeHere;
                if (column >= first) {
                    columns[column - first] = sum;
                }
            }
        }
    }

    /** Adds the second difference over a cell. */
    private static void bend(double[] slope, double[] here, double[] before, double[] twoBefore) {
        for (int i = 0; i < slope.length; i++) {
            slope[i] += here[i] - 2 * before[i] + twoBefore[i];
        }
    }

    private static void add(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    private static void add(double[] to, int start, double[] from) {
        for (int i = 0; i < from.length; i++) {
            to[start + i] += from[i];
        }
    }
}
