package io.github.corrrise.face;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/**
 * What a picture file tells outside its pixels.
 *
 * @param orientation the EXIF orientation as it stands in the file, 1 where there is none or its
 *     block cannot be read
 * @param profile the colour profile of a PNG, which the platform's reader passes over; empty for
 *     other formats
 * @param profileIsDamaged whether there is a colour profile that cannot be read
 * @param profileStretches where a JPEG has a damaged profile: pairs (first, end) of bytes to leave
 *     out; empty otherwise
 */
record PictureStructure(
        int orientation,
        Optional<ColourProfile> profile,
        boolean profileIsDamaged,
        List<Long> profileStretches) {
    /*
     * Read by hand because the platform's metadata cannot serve: one odd segment (an APP1 before
     * the JFIF header is common) refuses the whole picture, a damaged block and a missing one look
     * the same, compressed chunks are inflated without a bound, and a TIFF of other colours than
     * grey and RGB is decoded to something else.
     */

    /** A picture of which nothing is known but its pixels. */
    static PictureStructure plain(int orientation) {
        return new PictureStructure(orientation, Optional.empty(), false, List.of());
    }

    /**
     * Reads the structure of a whole file.
     *
     * @param input big-endian, as streams begin
     * @param length of the file
     * @throws PictureRefusal where it is of a kind that is not accepted
     * @throws java.io.EOFException where the file ends before its structure does
     */
    static PictureStructure of(String format, ImageInputStream input, long length)
            throws IOException {
        return switch (format) {
            case "jpeg" -> JpegStructure.read(input);
            case "png" -> PngStructure.read(input);
            case "tif", "tiff" -> TiffStructure.read(input, length);
            case "bmp" -> BmpStructure.read(input, length);
            default -> plain(ExifBlock.UPRIGHT);
        };
    }
}
