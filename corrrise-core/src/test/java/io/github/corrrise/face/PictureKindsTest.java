package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of kinds that readers get wrong, from bytes and streams. */
class PictureKindsTest {
    private static void assertRefused(byte[] picture, String... message) {
        assertThatExceptionOfType(UnreadablePictureException.class)
                .isThrownBy(() -> FaceImage.read(picture))
                .withMessageContainingAll(message)
                .withMessageEndingWith(": " + picture.length + " bytes");
    }

    @Nested
    class FromMemory {
        private final byte[] turned =
                Pictures.withExif(
                        Pictures.jpeg(Pictures.asymmetric(24, 40), false),
                        Pictures.exif(ByteOrder.BIG_ENDIAN, 6));

        /** An upload decoded by ImageIO alone lies on its side. */
        @Test
        void bytesAndStreamsAreTurnedAsFilesAre() throws IOException {
            FaceImage face = FaceImage.read(turned);
            assertThat(face.size()).isEqualTo(new FaceSize(40, 24));
            assertThat(face.conversions()).contains(FaceOrigin.Conversion.EXIF_ORIENTATION_APPLIED);
            boolean[] closed = new boolean[1];
            InputStream stream =
                    new FilterInputStream(new ByteArrayInputStream(turned)) {
                        @Override
                        public void close() {
                            closed[0] = true;
                        }
                    };
            assertThat(FaceImage.read(stream)).isEqualTo(face);
            assertThat(closed[0]).isFalse();
        }

        @Test
        void bytesChangedAfterwardsDoNotMatter() {
            byte[] picture = Pictures.encode(Pictures.asymmetric(8, 8), "png");
            FaceImage face = FaceImage.read(picture);
            Arrays.fill(picture, (byte) 0);
            assertThat(face).isEqualTo(FaceImage.from(Pictures.asymmetric(8, 8)));
        }

        @Test
        void nothingAndNonsenseAreRefused() {
            assertRefused(new byte[0], "picture must not be empty, was 0 bytes");
            assertRefused(Arrays.copyOf(turned, 300), "picture must be whole, was ");
            assertThatExceptionOfType(UnreadablePictureException.class)
                    .isThrownBy(() -> FaceImage.read(InputStream.nullInputStream()));
        }

        /** Never ends: only the limit does. */
        @Test
        void anEndlessStreamIsRefused() {
            InputStream endless =
                    new InputStream() {
                        @Override
                        public int read() {
                            return 7;
                        }

                        @Override
                        public int read(byte[] to, int from, int count) {
                            Arrays.fill(to, from, from + count, (byte) 7);
                            return count;
                        }
                    };
            assertThatExceptionOfType(UnreadablePictureException.class)
                    .isThrownBy(() -> FaceImage.read(endless, 100))
                    .withMessage("picture must be of at most 16778016 bytes, was a longer stream");
        }

