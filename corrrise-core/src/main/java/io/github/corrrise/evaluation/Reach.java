package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import java.util.BitSet;

/** Pixels in the neighbourhood of given pixels. */
final class Reach {
    private Reach() {}

    /** The pixels at most {@code distance} rows and columns from one of {@code pixels}. */
    static BitSet around(BitSet pixels, int distance, FaceSize size) {
        BitSet alongRows = new BitSet(size.pixelCount());
        pixels.stream()
                .forEach(
                        pixel -> {
                            int start = pixel - pixel % size.width();
                            int first = Math.max(start, pixel - distance);
                            int last = Math.min(start + size.width() - 1, pixel + distance);
                            alongRows.set(first, last + 1);
                        });
        BitSet near = new BitSet(size.pixelCount());
        alongRows.stream()
                .forEach(
                        pixel -> {
                            int row = pixel / size.width();
                            int last = Math.min(size.height() - 1, row + distance);
                            for (int r = Math.max(0, row - distance); r <= last; r++) {
                                near.set(r * size.width() + pixel % size.width());
                            }
                        });
        return near;
    }
}
