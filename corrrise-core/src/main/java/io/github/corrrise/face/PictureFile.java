package io.github.corrrise.face;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Reads picture files: header first, so that a huge or wrong one is refused before decoding. */
final class PictureFile {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "tif", "tiff", "gif");
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
            try (ImageInputStream input = open(file)) {
                return read(input, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Never by way of the platform's own cache, which would put a face into a temporary file. */
    private static ImageInputStream open(Path file) throws IOException {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? new FileImageInputStream(file.toFile())
                : new MemoryCacheImageInputStream(Files.newInputStream(file));
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
            @Nullable JpegHeader jpeg = format.equals("jpeg") ? JpegHeader.read(input) : null;
            // Four channels are CMYK, which the platform refuses or takes for colour with alpha.
            if (jpeg != null && (jpeg.channelCount() == 2 || jpeg.channelCount() > 3)) {
                throw new IOException(
                        "picture must be grey or RGB, was a JPEG of "
                                + jpeg.channelCount()
                                + " channels"
                                + (jpeg.channelCount() == 4 ? " (CMYK)" : "")
                                + ": "
                                + file);
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
            if (jpeg == null && reader.getNumImages(true) != 1) {
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
            return Pixels.oriented(
                    Pixels.from(picture), jpeg == null ? orientation(reader) : jpeg.orientation());
        } catch (EOFException e) {
            throw new IOException("picture is truncated: " + file, e);
        } catch (IIOException | RuntimeException e) {
            if (endedEarly(e)) {
                throw new IOException("picture is truncated: " + file, e);
            }
            // The platform's decoders answer corrupt bytes with any of these.
            throw new IOException("picture cannot be decoded (" + describe(e) + "): " + file, e);
        } finally {
            reader.dispose();
        }
    }

    private static boolean endedEarly(Exception e) {
        return rootOf(e) instanceof EOFException;
    }

    private static String describe(Exception e) {
        Throwable root = rootOf(e);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** What a decoder stumbled over: its outermost message says no more than that it did. */
    private static Throwable rootOf(Exception e) {
        Throwable root = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    /** The EXIF orientation of a picture other than a JPEG, 1 where there is none. */
    private static int orientation(ImageReader reader) throws IOException {
        IIOMetadata metadata = reader.getImageMetadata(0);
        if (metadata == null || metadata.getNativeMetadataFormatName() == null) {
            return 1;
        }
        String format = metadata.getNativeMetadataFormatName();
        if (format.startsWith("javax_imageio_tiff")) {
            TIFFField field =
                    TIFFDirectory.createFromMetadata(metadata).getTIFFField(ORIENTATION_TAG);
            return field == null ? 1 : Exif.checked(field.getAsInt(0));
        }
        byte @Nullable [] exif = exif(metadata.getAsTree(format));
        return exif == null ? 1 : Exif.orientation(exif);
    }

    /** The content of a PNG's eXIf chunk. */
    private static byte @Nullable [] exif(Node node) {
        if (node instanceof IIOMetadataNode element
                && element.getUserObject() instanceof byte[] bytes
                && element.getNodeName().equals("UnknownChunk")
                && element.getAttribute("type").equals("eXIf")) {
            return bytes;
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
}
