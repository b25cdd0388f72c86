package io.github.corrrise.face;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LaidOutFaceTest {
    private static final FaceImage FACE =
            FaceImage.ofFloats(new FaceSize(1, 2), new float[] {10, 20, 30, 40, 50, 60});

    @Nested
    class KnownValues {
        @Test
        void planesComeOneAfterAnother() {
            assertThat(valuesIn(RGB_PLANAR_0_255)).containsExactly(10, 40, 20, 50, 30, 60);
            assertThat(valuesIn(RGB_PLANAR_0_255.withOrder(ChannelOrder.BGR)))
                    .containsExactly(30, 60, 20, 50, 10, 40);
        }

        @Test
        void interleavedChannelsStandSideBySide() {
            PixelLayout layout = RGB_PLANAR_0_255.asInterleaved();
            assertThat(valuesIn(layout)).containsExactly(10, 20, 30, 40, 50, 60);
            assertThat(valuesIn(layout.withOrder(ChannelOrder.BGR)))
                    .containsExactly(30, 20, 10, 60, 50, 40);
        }

        @Test
        void everyColourIsNormalisedByItsOwn() {
            PixelLayout layout = RGB_PLANAR_0_255.withMean(10, 20, 30).withDeviation(2, 4, 8);
            assertThat(valuesIn(layout)).containsExactly(0, 15, 0, 7.5f, 0, 3.75f);
            assertThat(valuesIn(layout.withOrder(ChannelOrder.BGR).asInterleaved()))
                    .containsExactly(0, 0, 0, 3.75f, 7.5f, 15);
        }

        @Test
        void aFaceKnowsItsSizeAndLayout() {
            LaidOutFace laidOut = LaidOutFace.of(FACE, RGB_PLANAR_0_255);
            assertThat(laidOut.size()).isEqualTo(FACE.size());
            assertThat(laidOut.layout()).isEqualTo(RGB_PLANAR_0_255);
        }
    }

    @Nested
    class Rejects {
        @Test
        void nothing() {
            assertThatNullPointerException()
                    .isThrownBy(() -> LaidOutFace.of(null, RGB_PLANAR_0_255))
                    .withMessage("face");
            assertThatNullPointerException()
                    .isThrownBy(() -> LaidOutFace.of(FACE, null))
                    .withMessage("layout");
        }
    }

    private static float[] valuesIn(PixelLayout layout) {
        return LaidOutFace.of(FACE, layout).values();
    }
}