        /** The disk or the network fails, not the picture: another type. */
        @Test
        void aStreamThatFailsIsNoUnreadablePicture() throws IOException {
            InputStream failing =
                    new SequenceInputStream(
                            new ByteArrayInputStream(turned, 0, 50),
                            new InputStream() {
                                @Override
                                public int read() throws IOException {
                                    throw new IOException("connection reset");
                                }

                                @Override
                                public int read(byte[] to, int from, int count) throws IOException {
                                    return read();
                                }
                            });
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> FaceImage.read(failing))
                    .isNotInstanceOf(UnreadablePictureException.class)
                    .withMessage("picture must be readable, was not (connection reset): stream");
            InputStream closed = new BufferedInputStream(InputStream.nullInputStream());
            closed.close();
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> FaceImage.read(closed))
                    .withMessageContaining("Stream closed");
        }

        @Test
        void theLimitIsASetting() {
            byte[] picture = Pictures.encode(Pictures.asymmetric(8, 9), "png");
            assertThat(FaceImage.read(picture, 72).size()).isEqualTo(new FaceSize(8, 9));
            assertThatExceptionOfType(UnreadablePictureException.class)
                    .isThrownBy(() -> FaceImage.read(picture, 71))
                    .withMessageStartingWith("picture must have at most 71 pixels, was 8x9");
            assertThat(FaceImage.MAX_PIXELS).isGreaterThan(8192 * 6144);
        }
    }

    @Nested
    class TiffColours {
        /** Four pixels of a byte each: black, dark, bright, white where 0 is black. */
        private static final byte[] GREYS = {0, 64, (byte) 192, (byte) 255};

        private RawTiff grey() {
            return RawTiff.of(2, 2, GREYS).with(258, 8).with(262, 1).with(277, 1);
        }

        private void assertReads(RawTiff tiff, float... red) {
            FaceImage face = FaceImage.read(tiff.toBytes());
            assertThat(Arrays.copyOf(face.toPlanes(), red.length)).containsExactly(red);
        }

        @Test
        void greyIsReadWhicheverEndIsWhite() {
            assertReads(grey(), 0, 64, 192, 255);
            assertReads(grey().with(262, 0), 255, 191, 63, 0);
            RawTiff bits = RawTiff.of(1, 8, new byte[] {(byte) 0b10110001}).with(258, 1);
            assertReads(bits.with(262, 1), 255, 0, 255, 255, 0, 0, 0, 255);
            assertReads(bits.with(262, 0), 0, 255, 0, 0, 255, 255, 255, 0);
        }

        @Test
        void sixteenBitsOfGreyAndRgbAreRead() {
            byte[] two = {0, 0, (byte) 255, (byte) 255};
            RawTiff deep = RawTiff.of(1, 2, two).with(258, 16).with(277, 1);
            assertReads(deep.with(262, 1), 0, 255);
            assertReads(deep.with(262, 0), 255, 0);
            byte[] rgb = {10, 20, 30, 40, 50, 60};
            assertReads(rgb(RawTiff.of(1, 2, rgb), 8, 3), 10, 40, 20, 50, 30, 60);
        }

        private RawTiff rgb(RawTiff tiff, int bits, int samples) {
            int[] all = new int[samples];
            Arrays.fill(all, bits);
            return tiff.with(258, all).with(262, 2).with(277, samples);
        }

        @Test
        void planesOneAfterTheOtherAreRead() {
            byte[] planes = {10, 40, 20, 50, 30, 60};
            RawTiff tiff = rgb(RawTiff.of(1, 2, planes), 8, 3).with(284, 2);
            assertReads(tiff.with(279, 2, 2, 2), 10, 40, 20, 50, 30, 60);
        }

        @Test
        void alphaIsCompositedOverBlack() {
            byte[] rgba = {100, (byte) 200, 50, (byte) 255, 100, (byte) 200, 50, 0};
            RawTiff tiff = rgb(RawTiff.of(1, 2, rgba), 8, 4).with(338, 2);
            assertReads(tiff, 100, 0, 200, 0, 50, 0);
        }

        /** Each of these was once decoded to something else, most to black. */
        @ParameterizedTest
        @CsvSource({
            "5, 4, 8, CMYK",
            "5, 4, 16, CMYK",
            "8, 3, 8, L*a*b*",
            "9, 3, 8, L*a*b*",
            "4, 1, 1, transparency mask",
            "32803, 1, 8, raw data of a camera",
            "77, 3, 8, unknown kind 77"
        })
        void otherColoursAreRefusedByName(int photometric, int samples, int bits, String name) {
            byte[] pixels = new byte[4 * samples * bits / 8 + 4];
            Arrays.fill(pixels, (byte) 99);
            int[] all = new int[samples];
            Arrays.fill(all, bits);
            RawTiff tiff = RawTiff.of(2, 2, pixels).with(258, all).with(277, samples);
            assertRefused(tiff.with(262, photometric).toBytes(), "was a TIFF of ", name);
        }

        @Test
        void otherSamplesAreRefusedByName() {
            assertRefused(grey().with(339, 2).toBytes(), "signed samples");
            assertRefused(grey().with(339, 3).toBytes(), "floating point samples");
            assertRefused(grey().with(258, 32).toBytes(), "[32] bits per sample");
            assertRefused(grey().with(258, 12).toBytes(), "[12] bits per sample");
            assertRefused(grey().with(266, 2).toBytes(), "fill order 2");
            assertRefused(grey().with(277, 2).toBytes(), "2 samples per pixel");
            assertRefused(grey().with(277, 2).with(338, 0).toBytes(), "2 samples per pixel");
            assertRefused(grey().without(262).toBytes(), "colours that it does not state");
            // The platform's reader takes such a tag for missing, and one bit a sample.
            assertRefused(grey().withLong(258).toBytes(), "tag 258 of type 4");
        }

        @Test
        @Timeout(
                value = 10,
                unit = TimeUnit.SECONDS,
                threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void aDirectoryThatFollowsItselfIsRefused() {
            assertRefused(grey().withNextDirectory(8).toBytes(), "was a TIFF of several");
        }

        @Test
        void aTileFarLargerThanThePictureIsRefused() {
            RawTiff tiff = grey().with(322, 16_384).with(323, 16_384).with(324, 8).with(325, 4);
            assertRefused(tiff.toBytes(), "tiles no larger than itself", "tiles of 268435456");
        }

        @Test
        void aPartLongerThanTheFileIsRefused() {
            assertRefused(grey().with(279, 2_000_000_000).toBytes(), "with a part of 2000000000");
        }
    }

    @Nested
    class Profiles {
        private static byte[] adobeLike() {
            // The linear one of the platform: far enough from sRGB to be seen.
            return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        }

        private static byte[] iccChunk(byte[] profile) throws IOException {
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            chunk.writeBytes("some profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(chunk)) {
                deflated.write(profile);
            }
            return chunk.toByteArray();
        }

        private static byte[] withProfile(byte[] png, byte[] chunk) {
            return Pictures.withChunk(png, "iCCP", chunk);
        }

        private static FaceImage converted(BufferedImage picture) {
            ICC_ColorSpace space = new ICC_ColorSpace(ICC_Profile.getInstance(adobeLike()));
            ComponentColorModel model =
                    new ComponentColorModel(
                            space, false, false, ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
            WritableRaster raster =
                    model.createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    int rgb = picture.getRGB(x, y);
                    raster.setPixel(x, y, new int[] {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255});
                }
            }
            return FaceImage.from(new BufferedImage(model, raster, false, null));
        }

        @ParameterizedTest
        @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_INDEXED})
        void aPngIsConvertedByItsProfile(int type) throws IOException {
            BufferedImage picture = Pictures.random(9, 7, type, 3);
            byte[] png = withProfile(Pictures.encode(picture, "png"), iccChunk(adobeLike()));
            FaceImage face = FaceImage.read(png);
            assertThat(face.conversions()).contains(FaceOrigin.Conversion.COLOURS_TO_SRGB);
            assertThat(face.toPlanes()).containsExactly(converted(picture).toPlanes(), within(1f));
            assertThat(face.mean(0)).isGreaterThan(FaceImage.from(picture).mean(0) + 10);
        }

        @Test
        void aDamagedProfileOfAPngIsPassedOverAndNoted() throws IOException {
            BufferedImage picture = Pictures.asymmetric(9, 7);
            byte[] damaged = adobeLike();
            Arrays.fill(damaged, 0, 40, (byte) 1);
            byte[] bomb = new byte[20 << 20];
            for (byte[] chunk :
                    new byte[][] {iccChunk(damaged), iccChunk(bomb), {1, 2, 3}, new byte[200]}) {
                FaceImage face =
                        FaceImage.read(withProfile(Pictures.encode(picture, "png"), chunk));
                assertThat(face).isEqualTo(FaceImage.from(picture));
                assertThat(face.conversions())
                        .containsExactly(FaceOrigin.Conversion.DAMAGED_COLOUR_PROFILE_IGNORED);
            }
        }

        @Test
        void aDamagedProfileOfAJpegIsPassedOverAndNoted() {
            byte[] sound = Pictures.jpeg(Pictures.asymmetric(24, 40), false);
            byte[] empty = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
            byte[] second = "ICC_PROFILE\0\2\2abcdefgh".getBytes(StandardCharsets.ISO_8859_1);
            byte[] nonsense = "ICC_PROFILE\0\1\1abcdefgh".getBytes(StandardCharsets.ISO_8859_1);
            for (byte[] segment : new byte[][] {empty, second, nonsense}) {
                FaceImage face = FaceImage.read(Pictures.withSegment(sound, 0xE2, segment));
                assertThat(face).isEqualTo(FaceImage.read(sound));
                assertThat(face.conversions())
                        .containsExactly(FaceOrigin.Conversion.DAMAGED_COLOUR_PROFILE_IGNORED);
            }
        }
    }

    @Nested
    class Depths {
        /** White is 255 and every step the same, at any depth. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
        void samplesAreScaledExactly(int bits) {
            int type = bits > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
            for (int space : new int[] {ColorSpace.CS_GRAY, ColorSpace.CS_sRGB}) {
                ColorSpace colours = ColorSpace.getInstance(space);
                int[] all = new int[colours.getNumComponents()];
                Arrays.fill(all, bits);
                ComponentColorModel model =
                        new ComponentColorModel(
                                colours, all, false, false, ComponentColorModel.OPAQUE, type);
                WritableRaster raster = model.createCompatibleWritableRaster(3, 1);
                int largest = (1 << bits) - 1;
                int middle = largest / 2;
                for (int x = 0; x < 3; x++) {
                    for (int band = 0; band < all.length; band++) {
                        raster.setSample(x, 0, band, x * largest / 2);
                    }
                }
                FaceImage face = FaceImage.from(new BufferedImage(model, raster, false, null));
                assertThat(face.at(0, 0, 0)).isZero();
                assertThat(face.at(0, 2, 1)).isEqualTo(255f);
                float tolerance = bits > 8 ? 1e-4f : 1f;
                assertThat(face.at(0, 1, 2))
                        .isCloseTo((float) (middle * 255.0 / largest), within(tolerance));
            }
        }

        @Test
        void anOrientationOf0IsUprightAndNoted() {
            byte[] upright = Pictures.jpeg(Pictures.asymmetric(24, 40), false);
            byte[] zero = Pictures.withExif(upright, Pictures.exif(ByteOrder.LITTLE_ENDIAN, 0));
            assertThat(FaceImage.read(zero)).isEqualTo(FaceImage.read(upright));
            assertThat(FaceImage.read(zero).conversions())
                    .containsExactly(FaceOrigin.Conversion.EXIF_ORIENTATION_0_READ_AS_UPRIGHT);
        }
    }

    @Nested
    class Bombs {
        @Test
        void aRowLongerThanAnyCameraMakesIsRefused() {
            byte[] png = Pictures.png(1, 48_000_000, 8, 2, new byte[0]);
            assertRefused(png, "sides of at most 65535 pixels, was 1x48000000");
        }

        @Test
        void aThousandScansAreRefused() {
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(24, 40), true);
            ByteArrayOutputStream many = new ByteArrayOutputStream();
            many.write(jpeg, 0, jpeg.length - 2);
            byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0};
            for (int i = 0; i < 1000; i++) {
                many.writeBytes(scan);
            }
            many.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9});
            assertRefused(many.toByteArray(), "at most 100 scans, was a progressive JPEG of more");
        }

        @Test
        @Timeout(
                value = 20,
                unit = TimeUnit.SECONDS,
                threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void manyBytesBeforeAMarkerAreReadQuickly() {
            byte[] jpeg = Pictures.jpeg(Pictures.asymmetric(24, 40), false);
            byte[] padded = new byte[jpeg.length + (5 << 20)];
            System.arraycopy(jpeg, 0, padded, 0, 2);
            System.arraycopy(jpeg, 2, padded, 2 + (5 << 20), jpeg.length - 2);
            try {
                assertThat(FaceImage.read(padded)).isEqualTo(FaceImage.read(jpeg));
            } catch (UnreadablePictureException e) {
                assertThat(e).hasMessageStartingWith("picture must be whole");
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5})
        void damagedBytesAreReadOrRefused(long seed) {
            Random random = new Random(seed);
            BufferedImage picture = Pictures.random(12, 16, BufferedImage.TYPE_3BYTE_BGR, seed);
            for (String format : new String[] {"png", "tiff", "bmp", "jpg"}) {
                byte[] whole =
                        format.equals("jpg")
                                ? Pictures.jpeg(picture, seed % 2 == 0)
                                : Pictures.encode(picture, format);
                for (int i = 0; i < 150; i++) {
                    byte[] damaged = whole.clone();
                    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                    }
                    try {
                        FaceImage.read(new ByteArrayInputStream(damaged));
                    } catch (UnreadablePictureException e) {
                        assertThat(e).hasMessageContaining(" must ");
                    }
                }
            }
        }
    }

    @Nested
    class ForeignFormats {
        private static final Map<String, String> STARTS =
                Map.ofEntries(
                        Map.entry("\0\0\0\30ftypheic\0\0\0\0mif1heic", "HEIC: convert it to PNG"),
                        Map.entry("\0\0\0\34ftypavif\0\0\0\0mif1avif", "AVIF: convert it to PNG"),
                        Map.entry("RIFF\u0010\0\0\0WEBPVP8 ", "WebP: convert it to PNG"),
                        Map.entry("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000: convert it"),
                        Map.entry("\0\0\0\fJXL \r\n\u0087\n", "JPEG XL: convert it"),
                        Map.entry("\u00ff\n\u00fa\u001f", "JPEG XL: convert it"),
                        Map.entry("8BPS\0\1", "Photoshop document: convert it"),
                        Map.entry("%PDF-1.7\n", "PDF: export the picture"),
                        Map.entry("version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
                        Map.entry("<?xml version=\"1.0\"?>\n<svg xmlns=''>", "SVG, a drawing"),
                        Map.entry("\n<!DOCTYPE html><title>404", "a page of HTML or XML"),
                        Map.entry("{\"error\": \"not found\"}", "perhaps JSON"),
                        Map.entry("PK\3\4\24\0", "a ZIP archive: unpack it"),
                        Map.entry("\u001f\u008b\b\0", "compressed by gzip: unpack it"));

        @Test
        void areNamedWithWhatToDo() {
            STARTS.forEach(
                    (start, message) ->
                            assertRefused(
                                    start.getBytes(StandardCharsets.ISO_8859_1),
                                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content, was ",
                                    message));
        }
    }
}
