package io.github.corrrise.face;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.IIOException;

/**
 * Finds the orientation in an EXIF block, which is a TIFF file without a picture. Only the entries
 * up to the orientation are looked at: camera makers' notes are often broken and do not matter.
 */
final class Exif {
    private static final int LITTLE_ENDIAN = 0x4949;
    private static final int BIG_ENDIAN = 0x4D4D;
    private static final int TIFF_VERSION = 42;
    private static final int ENTRY_LENGTH = 12;
    private static final int ORIENTATION_TAG = 274;
    private static final int TYPE_SHORT = 3;

    private Exif() {}

    /** The orientation in [1, 8], 1 where the block has none. */
    static int orientation(byte[] exif) throws IIOException {
        // The decoders tell by their innermost cause what is wrong, so this one has none.
        try {
            return orientation(ByteBuffer.wrap(exif));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IIOException("EXIF block ends early, was " + exif.length + " bytes");
        }
    }

    private static int orientation(ByteBuffer exif) throws IIOException {
        int order = exif.getShort() & 0xFFFF;
        if (order != LITTLE_ENDIAN && order != BIG_ENDIAN) {
            throw new IIOException("EXIF block must start with II or MM");
        }
        exif.order(order == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int version = exif.getShort() & 0xFFFF;
        if (version != TIFF_VERSION) {
            throw new IIOException("EXIF version must be " + TIFF_VERSION + ", was " + version);
        }
        int directory = exif.getInt();
        int entryCount = exif.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entryCount; i++) {
            int entry = directory + 2 + i * ENTRY_LENGTH;
            if ((exif.getShort(entry) & 0xFFFF) == ORIENTATION_TAG) {
                int type = exif.getShort(entry + 2) & 0xFFFF;
                if (type != TYPE_SHORT) {
                    throw new IIOException(
                            "EXIF orientation must be of type " + TYPE_SHORT + ", was " + type);
                }
                return checked(exif.getShort(entry + 8) & 0xFFFF);
            }
        }
        return 1;
    }

    /** Returns an orientation in [1, 8]. */
    static int checked(int orientation) throws IIOException {
        if (orientation >= 1 && orientation <= 8) {
            return orientation;
        }
        throw new IIOException("EXIF orientation must be in [1, 8], was " + orientation);
    }
}
