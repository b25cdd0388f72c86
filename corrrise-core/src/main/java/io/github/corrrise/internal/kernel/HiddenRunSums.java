package io.github.corrrise.internal.kernel;

/**
 * Weighted sums of binary masks from their hidden runs. A weight is added where a run begins and
 * taken away behind its end; one running sum over the pixels then gives what was hidden, and the
 * total less that what was visible. The runs of one mask are disjoint, so nothing counts twice.
 *
 * <p>Cost: two additions a run and vector, one a pixel and vector; memory (pixels + 1) x vectors
 * doubles. For one thread.
 */
public final class HiddenRunSums {
    private final int pixelCount;
    private final int vectorCount;
    private final double[] steps;
    private final double[] totals;
    private final double[] weight;

    /** Sums of {@code vectorCount} weightings over masks of {@code pixelCount} pixels, all zero. */
    public HiddenRunSums(int pixelCount, int vectorCount) {
        this.pixelCount = pixelCount;
        this.vectorCount = vectorCount;
        this.steps = new double[Math.multiplyExact(pixelCount + 1, vectorCount)];
        this.totals = new double[vectorCount];
        this.weight = new double[vectorCount];
    }

    /**
     * Adds one mask.
     *
     * @param runs pairs (first, end) of hidden pixels, end exclusive, disjoint
     * @param weights [vector][mask]
     * @param mask which column of the weights this mask has
     */
    public void add(int[] runs, double[][] weights, int mask) {
        for (int v = 0; v < vectorCount; v++) {
            weight[v] = weights[v][mask];
            totals[v] += weight[v];
        }
        for (int run = 0; run < runs.length; run += 2) {
            int first = runs[run] * vectorCount;
            int end = runs[run + 1] * vectorCount;
            for (int v = 0; v < vectorCount; v++) {
                steps[first + v] += weight[v];
            }
            for (int v = 0; v < vectorCount; v++) {
                steps[end + v] -= weight[v];
            }
        }
    }

    /** Adds the visible sums to {@code sums[vector][pixel]}. */
    public void addTo(double[][] sums) {
        double[] hidden = new double[vectorCount];
        for (int p = 0; p < pixelCount; p++) {
            for (int v = 0; v < vectorCount; v++) {
                hidden[v] += steps[p * vectorCount + v];
                sums[v][p] += totals[v] - hidden[v];
            }
        }
    }

    /**
     * For every vector the largest absolute visible sum, each pixel scaled by its own factor.
     *
     * @param scale factor per pixel, 0 where the pixel is not to count
     */
    public double[] largestMagnitudes(double[] scale) {
        double[] hidden = new double[vectorCount];
        double[] largest = new double[vectorCount];
        for (int p = 0; p < pixelCount; p++) {
            double factor = scale[p];
            for (int v = 0; v < vectorCount; v++) {
                hidden[v] += steps[p * vectorCount + v];
                largest[v] = Math.max(largest[v], Math.abs((totals[v] - hidden[v]) * factor));
            }
        }
        return largest;
    }
}
