package io.github.corrrise.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    @Nested
    class KnownValues {
        @Test
        void whatIsAcceptedIsReturned() {
            assertThat(Checks.atLeast(1, 1, "n")).isEqualTo(1);
            assertThat(Checks.atLeast(1, Integer.MAX_VALUE, "n")).isEqualTo(Integer.MAX_VALUE);
            assertThat(Checks.atLeast(1L, Long.MAX_VALUE, "n")).isEqualTo(Long.MAX_VALUE);
            assertThat(Checks.inside(-1, 1, -1, "n")).isEqualTo(-1);
            assertThat(Checks.inside(-1, 1, 1, "n")).isEqualTo(1);
            assertThat(Checks.inside(0.0, 1.0, 0.0, "x")).isZero();
            assertThat(Checks.inside(0.0, 1.0, 1.0, "x")).isEqualTo(1.0);
            assertThat(Checks.insideHalfOpen(0, 1, Double.MIN_VALUE, "x")).isPositive();
            assertThat(Checks.insideHalfOpen(0, 1, 1, "x")).isEqualTo(1.0);
            assertThat(Checks.insideOpen(0, 1, 0.5, "x")).isEqualTo(0.5);
            assertThat(Checks.finite(-Double.MAX_VALUE, "x")).isEqualTo(-Double.MAX_VALUE);
            assertThat(Checks.exactly(3, 3, "n")).isEqualTo(3);
        }
    }

    @Nested
    class Rejects {
        @Test
        void theMessageTellsNameRangeAndValue() {
            assertRejected(() -> Checks.atLeast(1, 0, "n"), "n must be at least 1, was 0");
            assertRejected(() -> Checks.atLeast(1L, -1L, "n"), "n must be at least 1, was -1");
            assertRejected(() -> Checks.inside(0, 2, 3, "n"), "n must be in [0, 2], was 3");
            assertRejected(() -> Checks.inside(0, 2, -1, "n"), "n must be in [0, 2], was -1");
            assertRejected(
                    () -> Checks.inside(0.0, 1.0, 1.5, "x"), "x must be in [0.0, 1.0], was 1.5");
            assertRejected(
                    () -> Checks.insideHalfOpen(0, 1, 0, "x"), "x must be in (0.0, 1.0], was 0.0");
            assertRejected(
                    () -> Checks.insideOpen(0, 1, 1, "x"), "x must be in (0.0, 1.0), was 1.0");
            assertRejected(
                    () -> Checks.insideOpen(0, 1, 0, "x"), "x must be in (0.0, 1.0), was 0.0");
            assertRejected(() -> Checks.exactly(3, 4, "n"), "n must be 3, was 4");
            assertThat(Checks.rejected("face", "112x112", "96x112"))
                    .hasMessage("face must be 112x112, was 96x112");
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void whatIsNotFiniteIsInNoRange(double value) {
            String was = ", was " + value;
            assertRejected(
                    () -> Checks.inside(-1.0, 1.0, value, "x"), "x must be in [-1.0, 1.0]" + was);
            assertRejected(
                    () -> Checks.insideHalfOpen(-1, 1, value, "x"),
                    "x must be in (-1.0, 1.0]" + was);
            assertRejected(
                    () -> Checks.insideOpen(-1, 1, value, "x"), "x must be in (-1.0, 1.0)" + was);
            assertRejected(() -> Checks.finite(value, "x"), "x must be finite" + was);
        }

        private void assertRejected(ThrowingCallable check, String message) {
            assertThatIllegalArgumentException().isThrownBy(check).withMessage(message);
        }
    }
}
