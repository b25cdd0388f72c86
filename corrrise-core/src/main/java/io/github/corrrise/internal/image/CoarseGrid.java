package io.github.corrrise.internal.image;

/**
 * A grid of at most {@value #NODES} nodes a side over a plane: as fine as maps of patches can be
 * told apart, and small enough to keep many of them.
 *
 * @param height of the plane, at least 1
 * @param width of the plane, at least 1
 */
public record CoarseGrid(int height, int width) {
    private static final int NODES = 28;

    /** Rows of nodes. */
    public int rows() {
        return Math.min(NODES, height);
    }

    /** Columns of nodes. */
    public int columns() {
        return Math.min(NODES, width);
    }

    /** Nodes in all. */
    public int nodeCount() {
        return rows() * columns();
    }

    /** The values of a plane at the nodes, row-major; each is a weighted mean around its node. */
    public float[] nodes(float[] plane) {
        return Resampling.bilinear(plane, height, width, rows(), columns());
    }

    /** A plane through values at the nodes: between the least and the greatest of them. */
    public float[] plane(float[] nodes) {
        return Resampling.bilinear(nodes, rows(), columns(), height, width);
    }
}
