package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceImageReadTest {
    @TempDir private Path folder;

    @Test
    void readsFromAnyFileSystem(@TempDir Path folder) throws IOException {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(2, 1, 0x102030);
        try (FileSystem zip =
                FileSystems.newFileSystem(folder.resolve("faces.zip"), Map.of("create", "true"))) {
            Path file = zip.getPath("face.png");
            try (OutputStream out = Files.newOutputStream(file)) {
                ImageIO.write(picture, "png", out);
            }
            assertThat(FaceImage.read(file)).isEqualTo(FaceImage.from(picture));
        }
    }

    @Nested
    class KnownValues {
        @ParameterizedTest
        @ValueSource(strings = {"png", "bmp", "tiff", "gif"})
        void losslessFormatsKeepEveryPixel(String format) throws IOException {
            FaceImage face = read(Pictures.encoded(Pictures.quarters(), format));
            assertThat(face).isEqualTo(FaceImage.from(Pictures.quarters()));
            assertThat(face.conversions()).isEmpty();
        }

        @Test
        void theContentTellsTheFormatNotTheName() throws IOException {
            Path file = folder.resolve("picture.jpg");
            Files.write(file, Pictures.encoded(Pictures.quarters(), "png"));
            assertThat(FaceImage.read(file)).isEqualTo(FaceImage.from(Pictures.quarters()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpg"})
        void onePixelIsAPicture(String format) throws IOException {
            FaceImage face = read(Pictures.encoded(Pictures.noise(1, 1), format));
            assertThat(face.size()).isEqualTo(new FaceSize(1, 1));
        }

        @ParameterizedTest
        @CsvSource({"png, 0", "jpg, 1"})
        void greyKeepsItsValue(String format, float error) throws IOException {
            BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
            FaceImage face = read(Pictures.encoded(Pictures.ofSamples(grey, 100), format));
            assertIsFilled(face, error, 100, 100, 100);
            assertThat(face.conversions()).containsExactly(ImageConversion.GREYSCALE_TO_RGB);
        }

        @Test
        void greyWithAlphaIsCompositedOverBlack() throws IOException {
            ColorModel model =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_GRAY),
                            /* hasAlpha= */ true,
                            /* isAlphaPremultiplied= */ false,
                            ColorModel.TRANSLUCENT,
                            DataBuffer.TYPE_BYTE);
            BufferedImage grey =
                    new BufferedImage(
                            model, model.createCompatibleWritableRaster(4, 4), false, null);
            FaceImage face = read(Pictures.encoded(Pictures.ofSamples(grey, 200, 51), "png"));
            assertIsFilled(face, 1e-4f, 40, 40, 40);
            assertThat(face.conversions())
                    .containsExactlyInAnyOrder(
                            ImageConversion.GREYSCALE_TO_RGB, ImageConversion.ALPHA_OVER_BLACK);
        }

        @Test
        void alphaIsCompositedOverBlack() throws IOException {
            BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
            FaceImage face =
                    read(Pictures.encoded(Pictures.ofSamples(picture, 250, 100, 0, 51), "png"));
            assertIsFilled(face, 1e-4f, 50, 20, 0);
            assertThat(face.conversions()).containsExactly(ImageConversion.ALPHA_OVER_BLACK);
        }

        @Test
        void sixteenBitGreyKeepsItsFractions() throws IOException {
            BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
            FaceImage face = read(Pictures.encoded(Pictures.ofSamples(grey, 25_764), "png"));
            assertIsFilled(face, 1e-4f, 100.249f, 100.249f, 100.249f);
            assertThat(face.conversions())
                    .containsExactlyInAnyOrder(
                            ImageConversion.GREYSCALE_TO_RGB, ImageConversion.SIXTEEN_BIT_TO_0_255);
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "tiff"})
        void sixteenBitColourKeepsItsFractions(String format) throws IOException {
            BufferedImage picture = componentPicture(DataBuffer.TYPE_USHORT, false);
            FaceImage face =
                    read(Pictures.encoded(Pictures.ofSamples(picture, 65_535, 25_764, 1), format));
            assertIsFilled(face, 1e-4f, 255, 100.249f, 0.00389f);
            assertThat(face.conversions()).containsExactly(ImageConversion.SIXTEEN_BIT_TO_0_255);
        }

        @Test
        void sixteenBitAlphaIsCompositedOverBlack() throws IOException {
            BufferedImage picture = componentPicture(DataBuffer.TYPE_USHORT, true);
            FaceImage face =
                    read(
                            Pictures.encoded(
                                    Pictures.ofSamples(picture, 65_535, 25_700, 0, 13_107), "png"));
            assertIsFilled(face, 1e-4f, 51, 20, 0);
            assertThat(face.conversions())
                    .containsExactlyInAnyOrder(
                            ImageConversion.ALPHA_OVER_BLACK, ImageConversion.SIXTEEN_BIT_TO_0_255);
        }

        @Test
        void aPaletteIsLookedUp() throws IOException {
            byte[] red = {0, (byte) 200};
            byte[] green = {0, 90};
            byte[] blue = {0, 10};
            BufferedImage picture =
                    new BufferedImage(
                            5,
                            3,
                            BufferedImage.TYPE_BYTE_INDEXED,
                            new IndexColorModel(8, 2, red, green, blue));
            FaceImage face = read(Pictures.encoded(Pictures.ofSamples(picture, 1), "png"));
            assertIsFilled(face, 0, 200, 90, 10);
            assertThat(face.conversions()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            // orientation, colours upper left, upper right, lower left, lower right
            "1, R, G, B, W",
            "2, G, R, W, B",
            "3, W, B, G, R",
            "4, B, W, R, G",
            "5, R, B, G, W",
            "6, B, R, W, G",
            "7, W, G, B, R",
            "8, G, W, R, B"
        })
        void everyExifOrientationIsApplied(
                int orientation,
                String upperLeft,
                String upperRight,
                String lowerLeft,
                String lowerRight)
                throws IOException {
            byte[] jpeg = Pictures.encoded(Pictures.quarters(), "jpg");
            byte[] png = Pictures.encoded(Pictures.quarters(), "png");
            for (ByteOrder order :
                    new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
                byte[] exif = Pictures.exif(order, orientation);
                for (byte[] file :
                        new byte[][] {
                            Pictures.jpegWithExif(jpeg, exif),
                            Pictures.pngWithChunk(png, "eXIf", exif)
                        }) {
                    FaceImage face = read(file);
                    int height = face.size().height();
                    int width = face.size().width();
                    assertThat(height).isEqualTo(orientation >= 5 ? 32 : 16);
                    assertThat(colourAt(face, 2, 2)).isEqualTo(upperLeft);
                    assertThat(colourAt(face, 2, width - 3)).isEqualTo(upperRight);
                    assertThat(colourAt(face, height - 3, 2)).isEqualTo(lowerLeft);
                    assertThat(colourAt(face, height - 3, width - 3)).isEqualTo(lowerRight);
                    assertThat(
                                    face.conversions()
                                            .contains(ImageConversion.EXIF_ORIENTATION_APPLIED))
                            .isEqualTo(orientation != 1);
                }
            }
        }

        @Test
        void anExifBlockWithoutOrientationTurnsNothing() throws IOException {
            byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
            exif[11] = 0x0F; // another tag
            FaceImage face =
                    read(Pictures.jpegWithExif(Pictures.encoded(Pictures.quarters(), "jpg"), exif));
            assertThat(face.size()).isEqualTo(new FaceSize(16, 32));
            assertThat(face.conversions()).isEmpty();
        }
    }

    @Nested
    class Rejects {
        @Test
        void nulls() {
            assertThatNullPointerException().isThrownBy(() -> FaceImage.read(null));
        }

        @Test
        void aMissingFile() {
            Path file = folder.resolve("missing.png");
            assertRefused(file, "missing.png");
        }

        @Test
        void aFolder() {
            assertRefused(folder, "picture must be a file, was a folder or device: ");
        }

        @Test
        void anEmptyFile() throws IOException {
            assertRefused(new byte[0], "picture must not be empty, was 0 bytes: ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Not a picture at all.", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "B"})
        void whatIsNoPicture(String text) throws IOException {
            assertRefused(
                    text.getBytes(StandardCharsets.US_ASCII),
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content: ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpg", "bmp", "tiff", "gif"})
        void whatEndsEarly(String format) throws IOException {
            byte[] whole = Pictures.encoded(Pictures.noise(48, 64), format);
            for (int part = 1; part < 40; part++) {
                assertRefused(Arrays.copyOf(whole, whole.length * part / 40), "picture ");
            }
            assertRefused(
                    Arrays.copyOf(whole, whole.length - (format.equals("png") ? 5 : 2)),
                    "picture ");
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3, 4, 11, 20, 100, 200, 400, 610, 625, 1000, 2000})
        void aJpegThatEndsEarly(int length) throws IOException {
            byte[] whole = Pictures.encoded(Pictures.noise(48, 64), "jpg");
            assertRefused(Arrays.copyOf(whole, length), "picture is truncated: ");
        }

        @ParameterizedTest
        @ValueSource(ints = {9, 20, 32, 60, 1000, 9000})
        void aPngThatEndsEarly(int length) throws IOException {
            byte[] whole = Pictures.encoded(Pictures.noise(48, 64), "png");
            assertRefused(Arrays.copyOf(whole, length), "picture ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpg"})
        void aHeaderThatClaimsTooMuchBeforeDecoding(String format) throws IOException {
            byte[] small = Pictures.encoded(Pictures.quarters(), format);
            byte[] claiming =
                    format.equals("png")
                            ? Pictures.pngClaiming(small, 20_000, 20_000)
                            : Pictures.jpegClaiming(small, 20_000, 20_000);
            assertTimeout(
                    Duration.ofSeconds(2),
                    () ->
                            assertRefused(
                                    claiming,
                                    "picture must have at most 48000000 pixels, was 20000x20000: "));
        }

        @Test
        void moreThanOneFrame() throws IOException {
            assertRefused(Pictures.animatedGif(3), "picture must have one frame, had 3: ");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void cmyk(boolean adobe) throws IOException {
            assertRefused(
                    Pictures.cmykJpeg(adobe),
                    "picture must be grey or RGB, was a JPEG of 4 channels (CMYK): ");
        }

        @Test
        void samplesThatAreNotWhole() throws IOException {
            assertRefused(
                    Pictures.encoded(componentPicture(DataBuffer.TYPE_FLOAT, false), "tiff"),
                    "picture samples must be unsigned, of 8 or 16 bits, was float");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 9, 65_535})
        void orientationsThatAreNone(int orientation) throws IOException {
            byte[] exif = Pictures.exif(ByteOrder.LITTLE_ENDIAN, orientation);
            assertRefusedExif(exif, "EXIF orientation must be in [1, 8], was " + orientation);
        }

        @Test
        void brokenExif() throws IOException {
            assertRefusedExif(
                    "garbage, no TIFF".getBytes(StandardCharsets.US_ASCII),
                    "EXIF block must start with II or MM");
            byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
            assertRefusedExif(Arrays.copyOf(exif, 15), "EXIF block ends early, was 15 bytes");
            byte[] pointsAway = exif.clone();
            pointsAway[4] = (byte) 0x80;
            assertRefusedExif(pointsAway, "EXIF block ends early, was 26 bytes");
            byte[] version = exif.clone();
            version[3] = 43;
            assertRefusedExif(version, "EXIF version must be 42, was 43");
            byte[] type = exif.clone();
            type[13] = 2;
            assertRefusedExif(type, "EXIF orientation must be of type 3, was 2");
        }
    }

    private void assertRefusedExif(byte[] exif, String message) throws IOException {
        byte[] jpeg = Pictures.encoded(Pictures.quarters(), "jpg");
        byte[] png = Pictures.encoded(Pictures.quarters(), "png");
        assertRefused(Pictures.jpegWithExif(jpeg, exif), message);
        assertRefused(Pictures.pngWithChunk(png, "eXIf", exif), message);
    }

    private void assertRefused(byte[] content, String message) throws IOException {
        Path file = folder.resolve("picture.png");
        Files.write(file, content);
        assertRefused(file, message);
    }

    private static void assertRefused(Path file, String message) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> FaceImage.read(file))
                .withMessageContaining(message)
                .withMessageContaining(file.toString());
    }

    private FaceImage read(byte[] content) throws IOException {
        Path file = folder.resolve("picture");
        Files.write(file, content);
        return FaceImage.read(file);
    }

    private static BufferedImage componentPicture(int type, boolean alpha) {
        ColorModel model =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        alpha,
                        /* isAlphaPremultiplied= */ false,
                        alpha ? ColorModel.TRANSLUCENT : ColorModel.OPAQUE,
                        type);
        SampleModel samples = model.createCompatibleSampleModel(4, 4);
        return new BufferedImage(model, Raster.createWritableRaster(samples, null), false, null);
    }

    private static void assertIsFilled(
            FaceImage face, float error, float red, float green, float blue) {
        float[] colour = {red, green, blue};
        float[] planes = face.toPlanes();
        for (int i = 0; i < planes.length; i++) {
            assertThat(planes[i]).isCloseTo(colour[i / face.size().pixelCount()], within(error));
        }
    }

    private static String colourAt(FaceImage face, int row, int column) {
        boolean red = face.at(row, column, 0) > 127;
        boolean green = face.at(row, column, 1) > 127;
        return red && green ? "W" : red ? "R" : green ? "G" : "B";
    }
}
