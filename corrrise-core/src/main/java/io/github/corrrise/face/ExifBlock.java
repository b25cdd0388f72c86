package io.github.corrrise.face;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** The orientation in an EXIF block, which is the first directory of a TIFF structure. */
final class ExifBlock {
    static final int UPRIGHT = 1;

    private static final int LITTLE_ENDIAN_MARK = 0x4949;
    private static final int BIG_ENDIAN_MARK = 0x4D4D;
    private static final int TIFF_VERSION = 42;
    private static final int ENTRY_LENGTH = 12;
    private static final int SHORT = 3;
    private static final int ORIENTATION = 274;

    private ExifBlock() {}

    /** The orientation as it stands there; 1 where there is none or it cannot be read. */
    static int orientation(ImageInputStream input, long start, long end) throws IOException {
        if (end - start < 8) {
            return UPRIGHT;
        }
        input.seek(start);
        int mark = input.readUnsignedShort();
        if (mark != LITTLE_ENDIAN_MARK && mark != BIG_ENDIAN_MARK) {
            return UPRIGHT;
        }
        input.setByteOrder(
                mark == LITTLE_ENDIAN_MARK ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        try {
            return input.readUnsignedShort() == TIFF_VERSION
                    ? ofDirectory(input, start + input.readUnsignedInt(), end)
                    : UPRIGHT;
        } finally {
            input.setByteOrder(ByteOrder.BIG_ENDIAN);
        }
    }

    private static int ofDirectory(ImageInputStream input, long directory, long end)
            throws IOException {
        if (directory > end - 2) {
            return UPRIGHT;
        }
        input.seek(directory);
        int entryCount = input.readUnsignedShort();
        for (int entry = 0; entry < entryCount; entry++) {
            long start = directory + 2 + (long) ENTRY_LENGTH * entry;
            if (start > end - ENTRY_LENGTH) {
                return UPRIGHT;
            }
            input.seek(start);
            if (input.readUnsignedShort() == ORIENTATION) {
                boolean isOneShort =
                        input.readUnsignedShort() == SHORT && input.readUnsignedInt() == 1;
                return isOneShort ? input.readUnsignedShort() : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
