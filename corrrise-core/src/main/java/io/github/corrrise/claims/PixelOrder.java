package io.github.corrrise.claims;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The pixels of a face in the order in which they speak for a decision. */
final class PixelOrder {
    private final FaceSize size;
    private final int[] pixels;

    private PixelOrder(FaceSize size, int[] pixels) {
        this.size = size;
        this.pixels = pixels;
    }

    /** For a match the most similar pixels first, for a non-match the most dissimilar. */
    static PixelOrder of(SaliencyMap map, Decision decision) {
        float[] values = map.toArray();
        float sign = decision == Decision.MATCH ? 1 : -1;
        // Taken from 0, both zeros of floating point become the same one.
        int[] pixels =
                IntStream.range(0, values.length)
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                                (Integer pixel) -> 0.0 - sign * values[pixel])
                                        .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return new PixelOrder(map.size(), pixels);
    }

    /** The first pixels, as many as asked for. */
    BitSet first(int count) {
        BitSet first = new BitSet(size.pixelCount());
        for (int i = 0; i < count; i++) {
            first.set(pixels[i]);
        }
        return first;
    }

    /**
     * The order of the map turned over, rotated where it is square, and moved round by a random
     * distance: its first pixels are a region of the same area and shape elsewhere.
     */
    PixelOrder moved(long seed, int draw) {
        CounterRandom random = new CounterRandom(seed, draw);
        int down = random.nextInt(size.height());
        int right = random.nextInt(size.width());
        boolean upsideDown = random.nextInt(2) == 1;
        boolean mirrored = random.nextInt(2) == 1;
        boolean turned = size.height() == size.width() && random.nextInt(2) == 1;
        int[] moved = new int[pixels.length];
        for (int i = 0; i < moved.length; i++) {
            int row = pixels[i] / size.width();
            int column = pixels[i] % size.width();
            int newRow = turned ? column : row;
            int newColumn = turned ? row : column;
            newRow = upsideDown ? size.height() - 1 - newRow : newRow;
            newColumn = mirrored ? size.width() - 1 - newColumn : newColumn;
            moved[i] =
                    (newRow + down) % size.height() * size.width()
                            + (newColumn + right) % size.width();
        }
        return new PixelOrder(size, moved);
    }
}
