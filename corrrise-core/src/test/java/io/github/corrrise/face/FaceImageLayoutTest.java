package io.github.corrrise.face;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import org.junit.jupiter.api.Test;

/** {@link FaceImage#laidOut}. */
class FaceImageLayoutTest {
    private static final FaceImage FACE =
            FaceImage.ofFloats(new FaceSize(1, 2), new float[] {10, 20, 30, 40, 50, 60});

    @Test
    void planesComeOneAfterAnother() {
        assertThat(FACE.laidOut(RGB_PLANAR_0_255)).containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(FACE.laidOut(RGB_PLANAR_0_255.withOrder(ChannelOrder.BGR)))
                .containsExactly(30, 60, 20, 50, 10, 40);
    }

    @Test
    void interleavedChannelsStandSideBySide() {
        PixelLayout layout = RGB_PLANAR_0_255.asInterleaved();
        assertThat(FACE.laidOut(layout)).containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(FACE.laidOut(layout.withOrder(ChannelOrder.BGR)))
                .containsExactly(30, 20, 10, 60, 50, 40);
    }

    @Test
    void everyColourIsNormalisedByItsOwn() {
        PixelLayout layout = RGB_PLANAR_0_255.withMean(10, 20, 30).withDeviation(2, 4, 8);
        assertThat(FACE.laidOut(layout)).containsExactly(0, 15, 0, 7.5f, 0, 3.75f);
        assertThat(FACE.laidOut(layout.withOrder(ChannelOrder.BGR).asInterleaved()))
                .containsExactly(0, 0, 0, 3.75f, 7.5f, 15);
    }

    @Test
    void noLayoutIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> FACE.laidOut(null)).withMessage("layout");
    }
}
