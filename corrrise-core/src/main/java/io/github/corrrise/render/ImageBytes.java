package io.github.corrrise.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Images as bytes of a file, always through memory: the platform's default stream cache would put a
 * face into a temporary folder.
 */
final class ImageBytes {
    /** Of a photograph that is looked at and not computed with. */
    private static final float JPEG_QUALITY = 0.82f;

    private ImageBytes() {}

    static void writePng(BufferedImage image, OutputStream output) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        write(image, writer, writer.getDefaultWriteParam(), output);
    }

    /** A PNG inside a page. */
    static String pngUri(BufferedImage image) {
        return uri("png", output -> writePng(image, output));
    }

    /** A JPEG inside a page; the image must be opaque. */
    static String jpegUri(BufferedImage image) {
        return uri(
                "jpeg",
                output -> {
                    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
                    ImageWriteParam quality = writer.getDefaultWriteParam();
                    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                    quality.setCompressionQuality(JPEG_QUALITY);
                    write(image, writer, quality, output);
                });
    }

    private interface Content {
        void writeTo(OutputStream output) throws IOException;
    }

    private static String uri(String kind, Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return "data:image/"
                + kind
                + ";base64,"
                + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void write(
            BufferedImage image, ImageWriter writer, ImageWriteParam how, OutputStream output)
            throws IOException {
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(output)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }
}
