package io.github.corrrise.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest {
    @Nested
    class KnownValues {
        @Test
        void aPointBecomesTheKernel() {
            float[] plane = new float[81];
            plane[40] = 1;
            float[] blurred = GaussianBlur.blur(plane, 9, 9, 1);
            double total = 0;
            for (int i = -3; i <= 3; i++) {
                total += Math.exp(-0.5 * i * i);
            }
            assertThat(blurred[40]).isCloseTo((float) (1 / total / total), within(1e-6f));
            assertThat(blurred[41])
                    .isCloseTo((float) (Math.exp(-0.5) / total / total), within(1e-6f));
            assertThat(blurred[44]).isZero();
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.MIN_VALUE, 1e-200, 1e-3})
        void aVanishingDeviationChangesNothing(double sigma) {
            float[] plane = {1, 2, 3, 4, 5, 6};
            assertThat(GaussianBlur.blur(plane, 2, 3, sigma)).containsExactly(plane);
        }

        @Test
        void aHugeDeviationGivesTheMean() {
            float[] mean = new float[6];
            Arrays.fill(mean, 3.5f);
            assertThat(GaussianBlur.blur(new float[] {1, 2, 3, 4, 5, 6}, 2, 3, 1e12))
                    .containsExactly(mean);
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @ValueSource(doubles = {1e-200, 0.3, 1, 7, 100})
        void aConstantPlaneStaysConstant(double sigma) {
            float[] plane = new float[20];
            Arrays.fill(plane, 255f);
            assertThat(GaussianBlur.blur(plane, 4, 5, sigma)).containsExactly(plane);
        }
    }
}
