package io.github.corrrise.face;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelLayoutTest {
    @Nested
    class KnownValues {
        @Test
        void thePlainLayoutChangesNoValue() {
            assertThat(RGB_PLANAR_0_255.order()).isEqualTo(ChannelOrder.RGB);
            assertThat(RGB_PLANAR_0_255.isPlanar()).isTrue();
            for (int colour = 0; colour < 3; colour++) {
                assertThat(RGB_PLANAR_0_255.mean(colour)).isZero();
                assertThat(RGB_PLANAR_0_255.deviation(colour)).isEqualTo(1f);
            }
        }

        @Test
        void oneValueStandsForAllChannels() {
            PixelLayout layout = RGB_PLANAR_0_255.withMean(127.5f).withDeviation(128);
            assertThat(layout)
                    .hasToString(
                            "RGB planar, (pixel - [127.5, 127.5, 127.5]) / [128.0, 128.0, 128.0]");
        }

        @Test
        void meanAndDeviationStayInRgbOrderWhateverTheChannels() {
            PixelLayout layout =
                    RGB_PLANAR_0_255
                            .withMean(1, 2, 3)
                            .withDeviation(4, 5, 6)
                            .withOrder(ChannelOrder.BGR)
                            .asInterleaved();
            assertThat(layout.mean(0)).isEqualTo(1f);
            assertThat(layout.deviation(2)).isEqualTo(6f);
            assertThat(layout.channelOf(0)).isEqualTo(2);
            assertThat(layout.channelOf(1)).isEqualTo(1);
            assertThat(layout.channelOf(2)).isZero();
            assertThat(layout)
                    .hasToString("BGR interleaved, (pixel - [1.0, 2.0, 3.0]) / [4.0, 5.0, 6.0]");
        }
    }

    @Nested
    class Properties {
        @Test
        void aWitherChangesACopy() {
            PixelLayout layout = RGB_PLANAR_0_255.withMean(1, 2, 3);
            assertThat(layout.withOrder(ChannelOrder.BGR).withOrder(ChannelOrder.RGB))
                    .isEqualTo(layout);
            assertThat(layout.asInterleaved().asPlanar()).isEqualTo(layout);
            assertThat(layout.withMean(0)).isEqualTo(RGB_PLANAR_0_255);
            assertThat(layout.mean(1)).isEqualTo(2f);
        }

        @Test
        void arraysAreCopied() {
            float[] mean = {1, 2, 3};
            float[] deviation = {4, 5, 6};
            PixelLayout layout = RGB_PLANAR_0_255.withMean(mean).withDeviation(deviation);
            mean[0] = 99;
            deviation[0] = 99;
            assertThat(layout.mean(0)).isEqualTo(1f);
            assertThat(layout.deviation(0)).isEqualTo(4f);
        }

        @Test
        void layoutsAreEqualByValue() {
            PixelLayout layout = RGB_PLANAR_0_255.withMean(1, 2, 3).withDeviation(4);
            assertThat(layout)
                    .isEqualTo(RGB_PLANAR_0_255.withDeviation(4, 4, 4).withMean(1, 2, 3))
                    .hasSameHashCodeAs(RGB_PLANAR_0_255.withDeviation(4).withMean(1, 2, 3))
                    .isNotEqualTo(layout.asInterleaved())
                    .isNotEqualTo(layout.withOrder(ChannelOrder.BGR))
                    .isNotEqualTo(layout.withMean(1, 2, 4))
                    .isNotEqualTo(layout.withDeviation(5));
        }
    }

    @Nested
    class Rejects {
        @Test
        void anotherNumberOfChannels() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RGB_PLANAR_0_255.withMean())
                    .withMessage("mean must be one value or three, was 0 values");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RGB_PLANAR_0_255.withDeviation(1, 2))
                    .withMessage("deviation must be one value or three, was 2 values");
        }

        @ParameterizedTest
        @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
        void meansThatAreNotFinite(float mean) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RGB_PLANAR_0_255.withMean(0, mean, 0))
                    .withMessage("mean must be finite, was " + mean);
        }

        @ParameterizedTest
        @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 0, -0f, -1})
        void deviationsThatAreNone(float deviation) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RGB_PLANAR_0_255.withDeviation(1, 1, deviation))
                    .withMessageStartingWith("deviation must be in (0.0, ")
                    .withMessageEndingWith(", was " + deviation);
        }

        @Test
        void noOrder() {
            assertThatNullPointerException()
                    .isThrownBy(() -> RGB_PLANAR_0_255.withOrder(null))
                    .withMessage("order");
        }

        @Test
        void aColourThatIsNone() {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> RGB_PLANAR_0_255.mean(3));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> RGB_PLANAR_0_255.deviation(-1));
        }
    }
}
