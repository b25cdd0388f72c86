package io.github.corrrise.face;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a PNG: orientation, frames and colour profile. */
final class PngStructure {
    /** Profiles of cameras and printers have up to a few megabytes; a bomb inflates to any size. */
    private static final int LARGEST_PROFILE = 16 << 20;

    private static final int LONGEST_PROFILE_NAME = 79;
    private static final int SIGNATURE_LENGTH = 8;
    private static final int EXIF = 0x65584966;
    private static final int ANIMATION = 0x6163544C;
    private static final int PROFILE = 0x69434350;
    private static final int END = 0x49454E44;

    private PngStructure() {}

    static PictureStructure read(ImageInputStream input) throws IOException {
        int orientation = ExifBlock.UPRIGHT;
        Optional<ColourProfile> profile = Optional.empty();
        boolean damaged = false;
        input.seek(SIGNATURE_LENGTH);
        while (true) {
            long length = input.readUnsignedInt();
            int type = input.readInt();
            long start = input.getStreamPosition();
            if (type == EXIF) {
                orientation = ExifBlock.orientation(input, start, start + length);
            } else if (type == ANIMATION) {
                requireOneFrame(input.readInt());
            } else if (type == PROFILE && profile.isEmpty()) {
                profile = profile(input, length);
                damaged = profile.isEmpty();
            }
            input.seek(start + length);
            input.readInt();
            if (type == END) {
                return new PictureStructure(orientation, profile, damaged, List.of());
            }
        }
    }

    private static void requireOneFrame(int frameCount) throws IOException {
        if (frameCount != 1) {
            throw new PictureRefusal("picture must be of one frame, was of " + frameCount);
        }
    }

    /** A name, a zero, the method 0 and what is compressed; empty where it cannot be read. */
    private static Optional<ColourProfile> profile(ImageInputStream input, long length)
            throws IOException {
        if (length < 3 || length > LARGEST_PROFILE) {
            return Optional.empty();
        }
        byte[] chunk = new byte[(int) length];
        input.readFully(chunk);
        int nameEnd = 0;
        while (nameEnd < chunk.length && chunk[nameEnd] != 0) {
            nameEnd++;
        }
        if (nameEnd > LONGEST_PROFILE_NAME
                || nameEnd + 2 > chunk.length
                || chunk[nameEnd + 1] != 0) {
            return Optional.empty();
        }
        InputStream compressed =
                new ByteArrayInputStream(chunk, nameEnd + 2, chunk.length - nameEnd - 2);
        try (InputStream inflated = new InflaterInputStream(compressed)) {
            byte[] profile = inflated.readNBytes(LARGEST_PROFILE + 1);
            return profile.length <= LARGEST_PROFILE
                    ? ColourProfile.read(profile)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
