package io.github.corrrise.face;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * What a picture file tells outside its pixels.
 *
 * @param orientation the EXIF orientation as it stands in the file, 1 where there is none or its
 *     block cannot be read
 * @param pngFrameCount frames of a PNG; 1 for every other format
 * @param jpegChannelCount channels of a JPEG; 0 for every other format
 */
record PictureStructure(int orientation, int pngFrameCount, int jpegChannelCount) {
    /*
     * Read by hand because the platform's metadata cannot serve: one odd segment (an APP1 before
     * the JFIF header is common) refuses the whole picture, a damaged block and a missing one look
     * the same, and compressed text chunks are inflated without a bound. All that is needed is one
     * entry of the first directory of a TIFF structure, which EXIF blocks and TIFF files share.
     */
    private static final int UPRIGHT = 1;
    private static final int LITTLE_ENDIAN_MARK = 0x4949;
    private static final int BIG_ENDIAN_MARK = 0x4D4D;
    private static final int TIFF_VERSION = 42;
    private static final int TIFF_ENTRY_LENGTH = 12;
    private static final int TIFF_SHORT = 3;
    private static final int TIFF_ORIENTATION = 274;
    private static final int JPEG_END = 0xD9;
    private static final int JPEG_SCAN = 0xDA;
    private static final int JPEG_APP1 = 0xE1;
    private static final long JPEG_EXIF_SIGNATURE = 0x457869660000L;
    private static final int PNG_SIGNATURE_LENGTH = 8;
    private static final int PNG_EXIF = 0x65584966;
    private static final int PNG_ANIMATION = 0x6163544C;
    private static final int PNG_END = 0x49454E44;

    /**
     * Reads the structure of a whole file, which must be big-endian as streams begin.
     *
     * @throws java.io.EOFException where the file ends before its structure does
     */
    static PictureStructure of(String format, ImageInputStream input) throws IOException {
        return switch (format) {
            case "jpeg" -> ofJpeg(input);
            case "png" -> ofPng(input);
            case "tif", "tiff" -> new PictureStructure(orientation(input, 0, Long.MAX_VALUE), 1, 0);
            default -> new PictureStructure(UPRIGHT, 1, 0);
        };
    }

    private static PictureStructure ofJpeg(ImageInputStream input) throws IOException {
        boolean hasExif = false;
        int orientation = UPRIGHT;
        int channelCount = 0;
        input.seek(2);
        int marker = nextMarker(input);
        while (marker != JPEG_SCAN && marker != JPEG_END) {
            if (!standsAlone(marker)) {
                long start = input.getStreamPosition();
                int length = input.readUnsignedShort();
                if (length < 2) {
                    throw new IIOException("JPEG segment of length " + length);
                }
                if (isFrameHeader(marker)) {
                    input.seek(start + 7);
                    channelCount = input.readUnsignedByte();
                } else if (marker == JPEG_APP1
                        && !hasExif
                        && length >= 8
                        && input.readBits(48) == JPEG_EXIF_SIGNATURE) {
                    hasExif = true;
                    orientation = orientation(input, start + 8, start + length);
                }
                input.seek(start + length);
            }
            marker = nextMarker(input);
        }
        return new PictureStructure(orientation, 1, channelCount);
    }

    private static int nextMarker(ImageInputStream input) throws IOException {
        int next = input.readUnsignedByte();
        while (next != 0xFF) {
            next = input.readUnsignedByte();
        }
        while (next == 0xFF) {
            next = input.readUnsignedByte();
        }
        return next;
    }

    /** Stuffing, TEM, RST0 to RST7 and SOI have no length. */
    private static boolean standsAlone(int marker) {
        return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which stand among them. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static PictureStructure ofPng(ImageInputStream input) throws IOException {
        int orientation = UPRIGHT;
        int frameCount = 1;
        input.seek(PNG_SIGNATURE_LENGTH);
        while (true) {
            long length = input.readUnsignedInt();
            int type = input.readInt();
            long start = input.getStreamPosition();
            if (type == PNG_EXIF) {
                orientation = orientation(input, start, start + length);
            } else if (type == PNG_ANIMATION) {
                frameCount = input.readInt();
            }
            input.seek(start + length);
            input.readInt();
            if (type == PNG_END) {
                return new PictureStructure(orientation, frameCount, 0);
            }
        }
    }

    private static int orientation(ImageInputStream input, long start, long end)
            throws IOException {
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
            long start = directory + 2 + (long) TIFF_ENTRY_LENGTH * entry;
            if (start > end - TIFF_ENTRY_LENGTH) {
                return UPRIGHT;
            }
            input.seek(start);
            if (input.readUnsignedShort() == TIFF_ORIENTATION) {
                boolean isOneShort =
                        input.readUnsignedShort() == TIFF_SHORT && input.readUnsignedInt() == 1;
                return isOneShort ? input.readUnsignedShort() : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
