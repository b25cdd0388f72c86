package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.fuzz.Fuzz;
import java.awt.image.BufferedImage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged pictures: read, or refused by the documented exception, in bounded memory. */
class PictureFuzzTest {
    private static final int FEW = 600;
    private static final int MOST_PIXELS = 250_000;

    /** Some 100 bytes a pixel, and what decoders take for themselves. */
    private static final long MOST_BYTES = 64L << 20;

    private static List<byte[]> seeds(String format) {
        BufferedImage colour = Pictures.random(19, 23, BufferedImage.TYPE_3BYTE_BGR, 1);
        BufferedImage grey = Pictures.random(19, 23, BufferedImage.TYPE_BYTE_GRAY, 2);
        BufferedImage alpha = Pictures.random(19, 23, BufferedImage.TYPE_4BYTE_ABGR, 3);
        BufferedImage deep = Pictures.random(19, 23, BufferedImage.TYPE_USHORT_GRAY, 4);
        BufferedImage indexed = Pictures.random(19, 23, BufferedImage.TYPE_BYTE_INDEXED, 5);
        byte[] exif = Pictures.exif(ByteOrder.BIG_ENDIAN, 6);
        return switch (format) {
            case "jpeg" ->
                    List.of(
                            Pictures.jpeg(colour, false),
                            Pictures.jpeg(colour, true),
                            Pictures.jpeg(grey, false),
                            Pictures.withExif(Pictures.jpeg(colour, false), exif),
                            Pictures.cmykJpeg(16, 16));
            case "gif", "bmp" -> List.of(Pictures.encode(indexed, format), encoded(grey, format));
            default ->
                    List.of(
                            Pictures.encode(colour, format),
                            Pictures.encode(grey, format),
                            Pictures.encode(alpha, format),
                            Pictures.encode(deep, format),
                            Pictures.encode(indexed, format));
        };
    }

    private static byte[] encoded(BufferedImage picture, String format) {
        return Pictures.encode(picture, format);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void damagedPicturesAreReadOrRefused(String format) {
        Fuzz fuzz =
                new Fuzz(
                        format,
                        seeds(format),
                        file -> FaceImage.read(file, MOST_PIXELS),
                        UnreadablePictureException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(1, Fuzz.cases(FEW))).isEmpty();
    }

    /** Rows behind right check sums: damage before it is compressed goes further. */
    @ParameterizedTest
    @CsvSource({"8,2", "16,6", "4,0", "16,4"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void damagedRowsOfAPngAreReadOrRefused(int depth, int colourType) {
        byte[] rows = new byte[19 * (1 + 23 * 8)];
        new Random(7).nextBytes(rows);
        Fuzz fuzz =
                new Fuzz(
                        "png rows " + depth + "/" + colourType,
                        List.of(rows, new byte[rows.length]),
                        file ->
                                FaceImage.read(
                                        Pictures.png(19, 23, depth, colourType, file), MOST_PIXELS),
                        UnreadablePictureException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(2, Fuzz.cases(FEW / 3))).isEmpty();
    }
}
