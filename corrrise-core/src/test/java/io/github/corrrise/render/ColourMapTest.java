package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourMapTest {
    /** 8 bits a channel move CIELAB's lightness by less than this. */
    private static final double ROUNDING = 0.4;

    /** A difference in CIELAB seen at a glance; 2.3 is just noticeable. */
    private static final double CLEARLY_APART = 15;

    /**
     * Severity 1.0 in linear RGB: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, IEEE TVCG
     * 15(6), 2009, doi:10.1109/TVCG.2009.113.
     */
    private enum Vision {
        NORMAL,
        PROTANOPIA,
        DEUTERANOPIA;

        private double[][] matrix() {
            return switch (this) {
                case NORMAL -> new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
                case PROTANOPIA ->
                        new double[][] {
                            {0.152286, 1.052583, -0.204868},
                            {0.114503, 0.786281, 0.099216},
                            {-0.003882, -0.048116, 1.051998}
                        };
                case DEUTERANOPIA ->
                        new double[][] {
                            {0.367322, 0.860646, -0.227968},
                            {0.280085, 0.672501, 0.047413},
                            {-0.011820, 0.042940, 0.968881}
                        };
            };
        }

        double[] lab(Color colour) {
            double[] linear = {
                linear(colour.getRed()), linear(colour.getGreen()), linear(colour.getBlue())
            };
            double[][] matrix = matrix();
            double[] seen = new double[3];
            for (int row = 0; row < 3; row++) {
                for (int column = 0; column < 3; column++) {
                    seen[row] += matrix[row][column] * linear[column];
                }
                seen[row] = Math.max(0, Math.min(1, seen[row]));
            }
            return fromLinear(seen);
        }
    }

    private static double linear(int channel) {
        double encoded = channel / 255.0;
        return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
    }

    private static double[] fromLinear(double[] rgb) {
        double x = bent((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505);
        double y = bent(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
        double z = bent((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double bent(double value) {
        return value > 216.0 / 24389 ? Math.cbrt(value) : value * 841 / 108 + 4.0 / 29;
    }

    private static double lightness(Color colour) {
        return Vision.NORMAL.lab(colour)[0];
    }

    private static double difference(Vision vision, Color first, Color second) {
        double[] one = vision.lab(first);
        double[] other = vision.lab(second);
        return Math.sqrt(
                Math.pow(one[0] - other[0], 2)
                        + Math.pow(one[1] - other[1], 2)
                        + Math.pow(one[2] - other[2], 2));
    }

    @Nested
    class Diverging {
        private final ColourMap map = ColourMap.diverging();

        @ParameterizedTest(name = "sign {0}")
        @ValueSource(ints = {-1, 1})
        void darkensEvenlyFromTheMiddleToEitherEnd(int sign) {
            double middle = lightness(map.at(0));
            double end = lightness(map.at(sign));
            for (int percent = 0; percent <= 100; percent++) {
                double even = middle + (end - middle) * percent / 100;
                assertThat(lightness(map.at(sign * percent / 100.0)))
                        .as("%d %%", percent)
                        .isCloseTo(even, within(ROUNDING));
            }
            assertThat(middle - end).isGreaterThan(50);
        }

        @Test
        void isAsLightBelowZeroAsAbove() {
            for (int percent = 0; percent <= 100; percent++) {
                double value = percent / 100.0;
                assertThat(lightness(map.at(-value)))
                        .isCloseTo(lightness(map.at(value)), within(2 * ROUNDING));
            }
        }

        @Test
        void isGreyInTheMiddleBlueBelowAndRedAbove() {
            Color middle = map.at(0);
            assertThat(middle.getRed()).isEqualTo(middle.getGreen()).isEqualTo(middle.getBlue());
            for (double value : new double[] {0.1, 0.5, 1}) {
                assertThat(map.at(-value).getBlue()).isGreaterThan(map.at(-value).getRed());
                assertThat(map.at(value).getRed()).isGreaterThan(map.at(value).getBlue());
            }
        }

        @ParameterizedTest
        @EnumSource(Vision.class)
        void tellsTheSignsApartInAnyVision(Vision vision) {
            for (double value : new double[] {0.2, 0.4, 0.6, 0.8, 1}) {
                assertThat(difference(vision, map.at(-value), map.at(value)))
                        .as("at %s", value)
                        .isGreaterThan(CLEARLY_APART);
            }
        }

        @ParameterizedTest
        @EnumSource(Vision.class)
        void tellsTenthsApartInAnyVision(Vision vision) {
            for (int one = -10; one <= 10; one++) {
                for (int other = -10; other < one; other++) {
                    assertThat(difference(vision, map.at(one / 10.0), map.at(other / 10.0)))
                            .as("%d and %d tenths", one, other)
                            .isGreaterThan(4);
                }
            }
        }
    }

    @Nested
    class Sequential {
        private final ColourMap map = ColourMap.sequential();

        @Test
        void darkensEvenlyFromZeroToOne() {
            double start = lightness(map.at(0));
            double end = lightness(map.at(1));
            for (int percent = 0; percent <= 100; percent++) {
                double even = start + (end - start) * percent / 100;
                assertThat(lightness(map.at(percent / 100.0))).isCloseTo(even, within(ROUNDING));
            }
        }

        @ParameterizedTest
        @EnumSource(Vision.class)
        void tellsTenthsApartInAnyVision(Vision vision) {
            for (int tenth = 1; tenth <= 10; tenth++) {
                assertThat(difference(vision, map.at(tenth / 10.0), map.at((tenth - 1) / 10.0)))
                        .isGreaterThan(4);
            }
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @ValueSource(doubles = {-1.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
        void aValueWithoutAColour(double value) {
            assertThatThrownBy(() -> ColourMap.diverging().at(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("value must be in [-1.0, 1.0], was " + value);
        }

        @Test
        void aNegativeValueWhereTheMapIsSequential() {
            assertThatThrownBy(() -> ColourMap.sequential().at(-0.1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("value must be in [0.0, 1.0], was -0.1");
        }
    }
}
