package io.github.corrrise.face;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures: header first, so that a huge or wrong one is refused before decoding. */
final class PictureFile {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "tif", "tiff", "gif");

    /** No camera makes a longer side and a JPEG cannot state one; a decoder buffers whole rows. */
    private static final int LONGEST_SIDE = 65_535;

    /** The planes and a decoded picture of 8 bits with alpha. */
    private static final long BYTES_PER_PIXEL = 16;

    /** An uncompressed picture of 16 bits with alpha, and 16 MB of whatever stands beside it. */
    private static final long LARGEST_FILE_PER_PIXEL = 8;

    private static final long LARGEST_REST = 16L << 20;

    private final PictureSource source;
    private final int mostPixels;

    private PictureFile(PictureSource source, int mostPixels) {
        this.source = source;
        this.mostPixels = mostPixels;
    }

    static FaceImage read(Path file, int mostPixels) {
        PictureSource source;
        try {
            requireFile(file);
            source = PictureSource.of(file);
        } catch (IOException e) {
            throw inaccessible(e, file.toString());
        }
        return new PictureFile(source, mostPixels).read();
    }

    static FaceImage read(byte[] bytes, int mostPixels) {
        return new PictureFile(PictureSource.of(bytes.clone()), mostPixels).read();
    }

    static FaceImage read(InputStream stream, int mostPixels) {
        long most = LARGEST_FILE_PER_PIXEL * mostPixels + LARGEST_REST;
        int limit = (int) Math.min(Integer.MAX_VALUE - 64, most);
        byte[] bytes;
        try {
            bytes = stream.readNBytes(limit + 1);
        } catch (IOException e) {
            throw inaccessible(e, "stream");
        }
        if (bytes.length > limit) {
            PictureRefusal refusal =
                    new PictureRefusal(
                            "picture must be of at most " + limit + " bytes, was a longer stream");
            throw new UnreadablePictureException("" + refusal.getMessage(), refusal);
        }
        return new PictureFile(PictureSource.of(bytes), mostPixels).read();
    }

    private static void requireFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new PictureRefusal("picture must be a file, was missing");
        }
        if (!Files.isRegularFile(file)) {
            throw new PictureRefusal("picture must be a file, was a folder or device");
        }
    }

    private static UncheckedIOException inaccessible(IOException e, String name) {
        String text =
                e instanceof PictureRefusal
                        ? describe(e)
                        : "picture must be readable, was not (" + describe(e) + ")";
        return new UncheckedIOException(text + ": " + name, e);
    }

    private FaceImage read() {
        try {
            if (source.length() == 0) {
                throw new PictureRefusal("picture must not be empty, was 0 bytes");
            }
            return decode();
        } catch (PictureRefusal e) {
            throw unreadable(describe(e), e);
        } catch (FileNotFoundException | FileSystemException e) {
            throw inaccessible(e, source.name());
        } catch (IOException | RuntimeException e) {
            // The platform's decoders answer corrupt bytes with any of these.
            boolean truncated = e instanceof EOFException || e.getCause() instanceof EOFException;
            String received = truncated ? "truncated" : "corrupt";
            throw unreadable(
                    "picture must be whole, was " + received + " (" + describe(e) + ")", e);
        }
    }

    private UnreadablePictureException unreadable(String message, Exception cause) {
        String text = message + ": " + source.name();
        return new UnreadablePictureException(
                text, cause instanceof IOException io ? io : new IOException(text, cause));
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Opens the bytes for each look at them: a reader may give up what it has passed. */
    private FaceImage decode() throws IOException {
        String format;
        try (ImageInputStream input = source.open()) {
            format = format(input);
        }
        PictureStructure structure;
        try (ImageInputStream input = source.open()) {
            structure = PictureStructure.of(format, input, source.length());
        }
        int orientation = structure.orientation();
        if (orientation < 0 || orientation > 8) {
            throw new PictureRefusal("EXIF orientation must be in [0, 8], was " + orientation);
        }
        Set<FaceOrigin.Conversion> noted = EnumSet.noneOf(FaceOrigin.Conversion.class);
        if (structure.profileIsDamaged()) {
            noted.add(FaceOrigin.Conversion.DAMAGED_COLOUR_PROFILE_IGNORED);
        }
        if (orientation == 0) {
            noted.add(FaceOrigin.Conversion.EXIF_ORIENTATION_0_READ_AS_UPRIGHT);
        }
        PictureSource sound =
                structure.profileStretches().isEmpty()
                        ? source
                        : source.without(structure.profileStretches());
        FaceImage stored = stored(format, structure, sound);
        return Pixels.oriented(stored, Math.max(ExifBlock.UPRIGHT, orientation)).noting(noted);
    }

    private FaceImage stored(String format, PictureStructure structure, PictureSource sound)
            throws IOException {
        try (ImageInputStream input = sound.open()) {
            requireSize(input);
        }
        try (ImageInputStream input = sound.open()) {
            ImageReader reader = ImageIO.getImageReaders(input).next();
            try {
                reader.setInput(input, false, true);
                if (format.equals("gif")) {
                    requireOneFrame(reader.getNumImages(true));
                }
                BufferedImage picture = decode(reader);
                boolean ofColours =
                        picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_RGB;
                return Pixels.from(
                        structure
                                .profile()
                                .filter(profile -> ofColours && profile.isOfRgb())
                                .map(profile -> profile.assignedTo(picture))
                                .orElse(picture));
            } finally {
                reader.dispose();
            }
        }
    }

    private String format(ImageInputStream input) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
        if (!readers.hasNext()) {
            throw new PictureRefusal(
                    "picture must be PNG, JPEG, BMP, TIFF or GIF by content, was "
                            + ForeignFormat.describe(source.start(ForeignFormat.START)));
        }
        ImageReader reader = readers.next();
        try {
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new PictureRefusal(
                        "picture must be PNG, JPEG, BMP, TIFF or GIF, was " + format);
            }
            return format;
        } finally {
            reader.dispose();
        }
    }

    private void requireSize(ImageInputStream input) throws IOException {
        ImageReader reader = ImageIO.getImageReaders(input).next();
        try {
            reader.setInput(input, false, true);
            requireSize(reader.getHeight(0), reader.getWidth(0));
        } finally {
            reader.dispose();
        }
    }

    private void requireSize(int height, int width) throws IOException {
        long pixels = (long) height * width;
        if (pixels > mostPixels) {
            throw new PictureRefusal(
                    "picture must have at most "
                            + mostPixels
                            + " pixels, was "
                            + height
                            + "x"
                            + width);
        }
        if (Math.max(height, width) > LONGEST_SIDE) {
            throw new PictureRefusal(
                    "picture must have sides of at most "
                            + LONGEST_SIDE
                            + " pixels, was "
                            + height
                            + "x"
                            + width);
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (pixels * BYTES_PER_PIXEL > heap) {
            throw new PictureRefusal(
                    "picture must fit the heap of "
                            + (heap >> 20)
                            + " MB (java -Xmx raises it), was "
                            + height
                            + "x"
                            + width
                            + ", which takes about "
                            + ((pixels * BYTES_PER_PIXEL) >> 20)
                            + " MB");
        }
    }

    private static void requireOneFrame(int frameCount) throws IOException {
        if (frameCount != 1) {
            throw new PictureRefusal("picture must be of one frame, was of " + frameCount);
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
            throw new PictureRefusal("picture must be grey or RGB, was CMYK");
        }
        return picture;
    }

    /** Bytes between segments are harmless; missing or impossible codes are not. */
    private static boolean tellsOfDamage(String warning) {
        return warning.contains("missing eoi")
                || (warning.contains("corrupt jpeg data")
                        && !warning.contains("extraneous bytes before marker"));
    }
}
