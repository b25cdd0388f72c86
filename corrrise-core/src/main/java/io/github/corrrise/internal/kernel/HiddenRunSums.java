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
    /** Vectors side by side at most: wide enough for loops to be vectorised. */
    private static final int MOST_LANES = 32;

    /** Few vectors take narrower blocks than many: unused lanes cost as much as used ones. */
    private static final int FEW_LANES = 8;

    private final int height;
    private final int width;
    private final int vectorCount;
    private final int lanes;

    /** [block of vectors][(row x (width + 1) + column) x lane]. */
    private final double[][] steps;

    private final double[] totals;

    /** Sums of {@code vectorCount} weightings over masks of this size, all zero. */
    public HiddenRunSums(int height, int width, int vectorCount) {
        this.height = height;
        this.width = width;
        this.vectorCount = vectorCount;
        this.lanes = vectorCount == 1 ? 1 : vectorCount <= FEW_LANES ? FEW_LANES : MOST_LANES;
        this.steps = new double[(vectorCount + lanes - 1) / lanes][height * (width + 1) * lanes];
        this.totals = new double[steps.length * lanes];
    }

    /**
     * Adds some consecutive masks.
     *
     * @param corners of each mask's hidden region
     * @param weights [vector][mask]
     * @param firstMask which column of the weights the first of these masks has
     */
    public void add(HiddenCorners[] corners, double[][] weights, int firstMask) {
        double[] weight = new double[lanes];
        for (int block = 0; block < steps.length; block++) {
            int used = Math.min(lanes, vectorCount - block * lanes);
            for (int i = 0; i < corners.length; i++) {
                for (int lane = 0; lane < used; lane++) {
                    weight[lane] = weights[block * lanes + lane][firstMask + i];
                    totals[block * lanes + lane] += weight[lane];
                }
                if (lanes == 1) {
                    addSteps(steps[block], corners[i].places(), weight[0]);
                } else {
                    addSteps(steps[block], corners[i].places(), weight);
                }
            }
        }
    }

    private static void addSteps(double[] steps, int[] corners, double weight) {
        for (int corner : corners) {
            if (corner >= 0) {
                steps[corner] += weight;
            } else {
                steps[~corner] -= weight;
            }
        }
    }

    private static void addSteps(double[] steps, int[] corners, double[] weight) {
        int lanes = weight.length;
        for (int corner : corners) {
            if (corner >= 0) {
                int at = corner * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    steps[at + lane] += weight[lane];
                }
            } else {
                int at = ~corner * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    steps[at + lane] -= weight[lane];
                }
            }
        }
    }

    /** Adds the visible sums to {@code sums[vector][pixel]}. */
    public void addTo(double[][] sums) {
        for (int block = 0; block < steps.length; block++) {
            int first = block * lanes;
            int used = Math.min(lanes, vectorCount - first);
            Sweep sweep = new Sweep(steps[block]);
            for (int pixel = 0; pixel < height * width; pixel++) {
                double[] hidden = sweep.next();
                for (int lane = 0; lane < used; lane++) {
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
            double[] total = Arrays.copyOfRange(totals, block * lanes, (block + 1) * lanes);
            double[] blockLargest = new double[lanes];
            Sweep sweep = new Sweep(steps[block]);
            for (int pixel = 0; pixel < height * width; pixel++) {
                raise(blockLargest, total, sweep.next(), scale[pixel]);
            }
            System.arraycopy(blockLargest, 0, largest, block * lanes, lanes);
        }
        return Arrays.copyOf(largest, vectorCount);
    }

    private static void raise(double[] largest, double[] total, double[] hidden, double scale) {
        for (int lane = 0; lane < largest.length; lane++) {
            largest[lane] = Math.max(largest[lane], Math.abs(total[lane] - hidden[lane]) * scale);
        }
    }

    /** Goes over the pixels of a block, row by row, and tells what was hidden of each. */
    private final class Sweep {
        private final double[] step;
        private final double[] columns = new double[width * lanes];
        private final double[] hidden = new double[lanes];
        private int column;
        private int from;

        Sweep(double[] step) {
            this.step = step;
        }

        double[] next() {
            if (column == width) {
                column = 0;
                from += lanes;
                Arrays.fill(hidden, 0);
            }
            advance(step, from, columns, column * lanes, hidden);
            from += lanes;
            column++;
            return hidden;
        }
    }

    private static void advance(
            double[] step, int from, double[] columns, int at, double[] hidden) {
        int lanes = hidden.length;
        for (int lane = 0; lane < lanes; lane++) {
            columns[at + lane] += step[from + lane];
        }
        for (int lane = 0; lane < lanes; lane++) {
            hidden[lane] += columns[at + lane];
        }
    }
}
