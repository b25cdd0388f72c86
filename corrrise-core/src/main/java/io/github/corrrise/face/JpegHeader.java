package io.github.corrrise.face;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/**
 * What a JPEG says before its first scan. Read here, not by the platform's metadata, which refuses
 * files that its own decoder reads, such as an EXIF segment before the JFIF one.
 *
 * @param channelCount 1 grey, 3 colour, 4 CMYK; 0 where no frame comes before the scan
 * @param orientation EXIF orientation in [1, 8], 1 where there is none
 */
record JpegHeader(int channelCount, int orientation) {
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final byte[] EXIF_SIGNATURE = {'E', 'x', 'i', 'f', 0, 0};

    /** Reads from the start of {@code input} and leaves it there again. */
    static JpegHeader read(ImageInputStream input) throws IOException {
        input.seek(0);
        if (input.readUnsignedShort() != START_OF_IMAGE) {
            throw new IIOException("JPEG does not start with its signature");
        }
        int channelCount = 0;
        int orientation = 0;
        int marker = nextMarker(input);
        while (marker != START_OF_SCAN && marker != END_OF_IMAGE) {
            if (!standsAlone(marker)) {
                long start = input.getStreamPosition();
                int length = input.readUnsignedShort();
                if (length < 2) {
                    throw new IIOException("JPEG segment length must be at least 2, was " + length);
                }
                if (isFrame(marker) && channelCount == 0) {
                    input.skipBytes(5);
                    channelCount = input.readUnsignedByte();
                } else if (marker == APP1 && orientation == 0) {
                    byte[] payload = new byte[length - 2];
                    input.readFully(payload);
                    if (startsWithExif(payload)) {
                        orientation =
                                Exif.orientation(
                                        Arrays.copyOfRange(
                                                payload, EXIF_SIGNATURE.length, payload.length));
                    }
                }
                input.seek(start + length);
            }
            marker = nextMarker(input);
        }
        input.seek(0);
        return new JpegHeader(channelCount, Math.max(1, orientation));
    }

    /** The next marker; stray bytes before it are skipped, as decoders do. */
    private static int nextMarker(ImageInputStream input) throws IOException {
        int marker = 0;
        while (marker == 0) {
            int value = input.readUnsignedByte();
            while (value != 0xFF) {
                value = input.readUnsignedByte();
            }
            while (value == 0xFF) {
                value = input.readUnsignedByte();
            }
            marker = value;
        }
        return marker;
    }

    /** SOF0 to SOF15, without the tables (DHT, DAC) and the reserved code among them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    private static boolean startsWithExif(byte[] payload) {
        return payload.length >= EXIF_SIGNATURE.length
                && Arrays.equals(
                        payload,
                        0,
                        EXIF_SIGNATURE.length,
                        EXIF_SIGNATURE,
                        0,
                        EXIF_SIGNATURE.length);
    }
}
