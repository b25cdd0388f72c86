package io.github.corrrise.face;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures and their files, whole and broken, made in memory. */
final class Pictures {
    /** Where the first chunk behind a PNG's header starts. */
    private static final int BEHIND_PNG_HEADER = 33;

    private Pictures() {}

    /** Colours drawn at random: it compresses badly, so that there is much to truncate. */
    static BufferedImage noise(int height, int width) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(7);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                picture.setRGB(column, row, random.nextInt(1 << 24));
            }
        }
        return picture;
    }

    /** 16 x 32 pixels: upper left red, upper right green, lower left blue, lower right white. */
    static BufferedImage quarters() {
        BufferedImage picture = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        int[] colours = {0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF};
        for (int row = 0; row < 16; row++) {
            for (int column = 0; column < 32; column++) {
                picture.setRGB(column, row, colours[row / 8 * 2 + column / 16]);
            }
        }
        return picture;
    }

    /** Sets every pixel's samples as they stand in the raster. */
    static BufferedImage ofSamples(BufferedImage picture, int... samples) {
        for (int row = 0; row < picture.getHeight(); row++) {
            for (int column = 0; column < picture.getWidth(); column++) {
                picture.getRaster().setPixel(column, row, samples);
            }
        }
        return picture;
    }

    static byte[] encoded(RenderedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("no writer of " + format + " for the picture");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] animatedGif(int frameCount) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.prepareWriteSequence(null);
            for (int frame = 0; frame < frameCount; frame++) {
                writer.writeToSequence(new IIOImage(quarters(), null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A JPEG of four channels, without or with Adobe's marker for CMYK. */
    static byte[] cmykJpeg(boolean adobe) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            Raster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] marker = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return adobe ? withSegment(bytes.toByteArray(), 0xEE, marker) : bytes.toByteArray();
    }

    /** An EXIF block of one entry, the orientation. */
    static byte[] exif(ByteOrder order, int orientation) {
        return ByteBuffer.allocate(26)
                .order(order)
                .putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4D4D : 0x4949))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** The JPEG with an EXIF segment right behind its start. */
    static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
        byte[] signature = {'E', 'x', 'i', 'f', 0, 0};
        return withSegment(jpeg, 0xE1, joined(signature, exif));
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
        int length = payload.length + 2;
        byte[] head = {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length};
        return joined(Arrays.copyOf(jpeg, 2), head, payload, from(jpeg, 2));
    }

    /** The PNG with one more chunk behind its header. */
    static byte[] pngWithChunk(byte[] png, String type, byte[] content) {
        return joined(
                Arrays.copyOf(png, BEHIND_PNG_HEADER),
                chunk(type, content),
                from(png, BEHIND_PNG_HEADER));
    }

    /** The PNG with other sides in its header. */
    static byte[] pngClaiming(byte[] png, int height, int width) {
        byte[] header = Arrays.copyOfRange(png, 16, 29);
        ByteBuffer.wrap(header).putInt(width).putInt(height);
        return joined(Arrays.copyOf(png, 8), chunk("IHDR", header), from(png, BEHIND_PNG_HEADER));
    }

    /** The JPEG with other sides in its (baseline) frame header. */
    static byte[] jpegClaiming(byte[] jpeg, int height, int width) {
        int frame = 0;
        while ((jpeg[frame] & 0xFF) != 0xFF || (jpeg[frame + 1] & 0xFF) != 0xC0) {
            frame++;
        }
        byte[] claiming = jpeg.clone();
        ByteBuffer.wrap(claiming)
                .putShort(frame + 5, (short) height)
                .putShort(frame + 7, (short) width);
        return claiming;
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] named = joined(type.getBytes(StandardCharsets.US_ASCII), content);
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(named.length + 8)
                .putInt(content.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] from(byte[] bytes, int start) {
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
