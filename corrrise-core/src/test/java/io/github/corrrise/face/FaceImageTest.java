package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceImageTest {
    private static final FaceSize ONE = new FaceSize(1, 1);
    private static final FaceSize SIZE = new FaceSize(3, 5);

    @Nested
    class KnownValues {
        @Test
        void bytesAreUnsigned() {
            FaceImage face = FaceImage.ofBytes(ONE, new byte[] {(byte) 255, (byte) 128, 1});
            assertThat(face.toPlanes()).containsExactly(255, 128, 1);
        }

        @Test
        void planesFollowOneAnother() {
            FaceImage face = FaceImage.ofFloats(new FaceSize(1, 2), new float[] {1, 2, 3, 4, 5, 6});
            assertThat(face.toPlanes()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(face.at(0, 1, 2)).isEqualTo(6);
        }

        @Test
        void premultipliedAlphaIsNotAppliedTwice() {
            BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
            Pictures.ofSamples(picture, 100, 50, 25, 128);
            float[] planes = FaceImage.from(picture).toPlanes();
            assertThat(planes[0]).isCloseTo(100, within(0.5f));
            assertThat(planes[1]).isCloseTo(50, within(0.5f));
            assertThat(planes[2]).isCloseTo(25, within(0.5f));
        }

        @Test
        void toStringTellsTheShapeOnly() {
            assertThat(FaceImage.filled(SIZE, 11, 22, 33)).hasToString("FaceImage[3x5]");
        }
    }

    @Nested
    class Properties {
        @Test
        void facesOfEqualPixelsAreEqualHoweverTheyCameAbout() {
            FaceImage bytes = FaceImage.ofBytes(ONE, new byte[] {0, 20, 30});
            FaceImage floats = FaceImage.ofFloats(ONE, new float[] {-0f, 20, 30});
            assertThat(bytes)
                    .isEqualTo(floats)
                    .hasSameHashCodeAs(floats)
                    .isEqualTo(FaceImage.filled(ONE, 0, 20, 30))
                    .isNotEqualTo(FaceImage.filled(ONE, 0, 20, 31))
                    .isNotEqualTo(FaceImage.filled(new FaceSize(1, 2), 0, 20, 30));
        }

        @Test
        void arraysAreCopiedInAndOut() {
            byte[] bytes = {1, 2, 3};
            FaceImage ofBytes = FaceImage.ofBytes(ONE, bytes);
            bytes[0] = 9;
            float[] floats = {1, 2, 3};
            FaceImage ofFloats = FaceImage.ofFloats(ONE, floats);
            floats[0] = 9;
            ofFloats.toPlanes()[1] = 9;
            assertThat(ofBytes.toPlanes()).containsExactly(1, 2, 3);
            assertThat(ofFloats.toPlanes()).containsExactly(1, 2, 3);
        }

        @Test
        void aPictureIsCopied() {
            BufferedImage picture = Pictures.quarters();
            FaceImage face = FaceImage.from(picture);
            picture.setRGB(0, 0, 0);
            assertThat(face.at(0, 0, 0)).isEqualTo(255);
        }

        @Test
        void eightBitPicturesRoundTrip() {
            FaceImage face = FaceImage.from(Pictures.noise(7, 4));
            assertThat(FaceImage.from(face.toBufferedImage())).isEqualTo(face);
        }

        @ParameterizedTest
        @CsvSource({"1, 1", "2, 9", "3, 6", "30, 50", "112, 112"})
        void resizingKeepsAConstantFaceConstant(int height, int width) {
            FaceSize size = new FaceSize(height, width);
            FaceImage resized = FaceImage.filled(SIZE, 255, 0.25f, 100).resizedTo(size);
            assertThat(resized).isEqualTo(FaceImage.filled(size, 255, 0.25f, 100));
            assertThat(resized.conversions()).containsExactly(ImageConversion.RESIZED);
        }

        @Test
        void resizingToTheSameSizeDoesNothing() {
            FaceImage face = FaceImage.filled(SIZE, 1, 2, 3);
            assertThat(face.resizedTo(new FaceSize(3, 5))).isSameAs(face);
        }
    }

    @Nested
    class Rejects {
        @Test
        void nulls() {
            assertThatNullPointerException().isThrownBy(() -> FaceImage.from(null));
            assertThatNullPointerException().isThrownBy(() -> FaceImage.ofBytes(ONE, null));
            assertThatNullPointerException().isThrownBy(() -> FaceImage.ofBytes(null, new byte[3]));
            assertThatNullPointerException().isThrownBy(() -> FaceImage.ofFloats(ONE, null));
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.ofFloats(null, new float[3]));
            assertThatNullPointerException().isThrownBy(() -> FaceImage.filled(null, 0, 0, 0));
        }

        @ParameterizedTest
        @ValueSource(
                floats = {
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    -0.001f,
                    255.001f
                })
        void valuesOutOfRange(float value) {
            String message = "pixel value must be in [0, 255], was " + value;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.ofFloats(ONE, new float[] {0, value, 0}))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.filled(ONE, 0, 0, value))
                    .withMessage(message);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 2, 4})
        void wrongLengths(int length) {
            String message = "rgb.length for a face of 1x1 must be 3, was " + length;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.ofBytes(ONE, new byte[length]))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.ofFloats(ONE, new float[length]))
                    .withMessage(message);
        }

        @Test
        void samplesThatAreNotWhole() {
            ColorModel model =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_GRAY),
                            false,
                            false,
                            ColorModel.OPAQUE,
                            DataBuffer.TYPE_FLOAT);
            BufferedImage picture =
                    new BufferedImage(
                            model,
                            Raster.createWritableRaster(
                                    model.createCompatibleSampleModel(2, 2), null),
                            false,
                            null);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.from(picture))
                    .withMessage("picture samples must be unsigned, of 8 or 16 bits, was float");
        }
    }
}
