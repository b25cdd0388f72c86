package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.image.Resampling;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A face crop: height x width pixels of red, green and blue, each in [0, 255], fractions allowed.
 *
 * <p>Pictures of other kinds are converted and {@link #conversions()} says how: grey is copied to
 * three channels, alpha is composited over black, 16 bits are scaled, and an EXIF orientation is
 * applied. Colours of another space are taken to sRGB. Immutable; safe for use by several threads;
 * 12 bytes per pixel.
 *
 * <p>A face is biometric data: {@link #toString()} tells its shape only.
 *
 * @since 0.1.0
 */
public final class FaceImage {
    /**
     * The largest picture that is read unless told otherwise: 64 million pixels. Phones take 50; a
     * few bytes of header must not claim any size.
     */
    public static final int MAX_PIXELS = 64_000_000;

    private final FaceSize size;
    private final float[] planes;
    private final FaceOrigin origin;

    /** Computed when first asked for; threads that race compute the same. */
    private @Nullable String digest;

    private FaceImage(FaceSize size, float[] planes, FaceOrigin origin) {
        this.size = size;
        this.planes = planes;
        this.origin = origin;
    }

    /**
     * Reads a picture file: PNG, JPEG, BMP, TIFF or GIF, of one frame, the format told by its
     * content.
     *
     * <p>The EXIF orientation (of a JPEG, a PNG or a TIFF) is applied. A block that cannot be read
     * as EXIF says nothing about the orientation and is passed over, and an orientation of 0 is
     * read as upright, as image libraries do, so that the face explained is the one a model is
     * shown; one above 8 is refused. Colours are converted to sRGB by the picture's profile; a
     * damaged profile is passed over. {@link #conversions()} tells all of it.
     *
     * @throws UnreadablePictureException where the content is empty, truncated, damaged, not a
     *     picture of these formats, CMYK, L*a*b*, of samples that are not unsigned integers of up
     *     to 16 bits, of more than one frame, of an unknown orientation, larger than {@link
     *     #MAX_PIXELS}, with a side above 65,535, or too large for the heap; the message names the
     *     file, what is accepted and what was found
     * @throws java.io.UncheckedIOException where the file is missing or cannot be accessed
     */
    public static FaceImage read(Path file) {
        return read(file, MAX_PIXELS);
    }

    /**
     * Reads a picture file with a limit of the caller's.
     *
     * @param mostPixels height times width at most, in [1, {@link FaceSize#MOST_PIXELS}]
     * @throws UnreadablePictureException as {@link #read(Path)}
     * @throws java.io.UncheckedIOException as {@link #read(Path)}
     */
    public static FaceImage read(Path file, int mostPixels) {
        return PictureFile.read(Objects.requireNonNull(file, "file"), checked(mostPixels));
    }

    /**
     * Reads a picture that is in memory, an upload for example, by all rules of {@link
     * #read(Path)}.
     *
     * @param picture the bytes of a picture file; copied
     * @throws UnreadablePictureException as {@link #read(Path)}
     */
    public static FaceImage read(byte[] picture) {
        return read(picture, MAX_PIXELS);
    }

    /**
     * Reads a picture that is in memory with a limit of the caller's.
     *
     * @param picture the bytes of a picture file; copied
     * @param mostPixels height times width at most, in [1, {@link FaceSize#MOST_PIXELS}]
     * @throws UnreadablePictureException as {@link #read(Path)}
     */
    public static FaceImage read(byte[] picture, int mostPixels) {
        return PictureFile.read(Objects.requireNonNull(picture, "picture"), checked(mostPixels));
    }

    /**
     * Reads a picture from a stream to its end, by all rules of {@link #read(Path)}.
     *
     * @param picture the bytes of a picture file; stays open
     * @throws UnreadablePictureException as {@link #read(Path)}, and where the stream has more than
     *     8 bytes per pixel of the limit and 16 MB besides
     * @throws java.io.UncheckedIOException where the stream fails
     */
    public static FaceImage read(InputStream picture) {
        return read(picture, MAX_PIXELS);
    }

    /**
     * Reads a picture from a stream with a limit of the caller's.
     *
     * @param picture the bytes of a picture file; stays open
     * @param mostPixels height times width at most, in [1, {@link FaceSize#MOST_PIXELS}]
     * @throws UnreadablePictureException as {@link #read(InputStream)}
     * @throws java.io.UncheckedIOException where the stream fails
     */
    public static FaceImage read(InputStream picture, int mostPixels) {
        return PictureFile.read(Objects.requireNonNull(picture, "picture"), checked(mostPixels));
    }

    private static int checked(int mostPixels) {
        return Checks.inside(1, FaceSize.MOST_PIXELS, mostPixels, "mostPixels");
    }

    /**
     * Copies a picture that was decoded by other means. What {@link #read} reads besides the pixels
     * is gone by then: the EXIF orientation, so that an upright face may lie on its side; whether
     * the file was damaged or cut short; further frames; the colour profile of a PNG. Read uploads
     * by {@link #read(byte[])} or {@link #read(InputStream)}.
     *
     * @throws IllegalArgumentException where it has samples that are not unsigned integers of up to
     *     16 bits
     */
    public static FaceImage from(BufferedImage picture) {
        return Pixels.from(Objects.requireNonNull(picture, "picture"));
    }

    /**
     * Copies raw pixels, each byte taken as 0..255. The bytes of a picture file are for {@link
     * #read(byte[])}.
     *
     * @param size height and width
     * @param rgb 3 x height x width bytes, row-major, red, green and blue of a pixel side by side
     */
    public static FaceImage ofRgbBytes(FaceSize size, byte[] rgb) {
        Objects.requireNonNull(rgb, "rgb");
        requireLength(size, rgb.length, "rgb");
        float[] planes = new float[rgb.length];
        int pixelCount = size.pixelCount();
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                planes[colour * pixelCount + pixel] = rgb[3 * pixel + colour] & 0xFF;
            }
        }
        return new FaceImage(size, planes, FaceOrigin.asGiven());
    }

    /**
     * Copies floats.
     *
     * @param size height and width
     * @param rgb 3 x height x width values in [0, 255], row-major, red, green and blue of a pixel
     *     side by side
     * @throws IllegalArgumentException where a value is NaN or out of range, or their count is
     *     wrong
     */
    public static FaceImage ofFloats(FaceSize size, float[] rgb) {
        Objects.requireNonNull(rgb, "rgb");
        requireLength(size, rgb.length, "rgb");
        float[] planes = new float[rgb.length];
        int pixelCount = size.pixelCount();
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                planes[colour * pixelCount + pixel] = rgb[3 * pixel + colour];
            }
        }
        return ofPlanes(size, planes);
    }

    /** A face of one colour, each component in [0, 255]. */
    public static FaceImage filled(FaceSize size, float red, float green, float blue) {
        Objects.requireNonNull(size, "size");
        int pixelCount = size.pixelCount();
        float[] planes = new float[3 * pixelCount];
        Arrays.fill(planes, 0, pixelCount, red);
        Arrays.fill(planes, pixelCount, 2 * pixelCount, green);
        Arrays.fill(planes, 2 * pixelCount, 3 * pixelCount, blue);
        return ofPlanes(size, planes);
    }

    /**
     * Checks planes (all red, all green, all blue) and takes them over; the caller keeps no
     * reference.
     */
    static FaceImage ofPlanes(FaceSize size, float[] planes, FaceOrigin.Conversion... conversions) {
        return ofPlanes(size, planes, new FaceOrigin(Set.of(conversions), Optional.empty()));
    }

    /** The same with all that is known of where the pixels are from. */
    static FaceImage ofPlanes(FaceSize size, float[] planes, FaceOrigin origin) {
        requireLength(size, planes.length, "planes");
        for (int i = 0; i < planes.length; i++) {
            float value = planes[i];
            if (!(value >= 0 && value <= 255)) {
                throw Checks.rejected("pixel value", "in [0, 255]", value);
            }
            // Minus zero is black too and must equal it.
            planes[i] = value + 0f;
        }
        return new FaceImage(size, planes, origin);
    }

    /** Height and width. */
    public FaceSize size() {
        return size;
    }

    /** What was done to the picture it came from; empty when nothing was. */
    public Set<FaceOrigin.Conversion> conversions() {
        return origin.conversions();
    }

    /** How the pixels came about: what was done to the picture, and by what it was aligned. */
    public FaceOrigin origin() {
        return origin;
    }

    /**
     * SHA-256 of the size and all pixel values, 64 hexadecimal digits in lower case: equal images
     * have equal digests. By it a result is known to be of this face; a digest of a face can single
     * a person out, so treat it as personal data. Computed once, about half a millisecond for a
     * face of 112 x 112.
     */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = new Sha256().add(size.height()).add(size.width()).add(planes).hex();
            digest = known;
        }
        return known;
    }

    /**
     * One value, in [0, 255].
     *
     * @param row in [0, height)
     * @param column in [0, width)
     * @param colour 0 red, 1 green, 2 blue
     */
    public float at(int row, int column, int colour) {
        Objects.checkIndex(row, size.height());
        Objects.checkIndex(column, size.width());
        Objects.checkIndex(colour, 3);
        return valueAt(colour, row * size.width() + column);
    }

    /** The same pixels with more noted of where they are from. */
    FaceImage noting(Set<FaceOrigin.Conversion> more) {
        FaceOrigin all = origin;
        for (FaceOrigin.Conversion each : more) {
            all = all.with(each);
        }
        return new FaceImage(size, planes, all);
    }

    /** The planes themselves; not to be written to. */
    float[] values() {
        return planes;
    }

    float valueAt(int colour, int pixel) {
        return planes[colour * size.pixelCount() + pixel];
    }

    /** Mean of one colour over the face, in [0, 255]: 0 red, 1 green, 2 blue. */
    public double mean(int colour) {
        Objects.checkIndex(colour, 3);
        double sum = 0;
        int pixelCount = size.pixelCount();
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            sum += valueAt(colour, pixel);
        }
        return sum / pixelCount;
    }

    /**
     * A copy of the three colour planes: all red, then all green, then all blue, row-major, in [0,
     * 255].
     */
    public float[] toPlanes() {
        return planes.clone();
    }

    /**
     * The face as a model reads it: a new array of 3 x height x width values in {@code layout},
     * normalisation included.
     */
    public float[] laidOut(PixelLayout layout) {
        Objects.requireNonNull(layout, "layout");
        int pixelCount = size.pixelCount();
        float[] values = new float[3 * pixelCount];
        for (int colour = 0; colour < 3; colour++) {
            float mean = layout.mean(colour);
            float deviation = layout.deviation(colour);
            int channel = layout.channelOf(colour);
            int step = layout.isPlanar() ? 1 : 3;
            int plane = colour * pixelCount;
            int start = layout.isPlanar() ? channel * pixelCount : channel;
            for (int pixel = 0; pixel < pixelCount; pixel++) {
                values[start + pixel * step] = (planes[plane + pixel] - mean) / deviation;
            }
        }
        return values;
    }

    /**
     * The face at another size: bilinear, the filter widened when shrinking so that nothing
     * aliases; the aspect ratio follows the new size.
     */
    public FaceImage resizedTo(FaceSize newSize) {
        Objects.requireNonNull(newSize, "newSize");
        if (newSize.equals(size)) {
            return this;
        }
        int pixelCount = size.pixelCount();
        float[] resized = new float[3 * newSize.pixelCount()];
        for (int colour = 0; colour < 3; colour++) {
            float[] plane =
                    Arrays.copyOfRange(planes, colour * pixelCount, (colour + 1) * pixelCount);
            float[] scaled =
                    Resampling.bilinear(
                            plane, size.height(), size.width(), newSize.height(), newSize.width());
            System.arraycopy(scaled, 0, resized, colour * scaled.length, scaled.length);
        }
        return new FaceImage(newSize, resized, origin.with(FaceOrigin.Conversion.RESIZED));
    }

    /** A new picture of 8 bits a channel, fractions rounded. */
    public BufferedImage toBufferedImage() {
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                int pixel = row * size.width() + column;
                picture.setRGB(
                        column,
                        row,
                        Math.round(valueAt(0, pixel)) << 16
                                | Math.round(valueAt(1, pixel)) << 8
                                | Math.round(valueAt(2, pixel)));
            }
        }
        return picture;
    }

    private static void requireLength(FaceSize size, int length, String name) {
        Objects.requireNonNull(size, "size");
        Checks.exactly(3 * size.pixelCount(), length, name + ".length for a face of " + size);
    }

    /** Same size and same pixels; how they came about does not matter. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FaceImage that
                && size.equals(that.size)
                && Arrays.equals(planes, that.planes);
    }

    @Override
    public int hashCode() {
        return 31 * size.hashCode() + Arrays.hashCode(planes);
    }

    /** The shape, for example {@code FaceImage[112x112]}; never pixels. */
    @Override
    public String toString() {
        return "FaceImage[" + size + "]";
    }
}
