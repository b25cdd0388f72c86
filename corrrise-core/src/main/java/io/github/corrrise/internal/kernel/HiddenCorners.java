package io.github.corrrise.internal.kernel;

import java.util.Arrays;

/**
 * The corners of a mask's hidden region: the ends of each row's runs less those of the row above.
 * An end of even place in a row begins a run; a weight is added there and taken away at the others.
 * Immutable.
 */
public final class HiddenCorners {
    /** Index, row-major in rows of width + 1, of what adds; complement of it of what takes away. */
    private final int[] places;

    private HiddenCorners(int[] places) {
        this.places = places;
    }

    /** Not to be written to. */
    int[] places() {
        return places;
    }

    /**
     * The corners of one mask.
     *
     * @param runs pairs (first, end) of hidden pixels, row-major, end exclusive, ascending and
     *     disjoint
     */
    public static HiddenCorners of(int[] runs, int height, int width) {
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
        return new HiddenCorners(Arrays.copyOf(corners, cornerCount));
    }

    private static int signed(int index, boolean adds) {
        return adds ? index : ~index;
    }
}
