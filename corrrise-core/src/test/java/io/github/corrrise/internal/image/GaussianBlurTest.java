package io.github.corrrise.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianBlurTest {
    @Nested
    class KnownValues {
        /** Weights exp(-d^2 / 2) of distances 0 to 3, over their sum. */
        @Test
        void anImpulseBecomesTheKernel() {
            float[] plane = new float[15];
            plane[7] = 100;
            double[] weights = {1, Math.exp(-0.5), Math.exp(-2), Math.exp(-4.5), 0};
            double total = weights[0] + 2 * (weights[1] + weights[2] + weights[3]);
            float[] blurred = GaussianBlur.blur(plane, 1, 15, 1.0);
            for (int i = 0; i < blurred.length; i++) {
                double weight = weights[Math.min(4, Math.abs(i - 7))];
                assertThat(blurred[i]).isCloseTo((float) (100 * weight / total), within(1e-5f));
            }
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.MIN_VALUE, 1e-200, 1e-162, 1e-9, 0.01})
        void aBlurOfNoWidthChangesNothing(double sigma) {
            float[] plane = {1, 2, 3, 4, 5, 6};
            assertThat(GaussianBlur.blur(plane, 2, 3, sigma)).containsExactly(1, 2, 3, 4, 5, 6);
        }

        @Test
        void aBlurFarWiderThanThePlaneIsItsMean() {
            float[] blurred = GaussianBlur.blur(new float[] {0, 30, 60, 30}, 2, 2, 1e5);
            assertThat(blurred).containsExactly(new float[] {30, 30, 30, 30}, within(1e-4f));
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @CsvSource({"1, 1, 2", "1, 9, 0.7", "9, 1, 30", "12, 7, 1.5", "7, 12, 100"})
        void aConstantStaysConstant(int height, int width, double sigma) {
            float[] plane = new float[height * width];
            Arrays.fill(plane, 77.7f);
            assertThat(GaussianBlur.blur(plane, height, width, sigma)).containsOnly(77.7f);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void equalsTheSumOverBothAxesAtOnce(long seed) {
            int height = 9;
            int width = 13;
            float[] plane = random(height * width, seed);
            double sigma = 0.4 + new Random(seed).nextDouble() * 4;
            float[] expected = naive(plane, height, width, sigma);
            assertThat(GaussianBlur.blur(plane, height, width, sigma))
                    .containsExactly(expected, within(1e-4f));
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.5, 1, 2, 3})
        void farFromTheBorderNoMassIsLost(double sigma) {
            int side = 41;
            float[] plane = new float[side * side];
            plane[20 * side + 20] = 255;
            double mass = 0;
            for (float value : GaussianBlur.blur(plane, side, side, sigma)) {
                mass += value;
            }
            assertThat(mass).isCloseTo(255, within(1e-3));
        }

        @Test
        void aMirroredPlaneGivesTheMirroredBlur() {
            float[] plane = random(8 * 11, 3);
            float[] mirrored = reversed(plane);
            assertThat(reversed(GaussianBlur.blur(mirrored, 8, 11, 1.7)))
                    .containsExactly(GaussianBlur.blur(plane, 8, 11, 1.7), within(1e-4f));
        }

        @Test
        void theInputIsLeftAsItWas() {
            float[] plane = random(20, 1);
            float[] before = plane.clone();
            GaussianBlur.blur(plane, 4, 5, 2);
            assertThat(plane).isEqualTo(before);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void valuesStayWithinThoseOfThePlane(long seed) {
            float[] plane = random(15 * 15, seed);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = plane[i] < 128 ? 0 : 255;
            }
            for (float value : GaussianBlur.blur(plane, 15, 15, 2.5)) {
                assertThat(value).isBetween(0f, 255f);
            }
        }

        private float[] naive(float[] plane, int height, int width, double sigma) {
            int reach = (int) Math.ceil(3 * sigma);
            float[] blurred = new float[plane.length];
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double sum = 0;
                    double total = 0;
                    for (int y = 0; y < height; y++) {
                        for (int x = 0; x < width; x++) {
                            int down = y - row;
                            int right = x - column;
                            if (Math.abs(down) <= reach && Math.abs(right) <= reach) {
                                double weight =
                                        Math.exp(
                                                -(down * down + right * right)
                                                        / (2 * sigma * sigma));
                                sum += weight * plane[y * width + x];
                                total += weight;
                            }
                        }
                    }
                    blurred[row * width + column] = (float) (sum / total);
                }
            }
            return blurred;
        }

        private float[] reversed(float[] plane) {
            float[] reversed = new float[plane.length];
            for (int i = 0; i < plane.length; i++) {
                reversed[i] = plane[plane.length - 1 - i];
            }
            return reversed;
        }
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] plane = new float[length];
        for (int i = 0; i < length; i++) {
            plane[i] = 255 * random.nextFloat();
        }
        return plane;
    }
}
