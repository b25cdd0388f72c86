package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import java.util.BitSet;

/** Pixels in the neighbourhood of given pixels. */
final class Reach {
    private Reach() {}

    /** The pixels at most {@code distance} rows and columns from one of {@code pixels}. */
    static BitSet around(BitSet pixels, int distance, FaceSize size) {
        // A larger one would overflow and reaches no further.
        int reach = Math.min(distance, Math.max(size.height(), size.width()));
        BitSet alongRows = new BitSet(size.pixelCount());
        pixels.stream()
                .forEach(
                        pixel -> {
                            int start = pixel - pixel % size.width();
                            int first = Math.max(start, pixel - reach);
                            int last = Math.min(start + size.width() - 1, pixel + reach);
                            alongRows.set(first, last + 1);
                        });
        BitSet near = new BitSet(size.pixelCount());
        alongRows.stream()
                .forEach(
                        pixel -> {
                            int row = pixel / size.width();
                            int last = Math.min(size.height() - 1, row + reach);
                            for (int r = Math.max(0, row - reach); r <= last; r++) {
                                near.set(r * size.width() + pixel % size.width());
                            }
                        });
        return near;
    }
}
