package io.github.corrrise.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointSamplerTest {
    private static final float[] PLANE = {0, 10, 20, 30, 40, 50};

    private static PointSampler at(double reach, double x, double y) {
        PointSampler sampler = new PointSampler(2, 3, reach);
        sampler.moveTo(x, y);
        return sampler;
    }

    @Test
    void centresOfPixelsAreAtIntegers() {
        assertThat(at(1, 2, 1).mean(PLANE, 0)).isEqualTo(50);
        assertThat(at(1, 2, 1).share()).isEqualTo(1);
    }

    @Test
    void betweenPixelsItInterpolates() {
        assertThat(at(1, 0.25, 0.5).mean(PLANE, 0)).isCloseTo(17.5, within(1e-12));
    }

    @Test
    void planesStandOneAfterAnother() {
        float[] two = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6};
        assertThat(at(1, 1, 1).mean(two, 1)).isEqualTo(5);
    }

    /** Half a pixel beyond the edge half of the weight is off the plane. */
    @Test
    void beyondTheEdgeTheShareFalls() {
        assertThat(at(1, -0.5, 0).share()).isCloseTo(0.5, within(1e-12));
        assertThat(at(1, -0.5, 0).mean(PLANE, 0)).isEqualTo(0);
        assertThat(at(1, 2.5, 1.5).share()).isCloseTo(0.25, within(1e-12));
        assertThat(at(1, 5, 0).share()).isEqualTo(0);
        assertThat(at(1, 1e300, -1e300).share()).isEqualTo(0);
    }

    /** The definition, weight by weight over a line that reaches far beyond the plane. */
    @ParameterizedTest(name = "reach {0}")
    @ValueSource(doubles = {1, 1.3, 2, 3.7, 25})
    void equalsTheSumOverAllPixels(double reach) {
        SplittableRandom random = new SplittableRandom(7);
        int height = 9;
        int width = 13;
        float[] plane = new float[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) random.nextDouble();
        }
        PointSampler sampler = new PointSampler(height, width, reach);
        for (int run = 0; run < 200; run++) {
            double x = 20 * random.nextDouble() - 4;
            double y = 16 * random.nextDouble() - 4;
            double sum = 0;
            double inside = 0;
            double total = 0;
            for (int row = -40; row < 60; row++) {
                for (int column = -40; column < 60; column++) {
                    double weight =
                            Math.max(0, 1 - Math.abs(column - x) / reach)
                                    * Math.max(0, 1 - Math.abs(row - y) / reach);
                    total += weight;
                    if (row >= 0 && row < height && column >= 0 && column < width) {
                        inside += weight;
                        sum += weight * plane[row * width + column];
                    }
                }
            }
            sampler.moveTo(x, y);
            assertThat(sampler.share()).isCloseTo(inside / total, within(1e-12));
            if (inside > 0) {
                assertThat(sampler.mean(plane, 0)).isCloseTo(sum / inside, within(1e-9));
            }
        }
    }
}
