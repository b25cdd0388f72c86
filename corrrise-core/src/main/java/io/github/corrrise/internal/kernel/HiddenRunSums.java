package io.github.corrrise.internal.kernel;

import java.util.Arrays;

/**
 * Weighted sums of binary masks from their hidden runs. In a row a weight is added where a run
 * begins and taken away behind its end; a running sum along the row then gives what was hidden.
 * Rows mostly repeat the row above, so only what differs from it is written, and a running sum down
 * the columns restores the rest: a mask costs as many steps as its hidden region has corners. The
 * total less what was hidden is what was visible. The runs of one mask are disjoint, so nothing
 * counts twice.
 *
 * <p>Cost: one addition a corner and vector, two a pixel and vector; memory (height x (width + 1))
 * x vectors doubles. For one thread.
 */
public final class HiddenRunSums {
    /** Vectors side by side: wide enough for loops to be vectorised. */
    private static final int LANES = 32;

    private final int height;
    private final int width;
    private final int vectorCount;

    /** [block of vectors][(row x (width + 1) + column) x lane]. */
    private final double[][] steps;

    private final double[] totals;

    /** Sums of {@code vectorCount} weightings over masks of this size, all zero. */
    public HiddenRunSums(int height, int width, int vectorCount) {
        this.height = height;
        this.width = width;
        this.vectorCount = vectorCount;
        this.steps = new double[(vectorCount + LANES - 1) / LANES][height * (width + 1) * LANES];
        this.totals = new double[steps.length * LANES];
    }

    /**
     * Adds some consecutive masks.
     *
     * @param runs for each mask pairs (first, end) of hidden pixels, row-major, end exclusive,
     *     ascending and disjoint
     * @param weights [vector][mask]
     * @param firstMask which column of the weights the first of these masks has
     */
    public void add(int[][] runs, double[][] weights, int firstMask) {
        int[][] corners = new int[runs.length][];
        Arrays.setAll(corners, i -> cornersOf(runs[i]));
        double[] weight = new double[LANES];
        for (int block = 0; block < steps.length; block++) {
            int lanes = Math.min(LANES, vectorCount - block * LANES);
            for (int i = 0; i < runs.length; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    weight[lane] = weights[block * LANES + lane][firstMask + i];
                    totals[block * LANES + lane] += weight[lane];
                }
                addSteps(steps[block], corners[i], weight);
            }
        }
    }

    private static void addSteps(double[] steps, int[] corners, double[] weight) {
        for (int corner : corners) {
            if (corner >= 0) {
                int at = corner * LANES;
                for (int lane = 0; lane < LANES; lane++) {
                    steps[at + lane] += weight[lane];
                }
            } else {
                int at = ~corner * LANES;
                for (int lane = 0; lane < LANES; lane++) {
                    steps[at + lane] -= weight[lane];
                }
            }
        }
    }

    /**
     * Where the weight is added (index) or taken away (complement of the index): the ends of each
     * row's runs less those of the row above. Ends of even place in a row begin a run.
     */
    private int[] cornersOf(int[] runs) {
        int[] corners = new int[32];
        int cornerCount = 0;
        int[] above = new int[2 * width];
        int[] here = new int[2 * width];
        int aboveCount = 0;
        int run = 0;
        for (int row = 0; row < height; row++) {
            int hereCount = 0;
            int rowStart = row * width;
            while (run < runs.length && runs[run] < rowStart + width) {
                here[hereCount++] = Math.max(0, runs[run] - rowStart);
                here[hereCount++] = Math.min(width, runs[run + 1] - rowStart);
                if (runs[run + 1] > rowStart + width) {
                    break;
                }
                run += 2;
            }
            if (cornerCount + hereCount + aboveCount > corners.length) {
                corners = Arrays.copyOf(corners, 2 * corners.length + hereCount + aboveCount);
            }
            int base = row * (width + 1);
            int i = 0;
            int j = 0;
            while (i < hereCount || j < aboveCount) {
                if (j == aboveCount || (i < hereCount && here[i] < above[j])) {
                    corners[cornerCount++] = signed(base + here[i], i % 2 == 0);
                    i++;
                } else if (i == hereCount || above[j] < here[i]) {
                    corners[cornerCount++] = signed(base + above[j], j % 2 != 0);
                    j++;
                } else {
                    if (i % 2 != j % 2) {
                        corners[cornerCount++] = signed(base + here[i], i % 2 == 0);
                        corners[cornerCount++] = signed(base + above[j], j % 2 != 0);
                    }
                    i++;
                    j++;
                }
            }
            int[] swap = above;
            above = here;
            here = swap;
            aboveCount = hereCount;
        }
        return Arrays.copyOf(corners, cornerCount);
    }

    private static int signed(int index, boolean adds) {
        return adds ? index : ~index;
    }

    /** Adds the visible sums to {@code sums[vector][pixel]}. */
    public void addTo(double[][] sums) {
        for (int block = 0; block < steps.length; block++) {
            int first = block * LANES;
            int lanes = Math.min(LANES, vectorCount - first);
            Sweep sweep = new Sweep(steps[block]);
            for (int pixel = 0; pixel < height * width; pixel++) {
                double[] hidden = sweep.next();
                for (int lane = 0; lane < lanes; lane++) {
                    sums[first + lane][pixel] += totals[first + lane] - hidden[lane];
                }
            }
        }
    }

    /**
     * For every vector the largest absolute visible sum, each pixel scaled by its own factor.
     *
     * @param scale factor per pixel, at least 0; 0 where the pixel is not to count
     */
    public double[] largestMagnitudes(double[] scale) {
        double[] largest = new double[totals.length];
        for (int block = 0; block < steps.length; block++) {
            double[] total = Arrays.copyOfRange(totals, block * LANES, (block + 1) * LANES);
            double[] blockLargest = new double[LANES];
            Sweep sweep = new Sweep(steps[block]);
            for (int pixel = 0; pixel < height * width; pixel++) {
                raise(blockLargest, total, sweep.next(), scale[pixel]);
            }
            System.arraycopy(blockLargest, 0, largest, block * LANES, LANES);
        }
        return Arrays.copyOf(largest, vectorCount);
    }

    private static void raise(double[] largest, double[] total, double[] hidden, double scale) {
        for (int lane = 0; lane < LANES; lane++) {
            largest[lane] = Math.max(largest[lane], Math.abs(total[lane] - hidden[lane]) * scale);
        }
    }

    /** Goes over the pixels of a block, row by row, and tells what was hidden of each. */
    private final class Sweep {
        private final double[] step;
        private final double[] columns = new double[width * LANES];
        private final double[] hidden = new double[LANES];
        private int column;
        private int from;

        Sweep(double[] step) {
            this.step = step;
        }

        double[] next() {
            if (column == width) {
                column = 0;
                from += LANES;
                Arrays.fill(hidden, 0);
            }
            advance(step, from, columns, column * LANES, hidden);
            from += LANES;
            column++;
            return hidden;
        }
    }

    private static void advance(
            double[] step, int from, double[] columns, int at, double[] hidden) {
        for (int lane = 0; lane < LANES; lane++) {
            columns[at + lane] += step[from + lane];
        }
        for (int lane = 0; lane < LANES; lane++) {
            hidden[lane] += columns[at + lane];
        }
    }
}
