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

class ResamplingTest {
    @Nested
    class KnownValues {
        @Test
        void growingInterpolatesBetweenPixelCentres() {
            float[] grown = Resampling.bilinear(new float[] {0, 100}, 1, 2, 1, 4);
            assertThat(grown).containsExactly(0, 25, 75, 100);
        }

        /** The triangle of reach 2 around 1 weighs 0.5, 1.5 and 2.5 by 3/4, 3/4 and 1/4. */
        @Test
        void shrinkingWidensTheTriangle() {
            float[] shrunk = Resampling.bilinear(new float[] {0, 10, 20, 30}, 1, 4, 1, 2);
            float[] expected = {12.5f / 1.75f, 30 - 12.5f / 1.75f};
            assertThat(shrunk).containsExactly(expected, within(1e-5f));
        }

        @Test
        void theSidesDoNotDependOnEachOther() {
            float[] plane = {0, 100, 200, 100};
            assertThat(Resampling.bilinear(plane, 2, 2, 2, 4))
                    .containsExactly(0, 25, 75, 100, 200, 175, 125, 100);
            assertThat(Resampling.bilinear(plane, 2, 2, 4, 2))
                    .containsExactly(0, 100, 50, 100, 150, 100, 200, 100);
        }

        @Test
        void theSameSizeIsTheSamePlane() {
            float[] plane = random(5 * 7, 1);
            assertThat(Resampling.bilinear(plane, 5, 7, 5, 7)).containsExactly(plane);
        }

        @Test
        void onePixelFillsEverything() {
            assertThat(Resampling.bilinear(new float[] {42}, 1, 1, 3, 5)).containsOnly(42f);
        }

        /** The plane between the passes would have 16e12 values in the other order. */
        @Test
        void aColumnIsTurnedIntoARow() {
            float[] column = new float[4_000_000];
            Arrays.fill(column, 7);
            float[] row = Resampling.bilinear(column, 4_000_000, 1, 1, 4_000_000);
            assertThat(row).hasSize(4_000_000);
            assertThat(row[0]).isEqualTo(7f);
            assertThat(row[3_999_999]).isEqualTo(7f);
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @CsvSource({"1, 1, 4, 4", "7, 5, 3, 2", "112, 96, 5, 200", "5, 8, 9, 3", "3, 1000, 2, 1"})
        void aConstantStaysConstant(int height, int width, int newHeight, int newWidth) {
            float[] plane = new float[height * width];
            Arrays.fill(plane, 0.1f);
            assertThat(Resampling.bilinear(plane, height, width, newHeight, newWidth))
                    .hasSize(newHeight * newWidth)
                    .containsOnly(0.1f);
        }

        @ParameterizedTest
        @CsvSource({"1, 1, 4, 4", "7, 5, 3, 2", "12, 9, 5, 20", "5, 8, 9, 3", "3, 10, 2, 1"})
        void equalsTheSumOverBothAxesAtOnce(int height, int width, int newHeight, int newWidth) {
            float[] plane = random(height * width, 2);
            float[] scaled = Resampling.bilinear(plane, height, width, newHeight, newWidth);
            for (int row = 0; row < newHeight; row++) {
                for (int column = 0; column < newWidth; column++) {
                    double sum = 0;
                    double total = 0;
                    for (int pixel = 0; pixel < plane.length; pixel++) {
                        double weight =
                                weight(row, pixel / width, height, newHeight)
                                        * weight(column, pixel % width, width, newWidth);
                        sum += weight * plane[pixel];
                        total += weight;
                    }
                    assertThat(scaled[row * newWidth + column])
                            .isCloseTo((float) (sum / total), within(1e-3f));
                }
            }
        }

        private double weight(int target, int source, int length, int newLength) {
            double scale = (double) length / newLength;
            double reach = Math.max(1, scale);
            return Math.max(0, 1 - Math.abs(source + 0.5 - (target + 0.5) * scale) / reach);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void valuesStayWithinThoseOfThePlane(long seed) {
            Random sizes = new Random(seed);
            int height = 1 + sizes.nextInt(20);
            int width = 1 + sizes.nextInt(20);
            float[] plane = random(height * width, seed);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = plane[i] < 128 ? 0 : 255;
            }
            float[] scaled =
                    Resampling.bilinear(
                            plane, height, width, 1 + sizes.nextInt(40), 1 + sizes.nextInt(40));
            for (float value : scaled) {
                assertThat(value).isBetween(0f, 255f);
            }
        }

        @Test
        void aTurnedPlaneGivesTheTurnedResult() {
            float[] plane = random(6 * 9, 4);
            float[] scaled = Resampling.bilinear(plane, 6, 9, 13, 4);
            float[] turned = Resampling.bilinear(transposed(plane, 6, 9), 9, 6, 4, 13);
            assertThat(transposed(turned, 4, 13)).containsExactly(scaled, within(1e-4f));
        }

        @Test
        void halvingKeepsTheMeanOfALargePlane() {
            float[] plane = random(200 * 200, 5);
            assertThat(mean(Resampling.bilinear(plane, 200, 200, 100, 100)))
                    .isCloseTo(mean(plane), within(1.0));
        }

        @Test
        void theInputIsLeftAsItWas() {
            float[] plane = random(20, 1);
            float[] before = plane.clone();
            Resampling.bilinear(plane, 4, 5, 2, 9);
            assertThat(plane).isEqualTo(before);
        }

        private double mean(float[] plane) {
            double sum = 0;
            for (float value : plane) {
                sum += value;
            }
            return sum / plane.length;
        }

        private float[] transposed(float[] plane, int height, int width) {
            float[] turned = new float[plane.length];
            for (int pixel = 0; pixel < plane.length; pixel++) {
                turned[pixel % width * height + pixel / width] = plane[pixel];
            }
            return turned;
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
