package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = Bootstrap.defaults();

    @Nested
    class KnownValues {
        /** One value, or equal ones, have nowhere to move. */
        @Test
        void withoutSpreadThereIsNoWidth() {
            assertThat(BOOTSTRAP.mean(List.of(0.25))).isEqualTo(new Estimate(0.25, 0.25, 0.25));
            assertThat(BOOTSTRAP.mean(List.of(0.5, 0.5, 0.5)))
                    .isEqualTo(new Estimate(0.5, 0.5, 0.5));
        }

        /** Of 0 and 1, both drawn alike in a quarter of the resamples: 95 % take in both ends. */
        @Test
        void twoValuesSpanTheirRange() {
            assertThat(BOOTSTRAP.mean(List.of(0.0, 1.0))).isEqualTo(new Estimate(0.5, 0, 1));
        }

        /** A constant advantage is certain, however much the pairs differ. */
        @Test
        void aPairedDifferenceForgetsWhatPairsHaveInCommon() {
            List<Double> a = sample(30, 1);
            List<Double> b = a.stream().map(value -> value - 0.125).toList();
            Estimate difference = BOOTSTRAP.difference(a, b);
            assertThat(difference.value()).isCloseTo(0.125, within(1e-12));
            assertThat(difference.lower()).isCloseTo(0.125, within(1e-12));
            assertThat(difference.upper()).isCloseTo(0.125, within(1e-12));
        }
    }

    @Nested
    class Properties {
        /** 400 samples of a uniform variable: the interval should hold its mean 95 times in 100. */
        @Test
        void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
            long hits =
                    IntStream.range(0, 400)
                            .filter(
                                    seed ->
                                            new Bootstrap(400, 0.95, seed)
                                                    .mean(sample(40, seed))
                                                    .contains(0.5))
                            .count();
            // 0.94 expected of a percentile interval at n = 40, three standard deviations either
            // way.
            assertThat(hits / 400.0).isBetween(0.90, 0.98);
        }

        @Test
        void theSeedDecides() {
            List<Double> values = sample(20, 3);
            assertThat(BOOTSTRAP.mean(values)).isEqualTo(BOOTSTRAP.mean(values));
            assertThat(BOOTSTRAP.withSeed(1).mean(values)).isNotEqualTo(BOOTSTRAP.mean(values));
        }
    }

    @Nested
    class Rejects {
        @Test
        void whatCannotBeResampled() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BOOTSTRAP.mean(List.of()))
                    .withMessage("values.size() must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BOOTSTRAP.mean(List.of(Double.NaN)))
                    .withMessage("value must be finite, was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BOOTSTRAP.difference(List.of(1.0), List.of()))
                    .withMessage("b.size() must be 1, was 0");
        }

        @Test
        void settingsOutOfRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Bootstrap(99, 0.95, 0))
                    .withMessage("resampleCount must be at least 100, was 99");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Bootstrap(100, 1, 0))
                    .withMessage("confidence must be in (0.0, 1.0), was 1.0");
            assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(0, 1, 0));
        }
    }

    private static List<Double> sample(int count, long seed) {
        Random random = new Random(seed);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(random.nextDouble());
        }
        return values;
    }
}
