package io.github.corrrise.correlation;

import java.util.Arrays;
import java.util.BitSet;

/** The least and the greatest visibility of each pixel over some masks. */
final class VisibilityRange {
    private final BitSet masks;
    private final float[] least;
    private final float[] greatest;

    /**
     * @param masks those that count
     */
    VisibilityRange(BitSet masks, int pixelCount) {
        this.masks = masks;
        this.least = new float[pixelCount];
        this.greatest = new float[pixelCount];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    }

    /**
     * Looks at those masks of a tile that count.
     *
     * @param tile [row x pixels + pixel]
     * @param first the mask of the first row
     */
    void look(float[] tile, int first, int count) {
        int end = first + count;
        for (int i = masks.nextSetBit(first); i >= 0 && i < end; i = masks.nextSetBit(i + 1)) {
            int row = (i - first) * least.length;
            for (int p = 0; p < least.length; p++) {
                least[p] = Math.min(least[p], tile[row + p]);
                greatest[p] = Math.max(greatest[p], tile[row + p]);
            }
        }
    }

    /** Pixels whose visibility is not the same in all masks. */
    BitSet varying() {
        BitSet varying = new BitSet();
        for (int p = 0; p < least.length; p++) {
            varying.set(p, least[p] < greatest[p]);
        }
        return varying;
    }
}
