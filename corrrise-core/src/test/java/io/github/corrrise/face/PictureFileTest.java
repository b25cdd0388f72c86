package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.fuzz.Damage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link FaceImage#read}: every kind of picture, and every kind of file that is none. */
class PictureFileTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 40;

    @TempDir Path folder;

    @Nested
    class KnownValues {
        @ParameterizedTest
        @ValueSource(strings = {"png", "bmp", "tiff"})
        void losslessFormatsKeepEveryByte(String format) {
            BufferedImage picture = Pictures.random(7, 5, BufferedImage.TYPE_3BYTE_BGR, 1);
            FaceImage face = read(Pictures.encode(picture, format));
            assertThat(face).isEqualTo(FaceImage.from(picture));
            assertThat(face.conversions()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void aJpegIsKeptUpToItsLosses(boolean progressive) {
            BufferedImage picture = Pictures.asymmetric(HEIGHT, WIDTH);
            FaceImage face = read(Pictures.jpeg(picture, progressive));
            assertClose(face, FaceImage.from(picture));
            assertThat(face.conversions()).isEmpty();
        }

        @Test
        void aGifOfOneFrameIsRead() {
            FaceImage face = read(Pictures.encode(Pictures.asymmetric(HEIGHT, WIDTH), "gif"));
            assertThat(face.size()).isEqualTo(new FaceSize(HEIGHT, WIDTH));
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "jpeg", "bmp", "tiff", "gif"})
        void onePixelIsAPicture(String format) {
            BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(0, 0, 0x808080);
            FaceImage face = read(Pictures.encode(picture, format));
            assertThat(face.size()).isEqualTo(new FaceSize(1, 1));
            assertThat(face.at(0, 0, 1)).isCloseTo(128f, within(2f));
        }

        @Test
        void theFormatIsToldByContentNotByName() {
            BufferedImage picture = Pictures.random(3, 4, BufferedImage.TYPE_INT_RGB, 2);
            Path file = Pictures.write(folder, "face.jpg", Pictures.encode(picture, "png"));
            assertThat(FaceImage.read(file)).isEqualTo(FaceImage.from(picture));
        }

        @Test
        void aPictureInAnArchiveIsRead() throws IOException {
            BufferedImage picture = Pictures.random(3, 4, BufferedImage.TYPE_INT_RGB, 2);
            Path archive = folder.resolve("faces.zip");
            try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
                for (String format : new String[] {"png", "bmp", "tiff"}) {
                    Path file = zip.getPath("/face." + format);
                    Files.write(file, Pictures.encode(picture, format));
                    assertThat(FaceImage.read(file)).isEqualTo(FaceImage.from(picture));
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "bmp", "tiff"})
        void greyIsCopiedAndNotBrightened(String format) {
            BufferedImage picture = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
            Pictures.ofSamples(picture, 0, 50, 128, 255);
            FaceImage face = read(Pictures.encode(picture, format));
            assertThat(face.toPlanes())
                    .containsExactly(0, 50, 128, 255, 0, 50, 128, 255, 0, 50, 128, 255);
        }

        @ParameterizedTest
        @ValueSource(strings = {"png", "tiff"})
        void greyIsNoted(String format) {
            BufferedImage picture = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
            assertThat(read(Pictures.encode(picture, format)).conversions())
                    .containsExactly(FaceOrigin.Conversion.GREYSCALE_TO_RGB);
        }

        @Test
        void aGreyJpegIsNotBrightened() {
            BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
            int[] shades = new int[256];
            Arrays.fill(shades, 50);
            picture.getRaster().setPixels(0, 0, 16, 16, shades);
            FaceImage face = read(Pictures.encode(picture, "jpeg"));
            assertThat(face.mean(0)).isCloseTo(50, within(1.0));
            assertThat(face.mean(2)).isEqualTo(face.mean(0));
            assertThat(face.conversions()).containsExactly(FaceOrigin.Conversion.GREYSCALE_TO_RGB);
        }

        @Test
        void greyOfSixteenBitsKeepsItsFractions() {
            BufferedImage picture = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
            Pictures.ofSamples(picture, 1, 1000, 65535);
            FaceImage face = read(Pictures.encode(picture, "png"));
            assertThat(face.toPlanes())
                    .startsWith(1 / 257f, 1000 / 257f, 255f)
                    .endsWith(1 / 257f, 1000 / 257f, 255f);
            assertThat(face.conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.GREYSCALE_TO_RGB,
                            FaceOrigin.Conversion.SIXTEEN_BIT_TO_0_255);
        }

        @Test
        void greyWithAlphaIsCompositedOverBlack() {
            byte[] row = {0, 100, (byte) 255, 100, 51, 100, 0};
            FaceImage face = read(Pictures.png(1, 3, 8, 4, row));
            assertThat(face.toPlanes()).containsExactly(100, 20, 0, 100, 20, 0, 100, 20, 0);
            assertThat(face.conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.GREYSCALE_TO_RGB,
                            FaceOrigin.Conversion.ALPHA_OVER_BLACK);
        }

        @ParameterizedTest(name = "{0} bits")
        @CsvSource({"1, 85, 0, 255", "2, 27, 85, 170", "4, 18, 17, 34"})
        void greyOfFewBitsSpansTheWholeRange(int depth, int packed, float first, float second) {
            int start = depth == 2 ? 1 : 0;
            FaceImage face =
                    read(Pictures.png(1, start + 2, depth, 0, new byte[] {0, (byte) packed}));
            assertThat(face.at(0, start, 1)).isEqualTo(first);
            assertThat(face.at(0, start + 1, 1)).isEqualTo(second);
        }

        @Test
        void colourWithAlphaIsCompositedOverBlack() {
            byte[] row = {0, 10, 20, 30, (byte) 255, 100, 50, (byte) 250, 51, 9, 9, 9, 0};
            FaceImage face = read(Pictures.png(1, 3, 8, 6, row));
            assertThat(face.toPlanes()).containsExactly(10, 20, 0, 20, 10, 0, 30, 50, 0);
            assertThat(face.conversions()).containsExactly(FaceOrigin.Conversion.ALPHA_OVER_BLACK);
        }

        @Test
        void sixteenBitsWithAlphaKeepTheirFractions() {
            byte[] row =
                    ByteBuffer.allocate(17)
                            .put((byte) 0)
                            .putShort((short) 1000)
                            .putShort((short) 514)
                            .putShort((short) 65535)
                            .putShort((short) 65535)
                            .putShort((short) 1000)
                            .putShort((short) 514)
                            .putShort((short) 65535)
                            .putShort((short) 13107)
                            .array();
            FaceImage face = read(Pictures.png(1, 2, 16, 6, row));
            float[] expected = {1000 / 257f, 200 / 257f, 2f, 0.4f, 255f, 51f};
            assertThat(face.toPlanes()).containsExactly(expected, within(1e-5f));
            assertThat(face.conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.ALPHA_OVER_BLACK,
                            FaceOrigin.Conversion.SIXTEEN_BIT_TO_0_255);
        }

        @Test
        void sixteenBitsOfColourKeepTheirFractions() {
            byte[] row = {0, 0x12, 0x34, 0x00, 0x01, (byte) 0xFF, (byte) 0xFE};
            FaceImage face = read(Pictures.png(1, 1, 16, 2, row));
            assertThat(face.toPlanes()).containsExactly(0x1234 / 257f, 1 / 257f, 0xFFFE / 257f);
            assertThat(face.conversions())
                    .containsExactly(FaceOrigin.Conversion.SIXTEEN_BIT_TO_0_255);
        }

        @Test
        void aPaletteIsLookedUp() {
            byte[] reds = {0, 10, (byte) 200};
            byte[] greens = {0, 20, (byte) 100};
            byte[] blues = {0, 30, 50};
            IndexColorModel palette = new IndexColorModel(8, 3, reds, greens, blues);
            BufferedImage picture =
                    new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
            Pictures.ofSamples(picture, 2, 1);
            FaceImage face = read(Pictures.encode(picture, "png"));
            assertThat(face.toPlanes()).containsExactly(200, 10, 100, 20, 50, 30);
            assertThat(face.conversions()).isEmpty();
        }
    }

    @Nested
    class Orientation {
        /**
         * Where the pixel of the upright row and column stands in the file, from the words of the
         * EXIF standard: which side of the picture the first row and the first column show.
         */
        private static int[] stored(int orientation, int row, int column) {
            int height = orientation < 5 ? HEIGHT : WIDTH;
            int width = orientation < 5 ? WIDTH : HEIGHT;
            int fromBottom = height - 1 - row;
            int fromRight = width - 1 - column;
            return switch (orientation) {
                case 1 -> new int[] {row, column};
                case 2 -> new int[] {row, fromRight};
                case 3 -> new int[] {fromBottom, fromRight};
                case 4 -> new int[] {fromBottom, column};
                case 5 -> new int[] {column, row};
                case 6 -> new int[] {fromRight, row};
                case 7 -> new int[] {fromRight, fromBottom};
                default -> new int[] {column, fromBottom};
            };
        }

        private static FaceImage upright(FaceImage stored, int orientation) {
            FaceSize size = stored.size();
            FaceSize turned = orientation < 5 ? size : new FaceSize(size.width(), size.height());
            float[] rgb = new float[3 * size.pixelCount()];
            for (int row = 0; row < turned.height(); row++) {
                for (int column = 0; column < turned.width(); column++) {
                    int[] from = stored(orientation, row, column);
                    for (int colour = 0; colour < 3; colour++) {
                        rgb[3 * (row * turned.width() + column) + colour] =
                                stored.at(from[0], from[1], colour);
                    }
                }
            }
            return FaceImage.ofFloats(turned, rgb);
        }

        private static void assertTurned(FaceImage face, FaceImage stored, int orientation) {
            assertThat(face).isEqualTo(upright(stored, orientation));
            if (orientation == 1) {
                assertThat(face.conversions()).isEmpty();
            } else {
                assertThat(face.conversions())
                        .containsExactly(FaceOrigin.Conversion.EXIF_ORIENTATION_APPLIED);
            }
        }

        @ParameterizedTest(name = "orientation {0}")
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void ofAJpegIsApplied(int orientation) {
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(HEIGHT, WIDTH), false);
            FaceImage stored = read(jpeg);
            for (ByteOrder order :
                    new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
                byte[] turned = Pictures.withExif(jpeg, Pictures.exif(order, orientation));
                assertTurned(read(turned), stored, orientation);
            }
        }

        @ParameterizedTest(name = "orientation {0}")
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void ofAPngIsApplied(int orientation) {
            byte[] png = Pictures.encode(Pictures.asymmetric(HEIGHT, WIDTH), "png");
            byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, orientation);
            FaceImage face = read(Pictures.withChunk(png, "eXIf", exif));
            assertTurned(face, read(png), orientation);
        }

        /** A directory put behind the file: the writer's own entries and the orientation. */
        @ParameterizedTest(name = "orientation {0}")
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void ofATiffIsApplied(int orientation) {
            byte[] tiff = Pictures.encode(Pictures.asymmetric(HEIGHT, WIDTH), "tiff");
            FaceImage stored = read(tiff);
            assertTurned(read(withOrientation(tiff, orientation)), stored, orientation);
        }

        private static byte[] withOrientation(byte[] tiff, int orientation) {
            ByteBuffer file = ByteBuffer.wrap(tiff.clone());
            file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = file.getInt(4);
            int entryCount = file.getShort(directory);
            int before = 0;
            while (before < entryCount && file.getShort(directory + 2 + 12 * before) < 274) {
                before++;
            }
            ByteBuffer longer = ByteBuffer.allocate(2 + 12 * (entryCount + 1) + 4);
            longer.order(file.order())
                    .putShort((short) (entryCount + 1))
                    .put(tiff, directory + 2, 12 * before)
                    .putShort((short) 274)
                    .putShort((short) 3)
                    .putInt(1)
                    .putShort((short) orientation)
                    .putShort((short) 0)
                    .put(tiff, directory + 2 + 12 * before, 12 * (entryCount - before));
            file.putInt(4, tiff.length);
            return Pictures.join(file.array(), longer.array());
        }

        @Test
        void isNotedBesideOtherConversions() {
            BufferedImage grey = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
            FaceImage face = read(Pictures.withExif(Pictures.encode(grey, "jpeg"), exif));
            assertThat(face.size()).isEqualTo(new FaceSize(WIDTH, HEIGHT));
            assertThat(face.conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.GREYSCALE_TO_RGB,
                            FaceOrigin.Conversion.EXIF_ORIENTATION_APPLIED);
        }

        @Test
        void isFoundBehindAnotherApplicationsSegment() {
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(HEIGHT, WIDTH), false);
            byte[] exif = Pictures.exif(ByteOrder.LITTLE_ENDIAN, 3);
            byte[] words = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);
            byte[] both = Pictures.withSegment(Pictures.withExif(jpeg, exif), 0xE1, words);
            assertTurned(read(both), read(jpeg), 3);
        }

        @Test
        void ofTheFirstBlockCounts() {
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(HEIGHT, WIDTH), false);
            byte[] second = Pictures.withExif(jpeg, Pictures.exif(ByteOrder.BIG_ENDIAN, 6));
            byte[] both = Pictures.withExif(second, Pictures.exif(ByteOrder.BIG_ENDIAN, 8));
            assertTurned(read(both), read(jpeg), 8);
        }

        /** A block that cannot be read says nothing, in a JPEG as in a PNG. */
        @ParameterizedTest(name = "garbage {0}")
        @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
        void isUprightWhereTheBlockIsGarbage(int kind) {
            byte[] whole = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
            byte[] garbage =
                    switch (kind) {
                        case 0 -> new byte[0];
                        case 1 -> new byte[300];
                        case 2 -> "MM no directory at all".getBytes(StandardCharsets.US_ASCII);
                        case 3 -> Arrays.copyOf(whole, 12);
                        case 4 -> ByteBuffer.wrap(whole.clone()).putInt(4, 1 << 30).array();
                        case 5 -> ByteBuffer.wrap(whole.clone()).putInt(4, -2).array();
                        case 6 -> Pictures.directory(ByteOrder.BIG_ENDIAN, 274, 2, 6);
                        case 7 -> Pictures.directory(ByteOrder.BIG_ENDIAN, 275, 3, 6);
                        default ->
                                Pictures.join(
                                        new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, (byte) 0xFF, 0},
                                        new byte[18]);
                    };
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(HEIGHT, WIDTH), false);
            assertTurned(read(Pictures.withExif(jpeg, garbage)), read(jpeg), 1);
            byte[] png = Pictures.encode(Pictures.asymmetric(HEIGHT, WIDTH), "png");
            assertTurned(read(Pictures.withChunk(png, "eXIf", garbage)), read(png), 1);
        }

        @ParameterizedTest(name = "orientation {0}")
        @ValueSource(ints = {9, 65535})
        void thatIsNoneIsRefused(int orientation) {
            byte[] exif = Pictures.exif(ByteOrder.LITTLE_ENDIAN, orientation);
            BufferedImage picture = Pictures.asymmetric(HEIGHT, WIDTH);
            String message = "EXIF orientation must be in [0, 8], was " + orientation;
            assertRefused(Pictures.withExif(Pictures.jpeg(picture, false), exif), message);
            assertRefused(
                    Pictures.withChunk(Pictures.encode(picture, "png"), "eXIf", exif), message);
            assertRefused(withOrientation(Pictures.encode(picture, "tiff"), orientation), message);
        }
    }

    @Nested
    class Rejects {
        @Test
        void noPath() {
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceImage.read((Path) null))
                    .withMessage("file");
        }

        @Test
        void aMissingFile() {
            Path file = folder.resolve("missing.png");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> FaceImage.read(file))
                    .withMessage("picture must be a file, was missing: " + file);
        }

        @Test
        void aFolder() {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> FaceImage.read(folder))
                    .withMessage("picture must be a file, was a folder or device: " + folder);
        }

        @Test
        void anEmptyFile() {
            assertRefused(new byte[0], "picture must not be empty, was 0 bytes");
        }

        @Test
        void textNamedAsAPicture() {
            assertRefused(
                    "no picture at all\n".getBytes(StandardCharsets.US_ASCII),
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content, was a file starting"
                            + " with the bytes 6e 6f 20 70");
        }

        @Test
        void aDocumentNamedAsAPicture() {
            assertRefused(
                    "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n".getBytes(StandardCharsets.ISO_8859_1),
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content, was PDF: export the"
                            + " picture in it as PNG or JPEG");
        }

        @Test
        void aFileOfOneByte() {
            assertRefused(new byte[] {(byte) 0xFF}, "was a file starting with the bytes ff");
        }

        @Test
        void aFormatThePlatformKnowsAndNobodyUses() {
            assertRefused(
                    new byte[] {0, 0, 1, 1, 0},
                    "picture must be PNG, JPEG, BMP, TIFF or GIF, was wbmp");
        }

        @Tag("slow")
        @ParameterizedTest
        @ValueSource(strings = {"png", "bmp", "tiff"})
        void everyBeginningOfAPicture(String format) {
            byte[] whole =
                    Pictures.encode(
                            Pictures.random(12, 16, BufferedImage.TYPE_3BYTE_BGR, 5), format);
            assertEveryBeginningRefused(whole, whole.length - 1);
        }

        /** Without its very last byte, the trailer, a GIF still shows every pixel. */
        @Test
        void everyBeginningOfAGif() {
            byte[] whole = Pictures.encode(Pictures.asymmetric(12, 16), "gif");
            assertEveryBeginningRefused(whole, whole.length - 2);
        }

        @Tag("slow")
        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void everyBeginningOfAJpeg(boolean progressive) {
            byte[] whole =
                    Pictures.jpeg(
                            Pictures.random(24, 40, BufferedImage.TYPE_3BYTE_BGR, 6), progressive);
            assertEveryBeginningRefused(whole, whole.length - 1);
        }

        private void assertEveryBeginningRefused(byte[] whole, int longest) {
            read(whole);
            for (int length = 1; length <= longest; length++) {
                byte[] beginning = Arrays.copyOf(whole, length);
                Path file = Pictures.write(folder, "beginning", beginning);
                assertThatExceptionOfType(UncheckedIOException.class)
                        .as("the first %s of %s bytes", length, whole.length)
                        .isThrownBy(() -> FaceImage.read(file))
                        .withMessageStartingWith("picture must ")
                        .withMessageContaining("was ")
                        .withMessageEndingWith(": " + file);
            }
        }

        @Test
        void aPictureThatEndsEarlySaysSo() {
            BufferedImage picture = Pictures.random(24, 40, BufferedImage.TYPE_3BYTE_BGR, 7);
            for (String format : new String[] {"png", "jpeg", "bmp"}) {
                byte[] whole = Pictures.encode(picture, format);
                assertRefused(
                        Arrays.copyOf(whole, whole.length * 3 / 4),
                        "picture must be whole, was truncated");
            }
        }

        /** The stored pixels end early although the file is complete to its last chunk. */
        @Test
        void aPngWithRowsMissing() {
            assertRefused(
                    Pictures.png(4, 3, 8, 2, new byte[2 * 10]),
                    "picture must be whole, was truncated");
        }

        @Test
        void aJpegWithImpossibleCodes() {
            byte[] jpeg =
                    Pictures.jpeg(Pictures.random(24, 40, BufferedImage.TYPE_3BYTE_BGR, 8), false);
            for (int i = 0; i < 200; i += 2) {
                // A run of ones is no code in any of the tables; 00 behind FF says it is data.
                jpeg[jpeg.length - 400 + i] = (byte) 0xFF;
                jpeg[jpeg.length - 399 + i] = 0;
            }
            assertRefused(jpeg, "picture must be whole, was ");
        }

        /** Never an error of another kind, and never a hang, whatever the bytes. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        @Timeout(value = 60, unit = TimeUnit.SECONDS)
        void damageOnlyByTheDocumentedException(long seed) {
            Random random = new Random(seed);
            BufferedImage picture = Pictures.random(9, 7, BufferedImage.TYPE_3BYTE_BGR, seed);
            for (String format : new String[] {"png", "jpeg", "bmp", "tiff"}) {
                byte[] whole = Pictures.encode(picture, format);
                for (int attempt = 0; attempt < 60; attempt++) {
                    byte[] damaged = whole.clone();
                    for (int i = 0; i < 3; i++) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    Path file = Pictures.write(folder, "damaged." + format, damaged);
                    assertReadOrRefused(file);
                }
            }
        }

        @Test
        @Timeout(value = 5, unit = TimeUnit.SECONDS)
        void hugePicturesBeforeDecodingThem() {
            String message = "picture must have at most 64000000 pixels, was 20000x20000";
            assertRefused(Pictures.png(20_000, 20_000, 8, 2, new byte[8]), message);
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(8, 8), false);
            assertRefused(Pictures.withSize(jpeg, 20_000, 20_000), message);
        }

        /** The platform's reader would allocate what the header says. */
        @ParameterizedTest(name = "compression {0}")
        @CsvSource({
            "1, 'picture must be whole, was truncated'",
            "2, 'picture must be whole, was truncated'",
            "4, 'picture must be a BMP of pixels, was one with a JPEG or PNG inside'",
            "5, 'picture must be a BMP of pixels, was one with a JPEG or PNG inside'"
        })
        void aBmpThatClaimsMoreThanThereIs(int compression, String message) {
            BufferedImage picture = Pictures.random(9, 7, BufferedImage.TYPE_BYTE_INDEXED, 1);
            byte[] bmp = Pictures.encode(picture, "bmp");
            ByteBuffer header = ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(30, compression).putInt(34, Integer.MAX_VALUE);
            long allocated = Damage.allocatedBy(() -> assertRefused(bmp, message));
            assertThat(allocated).isLessThan(4_000_000);
        }

        @Test
        @Timeout(value = 10, unit = TimeUnit.SECONDS)
        void aChunkThatClaimsMoreThanThereIs() {
            byte[] png = Pictures.encode(Pictures.asymmetric(8, 8), "png");
            byte[] claiming = Pictures.withChunk(png, "tEXt", new byte[4]);
            ByteBuffer.wrap(claiming).putInt(33, Integer.MAX_VALUE);
            assertRefused(claiming, "picture must be whole, was truncated");
        }

        /** Tags that claim rows, strips and counts far beyond the file. */
        @ParameterizedTest(name = "tag {0}")
        @ValueSource(ints = {258, 273, 277, 278, 279})
        @Timeout(value = 10, unit = TimeUnit.SECONDS)
        void aTiffThatLiesOnlyByTheDocumentedException(int tag) {
            byte[] tiff = Pictures.encode(Pictures.asymmetric(8, 8), "tiff");
            ByteBuffer file = ByteBuffer.wrap(tiff);
            file.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = file.getInt(4);
            for (int entry = 0; entry < file.getShort(directory); entry++) {
                int start = directory + 2 + 12 * entry;
                if (file.getShort(start) == tag) {
                    file.putShort(start + 2, (short) 4).putInt(start + 4, 1);
                    file.putInt(start + 8, Integer.MAX_VALUE);
                }
            }
            assertReadOrRefused(Pictures.write(folder, "lying.tiff", tiff));
        }

        @Test
        void animations() {
            BufferedImage first = Pictures.random(6, 6, BufferedImage.TYPE_BYTE_INDEXED, 1);
            BufferedImage second = Pictures.random(6, 6, BufferedImage.TYPE_BYTE_INDEXED, 2);
            String message = "picture must be of one frame, was of 2";
            assertRefused(Pictures.sequence("gif", first, second), message);
            assertRefused(
                    Pictures.sequence("tiff", first, second),
                    "picture must be of one frame, was a TIFF of several");
            byte[] frameCounts = {0, 0, 0, 2, 0, 0, 0, 0};
            byte[] png = Pictures.encode(first, "png");
            assertRefused(Pictures.withChunk(png, "acTL", frameCounts), message);
        }

        @Test
        void fourChannelsOfPrint() {
            assertRefused(
                    Pictures.cmykJpeg(8, 8),
                    "picture must be grey or RGB, was a JPEG of 4 channels (CMYK)");
            byte[] adobe = "Adobe\0d\0\0\0\0\2".getBytes(StandardCharsets.ISO_8859_1);
            assertRefused(
                    Pictures.withSegment(Pictures.cmykJpeg(8, 8), 0xEE, adobe),
                    "picture must be grey or RGB, was a JPEG of 4 channels (CMYK)");
        }

        @Test
        void samplesOfNoAgreedRange() {
            ComponentColorModel floats =
                    new ComponentColorModel(
                            ColorSpace.getInstance(ColorSpace.CS_GRAY),
                            false,
                            false,
                            ComponentColorModel.OPAQUE,
                            DataBuffer.TYPE_FLOAT);
            BufferedImage picture =
                    new BufferedImage(
                            floats, floats.createCompatibleWritableRaster(4, 4), false, null);
            assertRefused(Pictures.encode(picture, "tiff"), "was a TIFF of floating point samples");
        }
    }

    private FaceImage read(byte[] content) {
        return FaceImage.read(Pictures.write(folder, "picture", content));
    }

    private static void assertReadOrRefused(Path file) {
        assertThatCode(
                        () -> {
                            try {
                                FaceImage.read(file);
                            } catch (UncheckedIOException e) {
                                assertThat(e).hasMessageEndingWith(": " + file);
                            }
                        })
                .doesNotThrowAnyException();
    }

    private void assertRefused(byte[] content, String message) {
        Path file = Pictures.write(folder, "refused.png", content);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> FaceImage.read(file))
                .withMessageContaining(message)
                .withMessageEndingWith(": " + file);
    }

    private static void assertClose(FaceImage face, FaceImage expected) {
        assertThat(face.size()).isEqualTo(expected.size());
        assertThat(face.toPlanes()).containsExactly(expected.toPlanes(), within(12f));
    }
}
