package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairedMaximaTest {
    @Nested
    class KnownValues {
        /** T = 2 U + 1 leaves no residual: the quantile is that of all the others. */
        @Test
        void aLinePassesOnTheOthersQuantile() {
            double[] others = values(1, 399);
            double[] own = Arrays.stream(others).limit(64).map(u -> 2 * u + 1).toArray();
            double[] sorted = Arrays.stream(others).map(u -> 2 * u + 1).sorted().toArray();
            PairedMaxima paired = new PairedMaxima(own, others);
            assertThat(paired.areAlike()).isTrue();
            assertThat(paired.quantile(0.95)).isCloseTo(sorted[379], within(1e-4));
        }

        /**
         * Of deviations from their means of -.5, -1.5, 1.5, .5 and -1.5, -.5, .5, 1.5: b = 0.6, the
         * residuals are .4, -1.2, 1.2, -.4 times the root of 5 / 2. Of the 16 sums the largest is
         * 2.4 + 1.2 c, the ninth 2.4 - .4 c.
         */
        @Test
        void theSumsOfAllPairsAreCounted() {
            PairedMaxima paired =
                    new PairedMaxima(new double[] {1, 0, 3, 2}, new double[] {0, 1, 2, 3});
            assertThat(paired.areAlike()).isTrue();
            double c = Math.sqrt(2.5);
            assertThat(paired.quantile(31 / 32.0)).isCloseTo(2.4 + 1.2 * c, within(1e-5));
            assertThat(paired.quantile(0.5)).isCloseTo(2.4 - 0.4 * c, within(1e-5));
        }

        @Test
        void equalMaximaTellNothing() {
            double[] own = new double[64];
            PairedMaxima paired = new PairedMaxima(own, values(2, 399));
            assertThat(paired.areAlike()).isFalse();
            assertThat(paired.quantile(0.95)).isZero();
        }

        @Test
        void unrelatedMaximaAreNotAlike() {
            assertThat(new PairedMaxima(values(3, 64), values(4, 399)).areAlike()).isFalse();
        }
    }

    @Nested
    class Properties {
        /** T = U + noise of the same size, both exponential: quantiles are known from a million. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void noiseOfItsOwnIsCounted(long seed) {
            double[] others = values(seed, 1999);
            double[] noise = values(seed + 100, 320);
            double[] own = new double[320];
            Arrays.setAll(own, k -> others[k] + noise[k]);
            // 95 % of the sum of two exponential variables of mean 1 lie under 4.744.
            assertThat(new PairedMaxima(own, others).quantile(0.95)).isCloseTo(4.744, within(0.5));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void theUnitComesOutAgain(long seed) {
            double[] others = values(seed, 399);
            double[] own = new double[64];
            double[] noise = values(seed + 100, 64);
            Arrays.setAll(own, k -> others[k] + 0.3 * noise[k]);
            double[] scaled = Arrays.stream(own).map(t -> 1000 * t).toArray();
            double bound = new PairedMaxima(own, others).quantile(0.95);
            assertThat(new PairedMaxima(scaled, others).quantile(0.95))
                    .isCloseTo(1000 * bound, within(0.1));
        }
    }

    /** Exponential, mean 1. */
    private static double[] values(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        Arrays.setAll(values, k -> -Math.log(1 - random.nextDouble()));
        return values;
    }
}
