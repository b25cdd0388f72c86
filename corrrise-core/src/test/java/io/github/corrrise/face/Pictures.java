package io.github.corrrise.face;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures as the tests need them, some of which no well-meaning writer would produce. */
final class Pictures {
    /** Bytes of a PNG before its first chunk behind the header: signature and IHDR. */
    private static final int PNG_HEADER_LENGTH = 8 + 12 + 13;

    private Pictures() {}

    /** Smooth shades, different at every corner, which JPEG keeps to within a few units. */
    static BufferedImage asymmetric(int height, int width) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int red = 30 + 180 * row / height;
                int green = 30 + 180 * column / width;
                int blue = 200 - 80 * row / height - 80 * column / width;
                picture.setRGB(column, row, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    static BufferedImage random(int height, int width, int type, long seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                picture.setRGB(column, row, random.nextInt());
            }
        }
        return picture;
    }

    static FaceImage randomFace(FaceSize size, long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = 255f * random.nextFloat();
        }
        return FaceImage.ofFloats(size, rgb);
    }

    /** A picture of one row whose samples are written as they stand, past every colour model. */
    static BufferedImage ofSamples(BufferedImage picture, int... samples) {
        picture.getRaster().setPixels(0, 0, picture.getWidth(), 1, samples);
        return picture;
    }

    static byte[] encode(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("no writer of " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] jpeg(BufferedImage picture, boolean progressive) {
        return jpeg(new IIOImage(picture, null, null), progressive);
    }

    /** Four channels without a colour transform, as print shops hand them in. */
    static byte[] cmykJpeg(int height, int width) {
        WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
        return jpeg(new IIOImage(raster, null, null), false);
    }

    private static byte[] jpeg(IIOImage picture, boolean progressive) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(0.95f);
            settings.setProgressiveMode(
                    progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, picture, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The frames of an animation, or the pages of a TIFF. */
    static byte[] sequence(String format, BufferedImage... frames) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.prepareWriteSequence(null);
            for (BufferedImage frame : frames) {
                writer.writeToSequence(
                        new IIOImage(frame, null, null), writer.getDefaultWriteParam());
            }
            writer.endWriteSequence();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** An EXIF block: a TIFF structure of one directory with one entry, the orientation. */
    static byte[] exif(ByteOrder order, int orientation) {
        return directory(order, 274, 3, orientation);
    }

    /** A TIFF structure of one directory with one entry of 16 bits. */
    static byte[] directory(ByteOrder order, int tag, int type, int value) {
        return ByteBuffer.allocate(26)
                .order(order)
                .put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(latin()))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) tag)
                .putShort((short) type)
                .putInt(1)
                .putShort((short) value)
                .array();
    }

    /** The JPEG with an EXIF segment right behind its start, before the JFIF header. */
    static byte[] withExif(byte[] jpeg, byte[] exif) {
        return withSegment(jpeg, 0xE1, join("Exif\0\0".getBytes(latin()), exif));
    }

    static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        int length = content.length + 2;
        byte[] head = {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length};
        return insert(jpeg, 2, join(head, content));
    }

    /** The PNG with a chunk right behind its header. */
    static byte[] withChunk(byte[] png, String type, byte[] content) {
        return insert(png, PNG_HEADER_LENGTH, chunk(type, content));
    }

    /** A PNG of this header and these rows, each of which starts with its filter byte. */
    static byte[] png(int height, int width, int depth, int colourType, byte[] rows) {
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) depth)
                        .put((byte) colourType)
                        .array();
        byte[] signature = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
        byte[] body = join(chunk("IDAT", deflated(rows)), chunk("IEND", new byte[0]));
        return join(join(signature, chunk("IHDR", header)), body);
    }

    /** The JPEG with another height and width in its frame header. */
    static byte[] withSize(byte[] jpeg, int height, int width) {
        byte[] claiming = jpeg.clone();
        for (int i = 2; i < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xC0) {
                ByteBuffer.wrap(claiming)
                        .putShort(i + 5, (short) height)
                        .putShort(i + 7, (short) width);
                return claiming;
            }
        }
        throw new IllegalArgumentException("JPEG must have a baseline frame, had none");
    }

    static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    static Path write(Path folder, String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] insert(byte[] into, int position, byte[] what) {
        return ByteBuffer.allocate(into.length + what.length)
                .put(into, 0, position)
                .put(what)
                .put(into, position, into.length - position)
                .array();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] body = join(type.getBytes(latin()), content);
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(content.length)
                .put(body)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        byte[] buffer = new byte[content.length + 64];
        int length = deflater.deflate(buffer);
        deflater.end();
        return ByteBuffer.allocate(length).put(buffer, 0, length).array();
    }

    private static Charset latin() {
        return StandardCharsets.ISO_8859_1;
    }
}
