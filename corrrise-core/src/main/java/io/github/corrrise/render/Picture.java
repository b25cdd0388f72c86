package io.github.corrrise.render;

import io.github.corrrise.internal.file.WholeFile;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * A finished picture: height x width opaque pixels of 8 bits a channel. Immutable; safe for use by
 * several threads; 4 bytes per pixel.
 *
 * <p>It may show a face: {@link #toString()} tells its shape only.
 *
 * @since 0.1.0
 */
public final class Picture {
    private final int height;
    private final int width;
    private final int[] pixels;

    private Picture(int height, int width, int[] pixels) {
        this.height = height;
        this.width = width;
        this.pixels = pixels;
    }

    static Picture of(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= 0xFFFFFF;
        }
        return new Picture(height, width, pixels);
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /**
     * The colour of one pixel, as 0xRRGGBB.
     *
     * @param row in [0, height)
     * @param column in [0, width)
     */
    public int at(int row, int column) {
        Objects.checkIndex(row, height);
        Objects.checkIndex(column, width);
        return pixels[row * width + column];
    }

    /** A new image of type {@link BufferedImage#TYPE_INT_RGB}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /** The picture as a PNG: the bytes that {@link #write} writes. */
    public byte[] toPng() {
        return ImageBytes.png(toBufferedImage());
    }

    /**
     * Writes a PNG, whatever the file's name ends in. The folder must exist; an older file is
     * replaced, and left as it was when writing fails.
     *
     * @throws java.io.UncheckedIOException where the folder is missing, the target is a folder or
     *     writing fails; the message names the file
     */
    public void write(Path file) {
        Objects.requireNonNull(file, "file");
        byte[] png = toPng();
        WholeFile.write(file, output -> output.write(png));
    }

    /** Same size and same pixels. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && height == that.height
                && width == that.width
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(pixels);
    }

    /** The shape, for example {@code Picture[280x280]}; never pixels. */
    @Override
    public String toString() {
        return "Picture[" + height + "x" + width + "]";
    }
}
