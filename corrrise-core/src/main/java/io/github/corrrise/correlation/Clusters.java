package io.github.corrrise.correlation;

import java.util.Arrays;

/**
 * Threshold-free cluster enhancement of maps on a lattice.
 *
 * <pre>TFCE(x) = integral from 0 to |t(x)| of e(h)^(1/2) h^2 dh</pre>
 *
 * <p>t is a map in units of the standard deviation of its noise, e(h) the number of points of the
 * cluster of x at height h: those of its sign that hang together at magnitudes of at least h, over
 * sides and corners of the lattice's cells. So a point counts for more where its neighbours are
 * high too, without a threshold that defines a cluster. Between two values of the map e does not
 * change: the integral is exact, with no step of its own.
 *
 * <p>Where TFCE reaches b, whole clusters do, each from a height of its own on: below it the points
 * of a cluster have their integral in common.
 *
 * <p>Heights are taken from the largest down; a disjoint-set forest joins what hangs together, and
 * each point becomes the parent of the clusters that it joins. One pass back down that tree sums
 * the integrals. Cost: a sort and 8 look-ups per point.
 *
 * <p>Source: S. M. Smith, T. E. Nichols, Threshold-free cluster enhancement, NeuroImage 44, 2009,
 * doi:10.1016/j.neuroimage.2008.03.061, whose E = 0.5 and H = 2 these are. For one map.
 */
final class Clusters {
    private static final int NONE = -1;

    private final float[] heights;
    private final int[] order;

    /** Towards lower heights: where the cluster of a point grows next. */
    private final int[] parents;

    /** Points of the cluster of a point at its height. */
    private final int[] extents;

    private final float[] enhanced;

    /**
     * @param statistics of the points of the lattice, row-major
     * @param width columns of the lattice
     */
    Clusters(float[] statistics, int width) {
        int count = statistics.length;
        this.heights = new float[count];
        for (int point = 0; point < count; point++) {
            heights[point] = Math.abs(statistics[point]);
        }
        this.order = descending(heights);
        this.parents = new int[count];
        this.extents = new int[count];
        Arrays.fill(parents, NONE);
        join(statistics, width);
        this.enhanced = new float[count];
        for (int at = count - 1; at >= 0; at--) {
            int point = order[at];
            enhanced[point] = (float) (below(point) + layer(point));
        }
    }

    /** Points by height, the highest first; of equals the first one first. */
    private static int[] descending(float[] heights) {
        long[] keys = new long[heights.length];
        for (int point = 0; point < keys.length; point++) {
            // Bits of floats that are not negative are in the order of their values.
            keys[point] = (long) ~Float.floatToIntBits(heights[point]) << 32 | point;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        Arrays.setAll(order, at -> (int) keys[at]);
        return order;
    }

    private void join(float[] statistics, int width) {
        int[] roots = new int[heights.length];
        Arrays.fill(roots, NONE);
        int height = heights.length / width;
        for (int point : order) {
            roots[point] = point;
            extents[point] = 1;
            int row = point / width;
            int column = point % width;
            for (int r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
                for (int c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
                    int other = r * width + c;
                    // A statistic of 0 has no sign: it joins nothing.
                    if (roots[other] != NONE && statistics[other] * statistics[point] > 0) {
                        int root = root(other, roots);
                        if (root != point) {
                            parents[root] = point;
                            roots[root] = point;
                            extents[point] += extents[root];
                        }
                    }
                }
            }
        }
    }

    private static int root(int point, int[] roots) {
        int at = point;
        while (roots[at] != at) {
            roots[at] = roots[roots[at]];
            at = roots[at];
        }
        return at;
    }

    /** The integral up to the height from which on the cluster is no larger. */
    private double below(int point) {
        return parents[point] == NONE ? 0 : enhanced[parents[point]];
    }

    /** The integral from there to the point's own height. */
    private double layer(int point) {
        return Math.sqrt(extents[point]) * (cube(heights[point]) - floor(point)) / 3;
    }

    private double floor(int point) {
        return parents[point] == NONE ? 0 : cube(heights[parents[point]]);
    }

    private static double cube(double height) {
        return height * height * height;
    }

    /** TFCE of each point; the caller's. */
    float[] enhanced() {
        return enhanced.clone();
    }

    /**
     * From which height on the cluster of each point reaches a bound on TFCE; infinite where the
     * point does not.
     *
     * @param bound above 0
     */
    double[] heightsReaching(double bound) {
        double[] reaching = new double[heights.length];
        for (int at = order.length - 1; at >= 0; at--) {
            int point = order[at];
            if (!(enhanced[point] >= bound)) {
                reaching[point] = Double.POSITIVE_INFINITY;
            } else if (below(point) >= bound) {
                reaching[point] = reaching[parents[point]];
            } else {
                double missing = 3 * (bound - below(point)) / Math.sqrt(extents[point]);
                // Rounding may carry it past the point that reaches it.
                reaching[point] = Math.min(heights[point], Math.cbrt(floor(point) + missing));
            }
        }
        return reaching;
    }
}
