package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.BitSet;
import java.util.OptionalDouble;

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

    /**
     * The share of the pixels beyond the reach of some that a map calls significant by one sign;
     * empty where the map has no significance, or the reach covers the face.
     */
    static OptionalDouble falseShare(
            SaliencyMap map, DeletionInsertion.Sign sign, BitSet region, double reachFraction) {
        FaceSize size = map.size();
        int reach = (int) Math.round(reachFraction * size.shorterSide());
        BitSet outside = around(region, reach, size);
        outside.flip(0, size.pixelCount());
        if (map.significance().isEmpty() || outside.isEmpty()) {
            return OptionalDouble.empty();
        }
        long falseCount =
                outside.stream()
                        .filter(
                                pixel -> {
                                    int row = pixel / size.width();
                                    int column = pixel % size.width();
                                    boolean hasSign =
                                            sign == DeletionInsertion.Sign.SIMILAR
                                                    ? map.at(row, column) > 0
                                                    : map.at(row, column) < 0;
                                    return hasSign && map.isSignificant(row, column);
                                })
                        .count();
        return OptionalDouble.of((double) falseCount / outside.cardinality());
    }
}
