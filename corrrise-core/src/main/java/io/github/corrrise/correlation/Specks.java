package io.github.corrrise.correlation;

import java.util.BitSet;

/**
 * Regions of a map that reach a bound between the points of a lattice only. What noise does was
 * asked at the points; a region that holds none is smaller than what was asked about, so that the
 * bound rises over it. Regions are of one sign and hang together by the sides of pixels.
 */
final class Specks {
    private final float[] values;
    private final int width;
    private final BitSet lattice = new BitSet();

    Specks(float[] values, int width, int[] lattice) {
        this.values = values;
        this.width = width;
        for (int point : lattice) {
            this.lattice.set(point);
        }
    }

    /** The least bound, from this one on, that no region without a point of the lattice reaches. */
    double boundAbove(double bound) {
        double reached = bound;
        while (true) {
            float largest = largestSpeck(reached);
            if (largest < reached) {
                return reached;
            }
            reached = Math.nextUp(largest);
        }
    }

    /** The largest magnitude in regions without a point of the lattice; -1 where there is none. */
    private float largestSpeck(double bound) {
        BitSet seen = new BitSet(values.length);
        int[] queue = new int[values.length];
        float largest = -1;
        for (int start = 0; start < values.length; start++) {
            if (seen.get(start) || !reaches(start, bound)) {
                continue;
            }
            seen.set(start);
            queue[0] = start;
            int count = 1;
            boolean holdsPoint = false;
            float own = 0;
            for (int next = 0; next < count; next++) {
                int pixel = queue[next];
                holdsPoint |= lattice.get(pixel);
                own = Math.max(own, Math.abs(values[pixel]));
                for (int other : beside(pixel)) {
                    if (other >= 0
                            && !seen.get(other)
                            && reaches(other, bound)
                            && values[other] > 0 == values[pixel] > 0) {
                        seen.set(other);
                        queue[count++] = other;
                    }
                }
            }
            largest = holdsPoint ? largest : Math.max(largest, own);
        }
        return largest;
    }

    private boolean reaches(int pixel, double bound) {
        return values[pixel] != 0 && Math.abs(values[pixel]) >= bound;
    }

    /** The pixels that share a side; -1 beyond the border. */
    private int[] beside(int pixel) {
        int column = pixel % width;
        return new int[] {
            pixel - width,
            pixel + width < values.length ? pixel + width : -1,
            column > 0 ? pixel - 1 : -1,
            column + 1 < width ? pixel + 1 : -1
        };
    }
}
