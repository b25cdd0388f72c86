package io.github.corrrise.internal.kernel;

import java.util.Arrays;

/**
 * Weighted sums of some binary masks from the corners of their hidden regions. In a row a weight is
 * added where a hidden run begins and subtracted after its end; a running sum along the row then
 * gives the weight that is hidden at each pixel. Rows mostly repeat the row above, so only
 * differences from it are kept, and a running sum down the columns restores the rows: a mask costs
 * as many steps as its hidden region has corners. The total less what is hidden is what is visible.
 * The runs of one mask are disjoint, so nothing counts twice.
 *
 * <p>The corners are ordered by place, so that a sum is one sweep over the face that reads weights,
 * which are few and stay in the cache, and writes nothing but its result.
 *
 * <p>Cost: one addition per corner and vector, about three per pixel and vector. Memory: 4 bytes
 * per corner and per pixel; while it sums up to 1 KB per mask and per column. Immutable; safe for
 * use by several threads.
 */
public final class HiddenCorners implements MaskIndex {
    /** Most vectors summed side by side: fills wide registers and stays in the cache. */
    private static final int LANES = 64;

    /** The same in single precision. */
    private static final int SINGLE_LANES = 128;

    private final int height;
    private final int width;
    private final int maskCount;

    /** [row x width + column]: start of the corners of a place; one more entry ends the last. */
    private final int[] starts;

    /** Twice the mask where its weight is added, one more where it is subtracted. */
    private final int[] signedMasks;

    private HiddenCorners(int height, int width, int maskCount, int[] starts, int[] signedMasks) {
        this.height = height;
        this.width = width;
        this.maskCount = maskCount;
        this.starts = starts;
        this.signedMasks = signedMasks;
    }

    /**
     * The corners of some masks.
     *
     * @param runs for each mask pairs (first, end) of hidden pixels, row-major, end exclusive,
     *     ascending and disjoint
     */
    public static HiddenCorners of(int[][] runs, int height, int width) {
        int[][] corners = new int[runs.length][];
        int[] starts = new int[height * width + 1];
        for (int mask = 0; mask < runs.length; mask++) {
            corners[mask] = cornersOf(runs[mask], height, width);
            for (int corner : corners[mask]) {
                starts[place(corner) + 1]++;
            }
        }
        for (int place = 0; place < height * width; place++) {
            starts[place + 1] += starts[place];
        }
        int[] next = starts.clone();
        int[] signedMasks = new int[starts[height * width]];
        for (int mask = 0; mask < runs.length; mask++) {
            for (int corner : corners[mask]) {
                signedMasks[next[place(corner)]++] = 2 * mask + (corner >= 0 ? 0 : 1);
            }
        }
        return new HiddenCorners(height, width, runs.length, starts, signedMasks);
    }

    @Override
    public void addVisible(double[][] weights, int firstMask, double[][] sums) {
        if (weights.length == 1) {
            addVisible(weights[0], firstMask, sums[0]);
            return;
        }
        for (int from = 0; from < weights.length; from += LANES) {
            int first = from;
            int lanes = Math.min(LANES, weights.length - from);
            Sweep sweep = new Sweep(weights, from, lanes, firstMask);
            for (int pixel = 0; pixel < height * width; pixel++) {
                double[] hidden = sweep.next();
                for (int lane = 0; lane < lanes; lane++) {
                    sums[first + lane][pixel] += sweep.totals[lane] - hidden[lane];
                }
            }
        }
    }

    /** Sums one vector, without lanes. */
    private void addVisible(double[] vector, int firstMask, double[] sums) {
        double[] weights = new double[2 * maskCount];
        double total = 0;
        for (int mask = 0; mask < maskCount; mask++) {
            double weight = vector[firstMask + mask];
            weights[2 * mask] = weight;
            weights[2 * mask + 1] = -weight;
            total += weight;
        }
        double[] columns = new double[width];
        int place = 0;
        for (int row = 0; row < height; row++) {
            double hidden = 0;
            for (int column = 0; column < width; column++) {
                double sum = columns[column];
                int end = starts[place + 1];
                for (int corner = starts[place]; corner < end; corner++) {
                    sum += weights[signedMasks[corner]];
                }
                columns[column] = sum;
                hidden += sum;
                sums[place] += total - hidden;
                place++;
            }
        }
    }

    /** In single precision, for speed: off by about a millionth of the largest. */
    @Override
    public double[] largestMagnitudes(double[][] weights, double[] scale) {
        double[] largest = new double[weights.length];
        for (int from = 0; from < weights.length; from += SINGLE_LANES) {
            int lanes = Math.min(SINGLE_LANES, weights.length - from);
            float[] ofBlock = largestOfBlock(weights, from, lanes, scale);
            for (int lane = 0; lane < lanes; lane++) {
                largest[from + lane] = ofBlock[lane];
            }
        }
        return largest;
    }

    private float[] largestOfBlock(double[][] vectors, int from, int lanes, double[] scale) {
        float[][] weights = new float[2 * maskCount][lanes];
        float[] totals = new float[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            double total = 0;
            for (int mask = 0; mask < maskCount; mask++) {
                double weight = vectors[from + lane][mask];
                weights[2 * mask][lane] = (float) weight;
                weights[2 * mask + 1][lane] = (float) -weight;
                total += weight;
            }
            totals[lane] = (float) total;
        }
        float[][] columns = new float[width][lanes];
        float[] hidden = new float[lanes];
        float[] largest = new float[lanes];
        int place = 0;
        for (int row = 0; row < height; row++) {
            Arrays.fill(hidden, 0);
            for (float[] sum : columns) {
                int end = starts[place + 1];
                for (int corner = starts[place]; corner < end; corner++) {
                    add(sum, weights[signedMasks[corner]]);
                }
                add(hidden, sum);
                raise(largest, totals, hidden, (float) scale[place]);
                place++;
            }
        }
        return largest;
    }

