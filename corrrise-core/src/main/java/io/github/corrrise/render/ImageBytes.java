package io.github.corrrise.render;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

    /** In memory first: the writer would hide why a disk takes nothing more. */
    static byte[] png(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        return bytes(image, writer, writer.getDefaultWriteParam());
    }

    /** A PNG inside a page. */
    static String pngUri(BufferedImage image) {
        return uri("png", png(image));
    }

    /** A JPEG inside a page; the image must be opaque. */
    static String jpegUri(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam quality = writer.getDefaultWriteParam();
        quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quality.setCompressionQuality(JPEG_QUALITY);
        return uri("jpeg", bytes(image, writer, quality));
    }

    private static String uri(String kind, byte[] bytes) {
        return "data:image/" + kind + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(BufferedImage image, ImageWriter writer, ImageWriteParam how) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
