package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PixelLayoutTest {
    private static final PixelLayout PLAIN = PixelLayout.RGB_PLANAR_0_255;

    @Test
    void meansAndDeviationsAreGivenInRgbWhateverTheOrder() {
        PixelLayout layout =
                PLAIN.withOrder(PixelLayout.ChannelOrder.BGR)
                        .withMean(1, 2, 3)
                        .withDeviation(4, 5, 6);
        assertThat(layout.mean(0)).isEqualTo(1);
        assertThat(layout.deviation(2)).isEqualTo(6);
        FaceBatch batch = FaceBatch.of(layout, FaceImage.filled(new FaceSize(1, 1), 101, 102, 103));
        assertThat(batch.values().get(0)).isEqualTo((103f - 3) / 6);
        assertThat(batch.values().get(2)).isEqualTo((101f - 1) / 4);
    }

    @Test
    void equalSettingsMakeEqualLayouts() {
        assertThat(PLAIN.withMean(127.5f).withDeviation(128))
                .isEqualTo(PLAIN.withDeviation(128, 128, 128).withMean(127.5f, 127.5f, 127.5f))
                .hasSameHashCodeAs(PLAIN.withMean(127.5f).withDeviation(128))
                .isNotEqualTo(PLAIN)
                .hasToString("RGB planar, (pixel - [127.5, 127.5, 127.5]) / [128.0, 128.0, 128.0]");
        assertThat(PLAIN.asInterleaved()).isNotEqualTo(PLAIN);
        assertThat(PLAIN.asInterleaved().asPlanar()).isEqualTo(PLAIN);
    }

    @Test
    void rejectsWhatCannotNormalise() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withMean(1, 2))
                .withMessage("mean must be one value or three, was 2 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withMean(Float.NaN))
                .withMessage("mean must be finite, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withDeviation(0))
                .withMessageStartingWith("deviation must be in (0.0,")
                .withMessageEndingWith("was 0.0");
    }
}
