package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceImageTest {
    private static final FaceSize ONE_BY_TWO = new FaceSize(1, 2);

    @Nested
    class KnownValues {
        @Test
        void bytesAreTakenAsUnsigned() {
            FaceImage face = FaceImage.ofRgbBytes(ONE_BY_TWO, new byte[] {0, 1, 127, -128, -1, 7});
            assertThat(face.toPlanes()).containsExactly(0, 128, 1, 255, 127, 7);
        }

        @Test
        void floatsKeepTheirFractions() {
            FaceImage face =
                    FaceImage.ofFloats(ONE_BY_TWO, new float[] {0, 1.5f, 2, 254.9f, 255, 3});
            assertThat(face.toPlanes()).containsExactly(0, 254.9f, 1.5f, 255, 2, 3);
            assertThat(face.at(0, 1, 0)).isEqualTo(254.9f);
            assertThat(face.at(0, 0, 2)).isEqualTo(2f);
            assertThat(face.mean(1)).isEqualTo(128.25);
        }

        @Test
        void aFilledFaceHasOneColour() {
            FaceImage face = FaceImage.filled(ONE_BY_TWO, 1, 2.5f, 255);
            assertThat(face.toPlanes()).containsExactly(1, 1, 2.5f, 2.5f, 255, 255);
            assertThat(face.conversions()).isEmpty();
        }

        @Test
        void aPictureIsCopiedRowByRow() {
            BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(0, 0, 0x0A141E);
            picture.setRGB(1, 0, 0xFF8001);
            assertThat(FaceImage.from(picture).toPlanes()).containsExactly(10, 255, 20, 128, 30, 1);
        }

        @Test
        void aPartOfAPictureIsThatPart() {
            BufferedImage picture = Pictures.random(9, 7, BufferedImage.TYPE_BYTE_GRAY, 1);
            FaceImage part = FaceImage.from(picture.getSubimage(2, 3, 4, 5));
            FaceImage whole = FaceImage.from(picture);
            assertThat(part.size()).isEqualTo(new FaceSize(5, 4));
            assertThat(part.at(4, 3, 0)).isEqualTo(whole.at(7, 5, 0));
            assertThat(part.at(0, 0, 0)).isEqualTo(whole.at(3, 2, 0));
        }

        @Test
        void greyOfFewBitsSpansTheWholeRange() {
            ColorModel model =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_GRAY),
                            new int[] {4},
                            false,
                            false,
                            Transparency.OPAQUE,
                            DataBuffer.TYPE_BYTE);
            BufferedImage picture = Pictures.ofSamples(ofModel(model, 3), 0, 5, 15);
            assertThat(FaceImage.from(picture).toPlanes()).startsWith(0f, 85f, 255f);
        }

        /** Half the light is 188 in sRGB; the samples as they stand would say 128. */
        @ParameterizedTest
        @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
        void linearLightIsTakenToSrgb(int type) {
            ColorModel model =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
                            false,
                            false,
                            Transparency.OPAQUE,
                            type);
            int largest = type == DataBuffer.TYPE_BYTE ? 255 : 65535;
            BufferedImage picture =
                    Pictures.ofSamples(
                            ofModel(model, 2), largest / 2, largest, 0, 0, largest, largest / 2);
            float[] expected = {188, 0, 255, 255, 0, 188};
            assertThat(FaceImage.from(picture).toPlanes()).containsExactly(expected, within(1f));
        }

        @Test
        void aPremultipliedGreyIsCompositedOnce() {
            ColorModel model =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_GRAY),
                            true,
                            true,
                            Transparency.TRANSLUCENT,
                            DataBuffer.TYPE_BYTE);
            BufferedImage picture = Pictures.ofSamples(ofModel(model, 2), 100, 200, 3, 3);
            assertThat(FaceImage.from(picture).toPlanes()).startsWith(100f, 3f);
        }

        /**
         * By Python 3.11's hashlib and struct: SHA-256 of {@code pack(">iii6f", 1, 2, 6, 0, 1.5,
         * 255, 0, 0, 0.25)}, the planes red, green, blue.
         */
        @Test
        void theDigestIsOfSizeAndPixels() {
            FaceImage face =
                    FaceImage.ofFloats(new FaceSize(1, 2), new float[] {0, 255, 0, 1.5f, 0, 0.25f});
            assertThat(face.digest())
                    .isEqualTo("c135f9a213986c2b0f0ea7f9de35cbb0668dafa230e2d5543800ef6ca4991ce2");
        }

        @Test
        void aFaceTellsItsShapeAndNoPixel() {
            assertThat(FaceImage.filled(new FaceSize(112, 96), 201, 202, 203))
                    .hasToString("FaceImage[112x96]");
        }

        @Test
        void aPictureRoundsFractions() {
            FaceImage face = FaceImage.filled(new FaceSize(1, 1), 0.49f, 0.5f, 254.6f);
            assertThat(face.toBufferedImage().getRGB(0, 0)).isEqualTo(0xFF0001FF);
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest(name = "type {0}")
        @ValueSource(
                ints = {
                    BufferedImage.TYPE_INT_RGB,
                    BufferedImage.TYPE_INT_ARGB,
                    BufferedImage.TYPE_INT_ARGB_PRE,
                    BufferedImage.TYPE_INT_BGR,
                    BufferedImage.TYPE_3BYTE_BGR,
                    BufferedImage.TYPE_4BYTE_ABGR,
                    BufferedImage.TYPE_4BYTE_ABGR_PRE,
                    BufferedImage.TYPE_USHORT_565_RGB,
                    BufferedImage.TYPE_USHORT_555_RGB,
                    BufferedImage.TYPE_BYTE_BINARY,
                    BufferedImage.TYPE_BYTE_INDEXED
                })
        void aPictureOfColoursIsItsPixelsOverBlack(int type) {
            BufferedImage picture = Pictures.random(6, 5, type, type);
            FaceImage face = FaceImage.from(picture);
            for (int row = 0; row < 6; row++) {
                for (int column = 0; column < 5; column++) {
                    int argb = picture.getRGB(column, row);
                    float cover = (argb >>> 24) / 255f;
                    for (int colour = 0; colour < 3; colour++) {
                        float expected = (argb >> (16 - 8 * colour) & 0xFF) * cover;
                        assertThat(face.at(row, column, colour)).isCloseTo(expected, within(1e-4f));
                    }
                }
            }
            assertThat(face.conversions().contains(FaceOrigin.Conversion.ALPHA_OVER_BLACK))
                    .isEqualTo(picture.getColorModel().hasAlpha());
        }

        @ParameterizedTest
        @CsvSource({"10, 1", "11, 257"})
        void aPictureOfGreysIsItsSamples(int type, int step) {
            BufferedImage picture = Pictures.random(6, 5, type, 3);
            FaceImage face = FaceImage.from(picture);
            for (int row = 0; row < 6; row++) {
                for (int column = 0; column < 5; column++) {
                    float expected = picture.getRaster().getSample(column, row, 0) / (float) step;
                    for (int colour = 0; colour < 3; colour++) {
                        assertThat(face.at(row, column, colour)).isEqualTo(expected);
                    }
                }
            }
            assertThat(face.conversions()).contains(FaceOrigin.Conversion.GREYSCALE_TO_RGB);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void aPictureOfBytesSurvivesTheRoundTrip(long seed) {
            FaceSize size = new FaceSize(5, 9);
            byte[] rgb = new byte[3 * size.pixelCount()];
            new Random(seed).nextBytes(rgb);
            FaceImage face = FaceImage.ofRgbBytes(size, rgb);
            assertThat(FaceImage.from(face.toBufferedImage())).isEqualTo(face);
        }

        @Test
        void whatGoesInIsCopied() {
            float[] rgb = {1, 2, 3, 4, 5, 6};
            byte[] bytes = {1, 2, 3, 4, 5, 6};
            BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
            FaceImage fromFloats = FaceImage.ofFloats(ONE_BY_TWO, rgb);
            FaceImage fromBytes = FaceImage.ofRgbBytes(ONE_BY_TWO, bytes);
            FaceImage fromPicture = FaceImage.from(picture);
            rgb[0] = 99;
            bytes[0] = 99;
            picture.setRGB(0, 0, 0xFFFFFF);
            assertThat(fromFloats.at(0, 0, 0)).isEqualTo(1f);
            assertThat(fromBytes.at(0, 0, 0)).isEqualTo(1f);
            assertThat(fromPicture.at(0, 0, 0)).isZero();
        }

        @Test
        void whatComesOutIsACopy() {
            FaceImage face = FaceImage.filled(ONE_BY_TWO, 1, 2, 3);
            face.toPlanes()[0] = 99;
            face.toBufferedImage().setRGB(0, 0, 0xFFFFFF);
            assertThat(face).isEqualTo(FaceImage.filled(ONE_BY_TWO, 1, 2, 3));
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> face.conversions().add(FaceOrigin.Conversion.RESIZED));
        }

        @Test
        void facesAreEqualByPixelsAndSizeAlone() {
            float[] rgb = {1, 2, 3, 4, 5, 6};
            FaceImage face = FaceImage.ofFloats(ONE_BY_TWO, rgb);
            assertThat(face)
                    .isEqualTo(FaceImage.ofRgbBytes(ONE_BY_TWO, new byte[] {1, 2, 3, 4, 5, 6}))
                    .hasSameHashCodeAs(FaceImage.ofFloats(ONE_BY_TWO, rgb))
                    .isNotEqualTo(FaceImage.ofFloats(new FaceSize(2, 1), rgb))
                    .isNotEqualTo(FaceImage.ofFloats(ONE_BY_TWO, new float[] {1, 2, 3, 4, 5, 7}))
                    .isNotEqualTo("FaceImage[1x2]");
            BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
            assertThat(FaceImage.from(grey)).isEqualTo(FaceImage.filled(ONE_BY_TWO, 0, 0, 0));
        }

        @Test
        void minusZeroIsBlackToo() {
            FaceImage face = FaceImage.filled(ONE_BY_TWO, -0f, 0, -0f);
            assertThat(face)
                    .isEqualTo(FaceImage.filled(ONE_BY_TWO, 0, 0, 0))
                    .hasSameHashCodeAs(FaceImage.filled(ONE_BY_TWO, 0, 0, 0));
        }

        @ParameterizedTest(name = "to {0}x{1}")
        @CsvSource({"1, 1", "3, 50", "112, 112", "10, 14", "40, 7"})
        void resizingKeepsAConstantAndTheRange(int height, int width) {
            FaceSize size = new FaceSize(20, 14);
            FaceSize newSize = new FaceSize(height, width);
            assertThat(FaceImage.filled(size, 0.1f, 77.7f, 255).resizedTo(newSize))
                    .isEqualTo(FaceImage.filled(newSize, 0.1f, 77.7f, 255));
            FaceImage resized = Pictures.randomFace(size, 4).resizedTo(newSize);
            assertThat(resized.size()).isEqualTo(newSize);
            for (float value : resized.toPlanes()) {
                assertThat(value).isBetween(0f, 255f);
            }
        }

        @Test
        void resizingIsNotedBesideWhatWasDoneBefore() {
            BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
            FaceImage resized = FaceImage.from(grey).resizedTo(new FaceSize(2, 2));
            assertThat(resized.conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.GREYSCALE_TO_RGB, FaceOrigin.Conversion.RESIZED);
        }

        @Test
        void resizingToTheSameSizeDoesNothing() {
            FaceImage face = Pictures.randomFace(ONE_BY_TWO, 1);
            assertThat(face.resizedTo(new FaceSize(1, 2))).isSameAs(face);
        }

        @Test
        void resizingKeepsTheColoursApart() {
            FaceImage face = FaceImage.ofFloats(ONE_BY_TWO, new float[] {0, 10, 200, 100, 10, 100});
            FaceImage resized = face.resizedTo(new FaceSize(1, 4));
            assertThat(resized.toPlanes())
                    .containsExactly(0, 25, 75, 100, 10, 10, 10, 10, 200, 175, 125, 100);
        }
    }

    @Nested
    class Rejects {
        @Test
        void nothing() {
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.from(null))
                    .withMessage("picture");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.ofRgbBytes(ONE_BY_TWO, null))
                    .withMessage("rgb");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.ofRgbBytes(null, new byte[3]))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.ofFloats(ONE_BY_TWO, null))
                    .withMessage("rgb");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.ofFloats(null, new float[3]))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.filled(null, 0, 0, 0))
                    .withMessage("size");
            FaceImage face = FaceImage.filled(ONE_BY_TWO, 0, 0, 0);
            assertThatNullPointerException()
                    .isThrownBy(() -> face.resizedTo(null))
                    .withMessage("newSize");
        }

        @ParameterizedTest
        @ValueSource(
                floats = {
                    Float.NaN,
                    Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY,
                    -1e-6f,
                    255.0001f,
                    -Float.MIN_VALUE
                })
        void valuesOutOfRange(float value) {
            String message = "pixel value must be in [0, 255], was " + value;
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    FaceImage.ofFloats(
                                            ONE_BY_TWO, new float[] {0, 0, 0, 0, value, 0}))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.filled(ONE_BY_TWO, 0, 0, value))
                    .withMessage(message);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 5, 7})
        void arraysOfAnotherLength(int length) {
            String message = "rgb.length for a face of 1x2 must be 6, was " + length;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.ofRgbBytes(ONE_BY_TWO, new byte[length]))
                    .withMessage(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceImage.ofFloats(ONE_BY_TWO, new float[length]))
                    .withMessage(message);
        }

        @ParameterizedTest
        @CsvSource({"-1, 0, 0", "1, 0, 0", "0, -1, 0", "0, 2, 0", "0, 0, -1", "0, 0, 3"})
        void placesOutsideTheFace(int row, int column, int colour) {
            FaceImage face = FaceImage.filled(ONE_BY_TWO, 0, 0, 0);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> face.at(row, column, colour));
        }

        @Test
        void aColourThatIsNone() {
            FaceImage face = FaceImage.filled(ONE_BY_TWO, 0, 0, 0);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> face.mean(3));
        }

        @ParameterizedTest
        @CsvSource({
            DataBuffer.TYPE_SHORT + ", signed",
            DataBuffer.TYPE_INT + ", 32 bits",
            DataBuffer.TYPE_FLOAT + ", floating point",
            DataBuffer.TYPE_DOUBLE + ", floating point"
        })
        void samplesOfNoAgreedRange(int type, String received) {
            for (int space : new int[] {ColorSpace.CS_GRAY, ColorSpace.CS_sRGB}) {
                ColorModel model =
                        new ComponentColorModel(
                                ColorSpace.getInstance(space),
                                false,
                                false,
                                Transparency.OPAQUE,
                                type);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> FaceImage.from(ofModel(model, 2)))
                        .withMessage(
                                "picture must be of 8 or 16 bits a channel, unsigned, was "
                                        + received);
            }
        }
    }

    private static BufferedImage ofModel(ColorModel model, int width) {
        return new BufferedImage(
                model,
                model.createCompatibleWritableRaster(width, 1),
                model.isAlphaPremultiplied(),
                null);
    }
}
