package io.github.corrrise.evaluation;

import io.github.corrrise.internal.random.CounterRandom;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The order in which a map wants its pixels taken. */
final class PixelOrder {
    private PixelOrder() {}

    /** Row-major indices by rising value, equal values shuffled. */
    static int[] rising(float[] values, CounterRandom random) {
        int[] shuffled = new int[values.length];
        random.permute(shuffled);
        return IntStream.of(shuffled)
                .boxed()
                // A sum, not the value: zeros of both signs are equal values.
                .sorted(Comparator.comparingDouble(pixel -> 0.0 + values[pixel]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
