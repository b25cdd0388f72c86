package io.github.corrrise.face;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads picture files: header first, so that a huge or wrong one is refused before decoding. */
final class PictureFile {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "tif", "tiff", "gif");

    private PictureFile() {}

    static FaceImage read(Path file) {
        try {
            requireContent(file);
            return decode(file);
        } catch (Refusal e) {
            throw unreadable(describe(e), file, e);
        } catch (FileNotFoundException | FileSystemException e) {
            throw unreadable("picture must be readable, was not (" + describe(e) + ")", file, e);
        } catch (IOException | RuntimeException e) {
            // The platform's decoders answer corrupt bytes with any of these.
            boolean truncated = e instanceof EOFException || e.getCause() instanceof EOFException;
            String received = truncated ? "truncated" : "corrupt";
            throw unreadable(
                    "picture must be whole, was " + received + " (" + describe(e) + ")", file, e);
        }
    }

    private static UncheckedIOException unreadable(String message, Path file, Exception cause) {
        String text = message + ": " + file;
        return new UncheckedIOException(
                text, cause instanceof IOException io ? io : new IOException(text, cause));
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void requireContent(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new Refusal("picture must be a file, was missing");
        }
        if (!Files.isRegularFile(file)) {
            throw new Refusal("picture must be a file, was a folder or device");
        }
        if (Files.size(file) == 0) {
            throw new Refusal("picture must not be empty, was 0 bytes");
        }
    }

    /** Opens the file for each look at it: a reader may give up what it has passed. */
    private static FaceImage decode(Path file) throws IOException {
        String format;
        try (ImageInputStream input = open(file)) {
            format = formatOfSmallEnough(input);
        }
        PictureStructure structure;
        try (ImageInputStream input = open(file)) {
            structure = PictureStructure.of(format, input);
        }
        requireStructure(structure);
        try (ImageInputStream input = open(file)) {
            ImageReader reader = ImageIO.getImageReaders(input).next();
            try {
                reader.setInput(input, false, true);
                if (!format.equals("jpeg")) {
                    requireOneFrame(reader.getNumImages(true));
                }
                return Pixels.oriented(Pixels.from(decode(reader)), structure.orientation());
            } finally {
                reader.dispose();
            }
        }
    }

    private static ImageInputStream open(Path file) throws IOException {
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            return new FileImageInputStream(file.toFile());
        }
        InputStream bytes = Files.newInputStream(file);
        return new MemoryCacheImageInputStream(bytes) {
            @Override
            public void close() throws IOException {
                super.close();
                bytes.close();
            }
        };
    }

    private static String formatOfSmallEnough(ImageInputStream input) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
            throw new Refusal(
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content, was a file starting"
                            + " with the bytes "
                            + firstBytes(input));
        }
        ImageReader reader = readers.next();
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new Refusal("picture must be PNG, JPEG, BMP, TIFF or GIF, was " + format);
            }
            reader.setInput(input, false, true);
            requireSize(reader);
            return format;
        } finally {
            reader.dispose();
        }
    }

    private static String firstBytes(ImageInputStream input) throws IOException {
        byte[] first = new byte[4];
        input.seek(0);
        int count = input.read(first);
        return HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.max(0, count));
    }

    private static void requireSize(ImageReader reader) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        if ((long) height * width > FaceImage.MAX_PIXELS) {
            throw new Refusal(
                    "picture must have at most "
                            + FaceImage.MAX_PIXELS
                            + " pixels, was "
                            + height
                            + "x"
                            + width);
        }
    }

    private static void requireStructure(PictureStructure structure) throws IOException {
        requireOneFrame(structure.pngFrameCount());
        if (structure.jpegChannelCount() > 3) {
            throw new Refusal(
                    "picture must be grey or RGB, was a JPEG of "
                            + structure.jpegChannelCount()
                            + " channels (CMYK)");
        }
        int orientation = structure.orientation();
        if (orientation < 1 || orientation > 8) {
            throw new Refusal("EXIF orientation must be in [1, 8], was " + orientation);
        }
    }

    private static void requireOneFrame(int frameCount) throws IOException {
        if (frameCount != 1) {
            throw new Refusal("picture must be of one frame, was of " + frameCount);
        }
    }

    private static BufferedImage decode(ImageReader reader) throws IOException {
        // What is missing or damaged in a JPEG is decoded to grey with no more than a warning.
        StringBuilder damage = new StringBuilder();
        reader.addIIOReadWarningListener(
                (source, warning) -> {
                    if (damage.isEmpty() && tellsOfDamage(warning.toLowerCase(Locale.ROOT))) {
                        damage.append(warning);
                    }
                });
        BufferedImage picture = reader.read(0);
        if (!damage.isEmpty()) {
            throw new EOFException(damage.toString());
        }
        if (picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            throw new Refusal("picture must be grey or RGB, was CMYK");
        }
        return picture;
    }

    /** Bytes between segments are harmless; missing or impossible codes are not. */
    private static boolean tellsOfDamage(String warning) {
        return warning.contains("missing eoi")
                || (warning.contains("corrupt jpeg data")
                        && !warning.contains("extraneous bytes before marker"));
    }

    /** What is not accepted even when it is whole; the message says why. */
    private static final class Refusal extends IOException {
        Refusal(String message) {
            super(message);
        }
    }
}
