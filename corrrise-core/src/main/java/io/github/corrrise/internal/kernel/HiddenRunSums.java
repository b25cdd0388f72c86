package io.github.corrrise.internal.kernel;

import java.util.Arrays;

/**
 * Weighted sums of binary masks from their hidden runs. A weight is added where a run begins and
 * taken away behind its end; one running sum over the pixels then gives what was hidden, and the
 * total less that what was visible. The runs of one mask are disjoint, so nothing counts twice.
 *
 * <p>Cost: two additions a run and vector, one a pixel and vector; memory (pixels + 1) x vectors
 * doubles. For one thread.
 */
public final class HiddenRunSums {
    /** Vectors side by side: one or two registers wide, and a block of a face's pixels fits L2. */
    private static final int LANES = 8;

    private final int pixelCount;
    private final int vectorCount;

    /** [block of vectors][pixel x lane]. */
    private final double[][] steps;

    private final double[] totals;

    /** Sums of {@code vectorCount} weightings over masks of {@code pixelCount} pixels, all zero. */
    public HiddenRunSums(int pixelCount, int vectorCount) {
        this.pixelCount = pixelCount;
        this.vectorCount = vectorCount;
        this.steps = new double[(vectorCount + LANES - 1) / LANES][(pixelCount + 1) * LANES];
        this.totals = new double[steps.length * LANES];
    }

    /**
     * Adds some consecutive masks.
     *
     * @param runs for each mask pairs (first, end) of hidden pixels, end exclusive, disjoint
     * @param weights [vector][mask]
     * @param firstMask which column of the weights the first of these masks has
     */
    public void add(int[][] runs, double[][] weights, int firstMask) {
        double[] weight = new double[LANES];
        for (int block = 0; block < steps.length; block++) {
            int lanes = Math.min(LANES, vectorCount - block * LANES);
            for (int i = 0; i < runs.length; i++) {
                for (int lane = 0; lane < lanes; lane++) {
                    weight[lane] = weights[block * LANES + lane][firstMask + i];
                    totals[block * LANES + lane] += weight[lane];
                }
                addSteps(steps[block], runs[i], weight);
            }
        }
    }

    private static void addSteps(double[] steps, int[] runs, double[] weight) {
        for (int run = 0; run < runs.length; run += 2) {
            int first = runs[run] * LANES;
            int end = runs[run + 1] * LANES;
            for (int lane = 0; lane < LANES; lane++) {
                steps[first + lane] += weight[lane];
            }
            for (int lane = 0; lane < LANES; lane++) {
                steps[end + lane] -= weight[lane];
            }
        }
    }

    /** Adds the visible sums to {@code sums[vector][pixel]}. */
    public void addTo(double[][] sums) {
        for (int v = 0; v < vectorCount; v++) {
            double[] block = steps[v / LANES];
            double hidden = 0;
            for (int p = 0; p < pixelCount; p++) {
                hidden += block[p * LANES + v % LANES];
                sums[v][p] += totals[v] - hidden;
            }
        }
    }

    /**
     * For every vector the largest absolute visible sum, each pixel scaled by its own factor.
     *
     * @param scale factor per pixel, 0 where the pixel is not to count
     */
    public double[] largestMagnitudes(double[] scale) {
        double[] largest = new double[totals.length];
        double[] hidden = new double[LANES];
        for (int block = 0; block < steps.length; block++) {
            Arrays.fill(hidden, 0);
            int first = block * LANES;
            for (int p = 0; p < pixelCount; p++) {
                for (int lane = 0; lane < LANES; lane++) {
                    hidden[lane] += steps[block][p * LANES + lane];
                    double sum = Math.abs((totals[first + lane] - hidden[lane]) * scale[p]);
                    largest[first + lane] = Math.max(largest[first + lane], sum);
                }
            }
        }
        return Arrays.copyOf(largest, vectorCount);
    }
}
