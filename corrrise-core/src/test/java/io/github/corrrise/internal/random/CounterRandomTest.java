package io.github.corrrise.internal.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statistical bounds lie five standard deviations out: of a true uniform source one seed in a
 * million would fail, and the seeds are fixed.
 */
class CounterRandomTest {
    private static final double DEVIATIONS = 5;

    @Nested
    class KnownValues {
        /** The reference implementation of SplitMix64 (S. Vigna, 2015), seed 0. */
        @Test
        void theFirstStreamIsThePublishedOne() {
            CounterRandom random = new CounterRandom(0, 0);
            assertThat(random.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
            assertThat(random.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
            assertThat(random.nextLong()).isEqualTo(0x06C45D188009454FL);
            assertThat(random.nextLong()).isEqualTo(0xF88BB8A8724C81ECL);
        }

        /** Oracle: the JDK's SplitMix64, whose first draw is the mix of seed + gamma. */
        @ParameterizedTest
        @CsvSource({"0, 1", "1, 0", "-1, 7", "42, 123456789012", "9223372036854775807, -3"})
        void everyStreamIsAJdkStream(long seed, long index) {
            long gamma = 0x9E3779B97F4A7C15L;
            long mixedSeed = new SplittableRandom(seed - gamma).nextLong();
            long start = new SplittableRandom(mixedSeed + gamma * index - gamma).nextLong();
            SplittableRandom expected = new SplittableRandom(start);
            CounterRandom random = new CounterRandom(seed, index);
            for (int draw = 0; draw < 20; draw++) {
                assertThat(random.nextLong()).isEqualTo(expected.nextLong());
            }
            assertThat(random.nextDouble()).isEqualTo(expected.nextDouble());
        }

        @Test
        void oneChoiceIsNone() {
            assertThat(new CounterRandom(1, 2).nextInt(1)).isZero();
        }

        @Test
        void anEmptyPermutationIsOne() {
            int[] order = {};
            new CounterRandom(1, 2).permute(order);
            assertThat(order).isEmpty();
        }
    }

    @Nested
    class Properties {
        @Test
        void equalSeedsAndIndicesGiveEqualStreams() {
            CounterRandom first = new CounterRandom(7, 9);
            CounterRandom second = new CounterRandom(7, 9);
            for (int draw = 0; draw < 100; draw++) {
                assertThat(first.nextLong()).isEqualTo(second.nextLong());
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 7, 112, 12544, Integer.MAX_VALUE})
        void integersStayBelowTheBound(int bound) {
            CounterRandom random = new CounterRandom(bound, 0);
            for (int draw = 0; draw < 10_000; draw++) {
                assertThat(random.nextInt(bound)).isBetween(0, bound - 1);
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {0, 1, 2, 3, 5, 8})
        void integersAreUniform(long seed) {
            CounterRandom random = new CounterRandom(seed, 4);
            int[] counts = new int[97];
            for (int draw = 0; draw < 970_000; draw++) {
                counts[random.nextInt(counts.length)]++;
            }
            assertUniform(counts);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {0, 1, 2, 3, 5, 8})
        void fractionsAreUniform(long seed) {
            CounterRandom random = new CounterRandom(seed, 4);
            int[] counts = new int[64];
            for (int draw = 0; draw < 640_000; draw++) {
                double fraction = random.nextDouble();
                assertThat(fraction >= 0 && fraction < 1).isTrue();
                counts[(int) (fraction * counts.length)]++;
            }
            assertUniform(counts);
        }

        /** What a mask generator sees: the first draw of one stream after another. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {0, 1, 2, 3, 5, 8})
        void firstDrawsOfNeighbouringStreamsAreUniform(long seed) {
            int[] counts = new int[112];
            for (int index = 0; index < 448_000; index++) {
                counts[new CounterRandom(seed, index).nextInt(counts.length)]++;
            }
            assertUniform(counts);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {-1, 0, 1, 2, 3, 5, 8, 13})
        void neighbouringStreamsAreUncorrelated(long seed) {
            assertUncorrelated(index -> new CounterRandom(seed, index));
        }

        @ParameterizedTest(name = "index {0}")
        @ValueSource(longs = {0, 1, 2, 3, 5, 8, 13})
        void streamsOfNeighbouringSeedsAreUncorrelated(long index) {
            assertUncorrelated(seed -> new CounterRandom(seed, index));
        }

        @ParameterizedTest
        @CsvSource({"1, 1", "2, 2", "10, 3", "1000, 4", "12544, 5"})
        void aPermutationHasEveryNumberOnce(int length, long seed) {
            int[] order = new int[length];
            Arrays.fill(order, -7);
            new CounterRandom(seed, 0).permute(order);
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            for (int i = 0; i < length; i++) {
                assertThat(sorted[i]).isEqualTo(i);
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {0, 1, 2, 3, 5, 8})
        void everyPermutationIsAsLikely(long seed) {
            int[] counts = new int[24];
            int[] order = new int[4];
            for (int index = 0; index < 96_000; index++) {
                new CounterRandom(seed, index).permute(order);
                counts[rank(order)]++;
            }
            assertUniform(counts);
        }

        /** Place of a permutation in lexicographic order. */
        private int rank(int[] order) {
            int rank = 0;
            for (int i = 0; i < order.length; i++) {
                int smallerBehind = 0;
                for (int j = i + 1; j < order.length; j++) {
                    smallerBehind += order[j] < order[i] ? 1 : 0;
                }
                rank = rank * (order.length - i) + smallerBehind;
            }
            return rank;
        }

        /** Chi-square of k cells has mean k - 1 and variance 2 (k - 1). */
        private void assertUniform(int[] counts) {
            double expected = Arrays.stream(counts).average().orElseThrow();
            double chiSquare = 0;
            for (int count : counts) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            int freedom = counts.length - 1;
            assertThat(chiSquare).isLessThan(freedom + DEVIATIONS * Math.sqrt(2.0 * freedom));
        }

        /** The correlation of n independent pairs has standard deviation 1 / sqrt(n). */
        private void assertUncorrelated(LongFunction<CounterRandom> streams) {
            int drawCount = 10_000;
            for (long i = 0; i < 20; i++) {
                CounterRandom first = streams.apply(i);
                CounterRandom second = streams.apply(i + 1);
                double sum = 0;
                for (int draw = 0; draw < drawCount; draw++) {
                    // Variance of a uniform fraction: 1/12.
                    sum += 12 * (first.nextDouble() - 0.5) * (second.nextDouble() - 0.5);
                }
                assertThat(Math.abs(sum / drawCount)).isLessThan(DEVIATIONS / Math.sqrt(drawCount));
            }
        }
    }
}
