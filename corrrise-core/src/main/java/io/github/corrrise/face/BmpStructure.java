package io.github.corrrise.face;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * What the header of a BMP claims: the platform's reader allocates by it before it reads. Headers
 * of 40 bytes and more are looked at; the older ones have no such fields.
 */
final class BmpStructure {
    private static final int SIZE = 2;
    private static final int OFFSET = 10;
    private static final int HEADER = 14;
    private static final int COMPRESSION = 30;
    private static final int COLOURS_USED = 46;
    private static final long NEW_HEADER = 40;

    private static final long NO_COMPRESSION = 0;
    private static final long BITFIELDS = 3;
    private static final long JPEG_INSIDE = 4;
    private static final long PNG_INSIDE = 5;

    private BmpStructure() {}

    /**
     * Reads the header.
     *
     * @param length of the file
     * @throws PictureRefusal where another picture is inside
     * @throws EOFException where it claims more than the file holds
     */
    static PictureStructure read(ImageInputStream input, long length) throws IOException {
        input.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        if (number(input, HEADER) >= NEW_HEADER) {
            long compression = number(input, COMPRESSION);
            if (compression == JPEG_INSIDE || compression == PNG_INSIDE) {
                throw new PictureRefusal(
                        "picture must be a BMP of pixels, was one with a JPEG or PNG inside");
            }
            long claimed = input.readUnsignedInt();
            if (claimed == 0) {
                claimed = number(input, SIZE) - number(input, OFFSET);
            }
            boolean isPacked = compression != NO_COMPRESSION && compression != BITFIELDS;
            if ((isPacked && claimed > length) || number(input, COLOURS_USED) > length) {
                throw new EOFException();
            }
        }
        return PictureStructure.plain(ExifBlock.UPRIGHT);
    }

    private static long number(ImageInputStream input, int position) throws IOException {
        input.seek(position);
        return input.readUnsignedInt();
    }
}
