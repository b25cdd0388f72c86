package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FillTest {
    private static final FaceSize SIZE = new FaceSize(16, 20);

    @Nested
    class KnownValues {
        @Test
        void blackIsZero() {
            assertThat(Fill.black().behind(chequered())).isEqualTo(FaceImage.filled(SIZE, 0, 0, 0));
        }

        @Test
        void meanKeepsTheMeanColour() {
            FaceImage behind = Fill.mean().behind(chequered());
            assertThat(behind).isEqualTo(FaceImage.filled(SIZE, 127.5f, 60f, 10f));
        }

        @Test
        void blurKeepsTheShadingAndTakesTheDetail() {
            FaceImage behind = Fill.blur(0.25).behind(chequered());
            for (int row = 0; row < SIZE.height(); row++) {
                assertThat(behind.at(row, 10, 0)).isCloseTo(127.5f, within(6f));
                assertThat(behind.at(row, 10, 1)).isCloseTo(60f, within(1e-3f));
            }
        }

        @Test
        void noiseIsTheSameForTheSameSeed() {
            FaceImage behind = Fill.noise(3).behind(chequered());
            assertThat(behind).isEqualTo(Fill.noise(3).behind(chequered()));
            assertThat(behind).isNotEqualTo(Fill.noise(4).behind(chequered()));
            assertThat(behind.mean(1)).isCloseTo(127.5, within(5 * 73.6 / Math.sqrt(320)));
        }

        @Test
        void aGivenPictureIsTakenAsItIs() {
            FaceImage picture = FaceImage.filled(SIZE, 1, 2, 3);
            assertThat(Fill.image(picture).behind(chequered())).isSameAs(picture);
        }

        @Test
        void fillsTellTheirSettings() {
            assertThat(Fill.black()).hasToString("Colour[red=0.0, green=0.0, blue=0.0]");
            assertThat(Fill.blur(0.1)).hasToString("Blur[sigmaFraction=0.1]");
        }
    }

    @Nested
    class Rejects {
        @Test
        void coloursThatAreNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Fill.colour(0, 256, 0))
                    .withMessage("green must be in [0.0, 255.0], was 256.0");
        }

        @Test
        void aBlurOfNothing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Fill.blur(0))
                    .withMessage("sigmaFraction must be in (0.0, 1.0], was 0.0");
        }

        @Test
        void aPictureOfAnotherSize() {
            Fill fill = Fill.image(FaceImage.filled(new FaceSize(2, 2), 0, 0, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fill.behind(chequered()))
                    .withMessage("fill image must be 16x20, was 2x2");
        }
    }

    private static FaceImage chequered() {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int pixel = 0; pixel < SIZE.pixelCount(); pixel++) {
            int square = (pixel / SIZE.width() + pixel % SIZE.width()) % 2;
            rgb[3 * pixel] = 255f * square;
            rgb[3 * pixel + 1] = 60f;
            rgb[3 * pixel + 2] = 10f;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
