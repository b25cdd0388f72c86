package io.github.corrrise.render;

import java.awt.geom.Path2D;

/**
 * The line around the values of at least a bound, in one plane.
 *
 * <p>Marching squares (W. E. Lorensen, H. E. Cline, SIGGRAPH 1987, doi:10.1145/37401.37422, in two
 * dimensions) between pixel centres, crossings placed linearly and saddles told by their middle.
 * The rim is repeated outwards, so that lines run off the picture instead of along its edge.
 */
final class Border {
    private final float[] plane;
    private final int height;
    private final int width;
    private final int sign;
    private final double bound;

    private Border(float[] plane, int height, int width, int sign, double bound) {
        this.plane = plane;
        this.height = height;
        this.width = width;
        this.sign = sign;
        this.bound = bound;
    }

    /**
     * The line around {@code sign * value >= bound}, zeros outside.
     *
     * @param sign 1 or -1
     * @return in pixels of the plane, x to the right and y down, pixel centres at half integers
     */
    static Path2D around(float[] plane, int height, int width, int sign, double bound) {
        return new Border(plane, height, width, sign, bound).path();
    }

    private Path2D path() {
        Path2D path = new Path2D.Double();
        for (int row = -1; row < height; row++) {
            for (int column = -1; column < width; column++) {
                addCell(row, column, path);
            }
        }
        return path;
    }

    private void addCell(int row, int column, Path2D path) {
        double upperLeft = excess(row, column);
        double upperRight = excess(row, column + 1);
        double lowerLeft = excess(row + 1, column);
        double lowerRight = excess(row + 1, column + 1);
        boolean ulIn = inside(upperLeft);
        boolean urIn = inside(upperRight);
        boolean llIn = inside(lowerLeft);
        boolean lrIn = inside(lowerRight);
        if (ulIn == urIn && ulIn == llIn && ulIn == lrIn) {
            return;
        }
        double x = column + 0.5;
        double y = row + 0.5;
        double[] top = {x + crossing(upperLeft, upperRight), y};
        double[] right = {x + 1, y + crossing(upperRight, lowerRight)};
        double[] bottom = {x + crossing(lowerLeft, lowerRight), y + 1};
        double[] left = {x, y + crossing(upperLeft, lowerLeft)};
        if (ulIn == lrIn && urIn == llIn) {
            boolean middleIn = inside((upperLeft + upperRight + lowerLeft + lowerRight) / 4);
            if (ulIn == middleIn) {
                addLine(top, right, path);
                addLine(bottom, left, path);
            } else {
                addLine(top, left, path);
                addLine(bottom, right, path);
            }
            return;
        }
        double[][] crossed = new double[2][];
        int count = 0;
        if (ulIn != urIn) {
            crossed[count++] = top;
        }
        if (urIn != lrIn) {
            crossed[count++] = right;
        }
        if (llIn != lrIn) {
            crossed[count++] = bottom;
        }
        if (ulIn != llIn) {
            crossed[count++] = left;
        }
        addLine(crossed[0], crossed[1], path);
    }

    private static void addLine(double[] from, double[] to, Path2D path) {
        path.moveTo(from[0], from[1]);
        path.lineTo(to[0], to[1]);
    }

    /** How far beyond the bound; the least double below 0 where a zero bound meets a zero. */
    private double excess(int row, int column) {
        int y = Math.max(0, Math.min(height - 1, row));
        int x = Math.max(0, Math.min(width - 1, column));
        double value = sign * plane[y * width + x];
        return value > 0 ? value - bound : Math.min(value - bound, -Double.MIN_VALUE);
    }

    private static boolean inside(double excess) {
        return excess >= 0;
    }

    /** Where the line between two neighbours crosses 0, in [0, 1]; unused where it does not. */
    private static double crossing(double from, double to) {
        return from == to ? 0 : from / (from - to);
    }
}
