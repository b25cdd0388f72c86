package io.github.corrrise.internal.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
    @Nested
    class KnownValues {
        /** The JDK's SplittableRandom is the same generator: an independent reference. */
        @Test
        void theStreamOfZeroIsSplitMix64() {
            CounterRandom stream = new CounterRandom(0, 0);
            SplittableRandom reference = new SplittableRandom(0);
            for (int i = 0; i < 100; i++) {
                assertThat(stream.nextLong()).isEqualTo(reference.nextLong());
            }
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE})
        void neighbouringStreamsShareNoDraw(long seed) {
            long distinct =
                    IntStream.range(0, 100)
                            .mapToObj(index -> new CounterRandom(seed, index))
                            .flatMap(s -> IntStream.range(0, 100).mapToObj(i -> s.nextLong()))
                            .distinct()
                            .count();
            assertThat(distinct).isEqualTo(10_000);
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3})
        void drawsStayInsideTheirBounds(long seed) {
            CounterRandom stream = new CounterRandom(seed, 5);
            int[] counts = new int[7];
            for (int i = 0; i < 7_000; i++) {
                counts[stream.nextInt(7)]++;
                assertThat(stream.nextDouble()).isBetween(0.0, Math.nextDown(1.0));
            }
            // 1000 expected each, deviation 29.3: six deviations.
            assertThat(Arrays.stream(counts).boxed())
                    .allMatch(count -> Math.abs(count - 1_000) < 176);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 100})
        void aPermutationHoldsEveryIndexOnce(int length) {
            int[] order = new int[length];
            Arrays.fill(order, -1);
            new CounterRandom(1, 2).permute(order);
            Arrays.sort(order);
            assertThat(order).containsExactly(IntStream.range(0, length).toArray());
        }
    }
}
