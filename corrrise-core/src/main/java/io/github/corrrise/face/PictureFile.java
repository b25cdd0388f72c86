package io.github.corrrise.face;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Reads picture files: header first, so that a huge or wrong one is refused before decoding. */
final class PictureFile {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "tif", "tiff", "gif");
    private static final int EXIF_MARKER = 0xE1;
    private static final byte[] EXIF_SIGNATURE = {'E', 'x', 'i', 'f', 0, 0};
    private static final int ORIENTATION_TAG = 274;

    private PictureFile() {}

    static FaceImage read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException("picture must be a file, was a folder or device: " + file);
            }
            if (Files.size(file) == 0) {
                throw new IOException("picture must not be empty, was 0 bytes: " + file);
            }
            try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
                if (input == null) {
                    throw new IOException("picture cannot be opened: " + file);
                }
                return read(input, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static FaceImage read(ImageInputStream input, Path file) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
            throw new IOException(
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content: " + file);
        }
        ImageReader reader = readers.next();
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new IOException(
                        "picture must be PNG, JPEG, BMP, TIFF or GIF, was " + format + ": " + file);
            }
            reader.setInput(input, false, false);
            int height = reader.getHeight(0);
            int width = reader.getWidth(0);
            if ((long) height * width > FaceImage.MAX_PIXELS) {
                throw new IOException(
                        "picture must have at most "
                                + FaceImage.MAX_PIXELS
                                + " pixels, was "
                                + height
                                + "x"
                                + width
                                + ": "
                                + file);
            }
            if (!format.equals("jpeg") && reader.getNumImages(true) != 1) {
                throw new IOException(
                        "picture must have one frame, had "
                                + reader.getNumImages(true)
                                + ": "
                                + file);
            }
            // A JPEG that ends early is decoded to grey with no more than a warning.
            StringBuilder truncation = new StringBuilder();
            reader.addIIOReadWarningListener(
                    (source, warning) -> {
                        String text = warning.toLowerCase(Locale.ROOT);
                        if (text.contains("premature end") || text.contains("missing eoi")) {
                            truncation.append(warning);
                        }
                    });
            BufferedImage picture = reader.read(0);
            if (truncation.length() > 0) {
                throw new EOFException(truncation.toString());
            }
            return Pixels.oriented(Pixels.from(picture), orientation(reader));
        } catch (EOFException e) {
            throw new IOException("picture is truncated: " + file, e);
        } catch (IIOException | RuntimeException e) {
            // The platform's decoders answer corrupt bytes with any of these.
            throw new IOException("picture cannot be decoded (" + describe(e) + "): " + file, e);
        } finally {
            reader.dispose();
        }
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The EXIF orientation, 1 where there is none. */
    private static int orientation(ImageReader reader) throws IOException {
        IIOMetadata metadata = reader.getImageMetadata(0);
        if (metadata == null || metadata.getNativeMetadataFormatName() == null) {
            return 1;
        }
        String format = metadata.getNativeMetadataFormatName();
        if (format.startsWith("javax_imageio_tiff")) {
            return orientation(metadata);
        }
        byte @Nullable [] exif = exif(metadata.getAsTree(format));
        return exif == null ? 1 : orientation(exif);
    }

    private static byte @Nullable [] exif(Node node) {
        if (node instanceof IIOMetadataNode element
                && element.getUserObject() instanceof byte[] bytes) {
            if (element.getNodeName().equals("unknown")
                    && element.getAttribute("MarkerTag").equals(Integer.toString(EXIF_MARKER))
                    && startsWith(bytes, EXIF_SIGNATURE)) {
                return Arrays.copyOfRange(bytes, EXIF_SIGNATURE.length, bytes.length);
            }
            if (element.getNodeName().equals("UnknownChunk")
                    && element.getAttribute("type").equals("eXIf")) {
                return bytes;
            }
        }
        NodeList children = node.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            byte @Nullable [] found = exif(children.item(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** An EXIF block is a TIFF file without a picture; the platform's TIFF reader knows it. */
    private static int orientation(byte[] exif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream block =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(exif))) {
            reader.setInput(block);
            return orientation(reader.getImageMetadata(0));
        } finally {
            reader.dispose();
        }
    }

    private static int orientation(IIOMetadata tiff) throws IOException {
        TIFFField field = TIFFDirectory.createFromMetadata(tiff).getTIFFField(ORIENTATION_TAG);
        if (field == null) {
            return 1;
        }
        int orientation = field.getAsInt(0);
        if (orientation < 1 || orientation > 8) {
            throw new IIOException("EXIF orientation must be in [1, 8], was " + orientation);
        }
        return orientation;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
