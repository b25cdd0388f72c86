package io.github.corrrise.face;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;

/** The segments of a JPEG: orientation, channels, scans and colour profile. */
final class JpegStructure {
    /**
     * A decoder goes over the whole picture for each scan of a progressive JPEG. Encoders write
     * about ten; a file of many thousands is small and keeps a processor busy for minutes.
     */
    private static final int MOST_SCANS = 100;

    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final long EXIF_SIGNATURE = 0x457869660000L;
    private static final byte[] PROFILE_SIGNATURE = {
        'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0
    };

    private final ImageInputStream input;
    private final List<Long> profileStretches = new ArrayList<>();
    private final TreeMap<Integer, byte[]> profileParts = new TreeMap<>();
    private boolean profileIsDamaged;
    private int profilePartCount;
    private boolean hasExif;
    private int orientation = ExifBlock.UPRIGHT;

    private JpegStructure(ImageInputStream input) {
        this.input = input;
    }

    static PictureStructure read(ImageInputStream input) throws IOException {
        return new JpegStructure(input).read();
    }

    private PictureStructure read() throws IOException {
        input.seek(2);
        int marker = nextMarker();
        while (marker != SCAN && marker != END) {
            if (!standsAlone(marker)) {
                long start = input.getStreamPosition();
                int length = segmentLength();
                readSegment(marker, start, length);
                input.seek(start + length);
            }
            marker = nextMarker();
        }
        countScans(marker);
        boolean damaged = profileIsDamaged || (!profileStretches.isEmpty() && !profileIsWhole());
        return new PictureStructure(
                orientation, Optional.empty(), damaged, damaged ? profileStretches : List.of());
    }

    private int segmentLength() throws IOException {
        int length = input.readUnsignedShort();
        if (length < 2) {
            throw new IIOException("JPEG segment of length " + length);
        }
        return length;
    }

    private void readSegment(int marker, long start, int length) throws IOException {
        if (isFrameHeader(marker)) {
            input.seek(start + 7);
            int channelCount = input.readUnsignedByte();
            if (channelCount > 3) {
                throw new PictureRefusal(
                        "picture must be grey or RGB, was a JPEG of "
                                + channelCount
                                + " channels (CMYK)");
            }
        } else if (marker == APP1
                && !hasExif
                && length >= 8
                && input.readBits(48) == EXIF_SIGNATURE) {
            hasExif = true;
            orientation = ExifBlock.orientation(input, start + 8, start + length);
        } else if (marker == APP2 && length >= 2 + PROFILE_SIGNATURE.length && isProfile()) {
            readProfilePart(start, length);
        }
    }

    private boolean isProfile() throws IOException {
        byte[] signature = new byte[PROFILE_SIGNATURE.length];
        input.readFully(signature);
        return Arrays.equals(signature, PROFILE_SIGNATURE);
    }

    /** A profile may stand in several segments, numbered from 1. */
    private void readProfilePart(long start, int length) throws IOException {
        profileStretches.add(start - 2);
        profileStretches.add(start + length);
        int contentLength = length - 4 - PROFILE_SIGNATURE.length;
        if (contentLength <= 0) {
            profileIsDamaged = true;
            return;
        }
        int number = input.readUnsignedByte();
        int count = input.readUnsignedByte();
        byte[] content = new byte[contentLength];
        input.readFully(content);
        boolean fits =
                number >= 1
                        && number <= count
                        && (profilePartCount == 0 || profilePartCount == count);
        if (!fits || profileParts.put(number, content) != null) {
            profileIsDamaged = true;
        }
        profilePartCount = count;
    }

    private boolean profileIsWhole() {
        if (profileParts.size() != profilePartCount) {
            return false;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        profileParts.values().forEach(whole::writeBytes);
        return ColourProfile.read(whole.toByteArray()).isPresent();
    }

    private void countScans(int firstMarker) throws IOException {
        int scanCount = 0;
        for (int marker = firstMarker; marker >= 0 && marker != END; marker = nextMarkerOrEnd()) {
            if (marker == SCAN) {
                scanCount++;
            }
            if (scanCount > MOST_SCANS) {
                throw new PictureRefusal(
                        "picture must have at most "
                                + MOST_SCANS
                                + " scans, was a progressive JPEG of more");
            }
        }
    }

    private int nextMarker() throws IOException {
        int next = input.readUnsignedByte();
        while (next != 0xFF) {
            next = input.readUnsignedByte();
        }
        while (next == 0xFF) {
            next = input.readUnsignedByte();
        }
        return next;
    }

    /** The next marker, or -1 at the file's end, which a decoder reports in its own way. */
    private int nextMarkerOrEnd() throws IOException {
        int next = input.read();
        while (next >= 0) {
            if (next == 0xFF) {
                next = input.read();
                if (next > 0 && next != 0xFF) {
                    return next;
                }
            } else {
                next = input.read();
            }
        }
        return -1;
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
}