    private static void raise(float[] largest, float[] total, float[] hidden, float scale) {
        for (int lane = 0; lane < largest.length; lane++) {
            largest[lane] = Math.max(largest[lane], Math.abs(total[lane] - hidden[lane]) * scale);
        }
    }

    private static void add(float[] to, float[] from) {
        for (int lane = 0; lane < to.length; lane++) {
            to[lane] += from[lane];
        }
    }

    /**
     * Visits the pixels row by row for a block of vectors and gives the weight hidden at each. Uses
     * one array per mask and one per column, since loops over two offsets into flat arrays are not
     * vectorised.
     */
    private final class Sweep {
        private final double[] totals;

        /** [signed mask][lane]: weights and their negatives, so that no corner needs a branch. */
        private final double[][] weights;

        private final double[][] columns;
        private final double[] hidden;
        private int place;
        private int column;

        Sweep(double[][] vectors, int firstVector, int lanes, int firstMask) {
            this.totals = new double[lanes];
            this.weights = new double[2 * maskCount][lanes];
            this.columns = new double[width][lanes];
            this.hidden = new double[lanes];
            for (int mask = 0; mask < maskCount; mask++) {
                double[] added = weights[2 * mask];
                double[] takenAway = weights[2 * mask + 1];
                for (int lane = 0; lane < lanes; lane++) {
                    double weight = vectors[firstVector + lane][firstMask + mask];
                    added[lane] = weight;
                    takenAway[lane] = -weight;
                    totals[lane] += weight;
                }
            }
        }

        double[] next() {
            if (column == width) {
                column = 0;
                Arrays.fill(hidden, 0);
            }
            double[] sum = columns[column];
            int end = starts[place + 1];
            for (int corner = starts[place]; corner < end; corner++) {
                add(sum, weights[signedMasks[corner]]);
            }
            add(hidden, sum);
            place++;
            column++;
            return hidden;
        }
    }

    private static void add(double[] to, double[] from) {
        for (int lane = 0; lane < to.length; lane++) {
            to[lane] += from[lane];
        }
    }

    /** The place of a corner, row-major. */
    public static int place(int corner) {
        return corner >= 0 ? corner : ~corner;
    }

    /**
     * The corners of one mask, row by row: the ends of each row's runs less those of the row above.
     * Where the mask's weight is added the corner is its {@link #place}; where it is subtracted,
     * that place's complement. Ends at the right border are left out.
     *
     * @param runs pairs (first, end) of hidden pixels, row-major, end exclusive, ascending and
     *     disjoint
     */
    public static int[] cornersOf(int[] runs, int height, int width) {
        RunEnds ends = new RunEnds(runs, width);
        CornerList corners = new CornerList(width);
        int[] above = new int[2 * width];
        int[] here = new int[2 * width];
        int aboveCount = 0;
        for (int row = 0; row < height; row++) {
            int hereCount = ends.read(row, here);
            corners.addChanges(row, here, hereCount, above, aboveCount);
            int[] swap = above;
            above = here;
            here = swap;
            aboveCount = hereCount;
        }
        return corners.toArray();
    }

    /** Reads runs, row by row, as columns in which they begin and end. */
    private static final class RunEnds {
        private final int[] runs;
        private final int width;
        private int next;

        RunEnds(int[] runs, int width) {
            this.runs = runs;
            this.width = width;
        }

        /** Writes the ends of a row, those of even number begin a run; returns how many. */
        int read(int row, int[] ends) {
            int count = 0;
            int rowStart = row * width;
            while (next < runs.length && runs[next] < rowStart + width) {
                ends[count++] = Math.max(0, runs[next] - rowStart);
                ends[count++] = Math.min(width, runs[next + 1] - rowStart);
                if (runs[next + 1] > rowStart + width) {
                    break;
                }
                next += 2;
            }
            return count;
        }
    }

    /** The corners found so far. */
    private static final class CornerList {
        private final int width;
        private int[] corners = new int[32];
        private int count;

        CornerList(int width) {
            this.width = width;
        }

        /** Merges the ends of a row, ascending, with those of the row above. */
        void addChanges(int row, int[] here, int hereCount, int[] above, int aboveCount) {
            if (count + hereCount + aboveCount > corners.length) {
                corners = Arrays.copyOf(corners, 2 * corners.length + hereCount + aboveCount);
            }
            int i = 0;
            int j = 0;
            while (i < hereCount || j < aboveCount) {
                boolean ownEnd = j == aboveCount || (i < hereCount && here[i] <= above[j]);
                boolean endAbove = i == hereCount || (j < aboveCount && above[j] <= here[i]);
                int column = ownEnd ? here[i] : above[j];
                // Ends of the same kind in both rows cancel, ends at the border are never read.
                boolean counts = column < width && !(ownEnd && endAbove && i % 2 == j % 2);
                if (ownEnd) {
                    if (counts) {
                        add(row * width + column, i % 2 == 0);
                    }
                    i++;
                }
                if (endAbove) {
                    if (counts) {
                        add(row * width + column, j % 2 != 0);
                    }
                    j++;
                }
            }
        }

        private void add(int place, boolean adds) {
            corners[count++] = adds ? place : ~place;
        }

        int[] toArray() {
            return Arrays.copyOf(corners, count);
        }
    }
}
