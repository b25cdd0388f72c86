package io.github.corrrise.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
    /** Centres at half integers: the ends stay, the middle is a mix of a quarter and three. */
    @Test
    void doublesARowByInterpolation() {
        float[] doubled = Resampling.bilinear(new float[] {0, 8}, 1, 2, 1, 4);
        assertThat(doubled).containsExactly(new float[] {0, 2, 6, 8}, within(1e-6f));
    }

    @Test
    void halvesWithoutAliasing() {
        float[] stripes = {0, 100, 0, 100, 0, 100, 0, 100};
        float[] halved = Resampling.bilinear(stripes, 1, 8, 1, 4);
        assertThat(halved[1]).isCloseTo(50, within(1e-4f));
        assertThat(halved[2]).isCloseTo(50, within(1e-4f));
    }

    @ParameterizedTest(name = "to {0}x{1}")
    @CsvSource({"1, 1", "3, 9", "20, 4", "7, 5"})
    void aConstantStaysConstant(int height, int width) {
        float[] plane = new float[35];
        Arrays.fill(plane, 255);
        float[] scaled = Resampling.bilinear(plane, 7, 5, height, width);
        assertThat(scaled).hasSize(height * width).containsOnly(255f);
    }

    @Test
    void aRampStaysARampInside() {
        float[] ramp = new float[8 * 8];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = 10 * (i / 8) + i % 8;
        }
        float[] scaled = Resampling.bilinear(ramp, 8, 8, 16, 16);
        for (int row = 2; row < 13; row++) {
            assertThat(scaled[(row + 1) * 16 + 8] - scaled[row * 16 + 8])
                    .isCloseTo(5, within(1e-4f));
            assertThat(scaled[8 * 16 + row + 1] - scaled[8 * 16 + row])
                    .isCloseTo(0.5f, within(1e-4f));
        }
    }
}
