package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    @Nested
    class KnownValues {
        /**
         * The ends solve (p - h/n)^2 = z^2 p (1 - p) / n, Wilson's defining equation: computed here
         * from the equation, not from the formula that solves it.
         */
        @ParameterizedTest(name = "{0} of {1}")
        @CsvSource({"1, 4", "9, 10", "150, 300", "17, 300", "299, 300"})
        void theEndsOfWilsonsIntervalSolveItsEquation(int hits, int trials) {
            Estimate interval = Estimate.ofShare(hits, trials);
            for (double end : new double[] {interval.lower(), interval.upper()}) {
                double deviations =
                        (end - (double) hits / trials) / Math.sqrt(end * (1 - end) / trials);
                assertThat(Math.abs(deviations)).isCloseTo(1.95996398454, within(1e-9));
            }
            assertThat(interval.value()).isEqualTo((double) hits / trials);
            assertThat(interval.lower()).isLessThan((double) hits / trials);
            assertThat(interval.upper()).isGreaterThan((double) hits / trials);
        }

        /** Rounding must not leave a certain share outside of its interval. */
        @Test
        void aShareLiesInItsInterval() {
            for (int trials = 1; trials < 2000; trials++) {
                assertThat(Estimate.ofShare(trials, trials).upper()).isEqualTo(1);
                assertThat(Estimate.ofShare(0, trials).lower()).isZero();
            }
        }

        /** z^2 / (n + z^2) for no hit. */
        @Test
        void theEndsBelongToIt() {
            Estimate interval = new Estimate(0, -1, 2);
            assertThat(interval.contains(-1)).isTrue();
            assertThat(interval.contains(2)).isTrue();
            assertThat(interval.contains(2.1)).isFalse();
            assertThat(interval.contains(Double.NaN)).isFalse();
        }

        @Test
        void noHitInManyTrialsLeavesRoomForSome() {
            assertThat(Estimate.ofShare(0, 10).lower()).isZero();
            assertThat(Estimate.ofShare(0, 10).upper()).isCloseTo(0.27753, within(1e-5));
            assertThat(Estimate.ofShare(10, 10).lower()).isCloseTo(1 - 0.27753, within(1e-5));
            assertThat(Estimate.ofShare(10, 10).upper()).isEqualTo(1);
        }
    }

    @Nested
    class Rejects {
        @Test
        void moreHitsThanTrialsAndNoTrial() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Estimate.ofShare(4, 3))
                    .withMessage("hits must be in [0, 3], was 4");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Estimate.ofShare(0, 0))
                    .withMessage("trials must be at least 1, was 0");
        }

        @Test
        void endsInTheWrongOrder() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(1, 1, 0.5));
            assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(0, 0, Double.NaN));
        }
    }
}
