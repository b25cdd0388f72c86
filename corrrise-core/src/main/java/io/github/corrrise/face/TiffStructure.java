package io.github.corrrise.face;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.stream.ImageInputStream;

/**
 * The first directory of a TIFF: what its samples mean and how large its parts are. Whatever is not
 * unsigned grey, palette, RGB or YCbCr is refused by name, for the platform's reader decodes some
 * of it to black or to other colours.
 */
final class TiffStructure {
    private static final int ENTRY_LENGTH = 12;
    private static final int MOST_ENTRIES = 4096;

    /**
     * Tiles and strips larger than the picture are padding; encoders pad to 16 or a few hundred.
     */
    private static final long LARGEST_PADDED_TILE = 1024L * 1024;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int STRIP_COUNTS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_COUNTS = 325;
    private static final int EXTRA_SAMPLES = 338;
    private static final int SAMPLE_FORMAT = 339;

    private final ImageInputStream input;
    private final long length;
    private final Map<Integer, long[]> values = new HashMap<>();

    private TiffStructure(ImageInputStream input, long length) {
        this.input = input;
        this.length = length;
    }

    static PictureStructure read(ImageInputStream input, long length) throws IOException {
        int orientation = ExifBlock.orientation(input, 0, Long.MAX_VALUE);
        input.seek(0);
        input.setByteOrder(
                input.readUnsignedShort() == 0x4949
                        ? ByteOrder.LITTLE_ENDIAN
                        : ByteOrder.BIG_ENDIAN);
        input.readUnsignedShort();
        TiffStructure structure = new TiffStructure(input, length);
        structure.readDirectory(input.readUnsignedInt());
        structure.requireKnownColours();
        structure.requireParts();
        return PictureStructure.plain(orientation);
    }

    private void readDirectory(long start) throws IOException {
        input.seek(start);
        int entryCount = input.readUnsignedShort();
        if (entryCount > MOST_ENTRIES) {
            throw new PictureRefusal(
                    "picture must have at most "
                            + MOST_ENTRIES
                            + " tags, was a TIFF of "
                            + entryCount);
        }
        for (int entry = 0; entry < entryCount; entry++) {
            input.seek(start + 2 + (long) ENTRY_LENGTH * entry);
            int tag = input.readUnsignedShort();
            int type = input.readUnsignedShort();
            long count = input.readUnsignedInt();
            if (isWanted(tag)) {
                requireType(tag, type);
                values.put(tag, numbers(type, count));
            }
        }
        input.seek(start + 2 + (long) ENTRY_LENGTH * entryCount);
        if (input.readUnsignedInt() != 0) {
            throw new PictureRefusal("picture must be of one frame, was a TIFF of several");
        }
    }

    private static boolean isWanted(int tag) {
        return switch (tag) {
            case WIDTH,
                    HEIGHT,
                    BITS,
                    PHOTOMETRIC,
                    FILL_ORDER,
                    SAMPLES_PER_PIXEL,
                    STRIP_COUNTS,
                    TILE_WIDTH,
                    TILE_HEIGHT,
                    TILE_COUNTS,
                    EXTRA_SAMPLES,
                    SAMPLE_FORMAT ->
                    true;
            default -> false;
        };
    }

    /** The platform's reader passes over a tag of another type and takes its default instead. */
    private static void requireType(int tag, int type) throws IOException {
        boolean isOfSizes =
                switch (tag) {
                    case WIDTH, HEIGHT, STRIP_COUNTS, TILE_WIDTH, TILE_HEIGHT, TILE_COUNTS -> true;
                    default -> false;
                };
        if (type != SHORT && !(isOfSizes && type == LONG)) {
            throw new PictureRefusal(
                    "picture must have tags of the types of TIFF 6.0, was a TIFF with tag "
                            + tag
                            + " of type "
                            + type);
        }
    }

    /** Unsigned numbers of 16 or 32 bits, beside the entry or where it points. */
    private long[] numbers(int type, long count) throws IOException {
        int size = type == SHORT ? Short.BYTES : Integer.BYTES;
        if (count * size > length) {
            throw new PictureRefusal(
                    "picture must hold its tags, was a TIFF of "
                            + length
                            + " bytes with a tag of "
                            + count
                            + " numbers");
        }
        if (count * size > 4) {
            input.seek(input.readUnsignedInt());
        }
        long[] numbers = new long[(int) count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = type == SHORT ? input.readUnsignedShort() : input.readUnsignedInt();
        }
        return numbers;
    }

    private long value(int tag, long otherwise) {
        long[] found = values.getOrDefault(tag, new long[0]);
        return found.length == 0 ? otherwise : found[0];
    }

    private void requireKnownColours() throws IOException {
        long photometric = value(PHOTOMETRIC, -1);
        int colours =
                switch ((int) photometric) {
                    case 0, 1, 3 -> 1;
                    case 2, 6 -> 3;
                    default -> throw unknown(name(photometric));
                };
        long samples = value(SAMPLES_PER_PIXEL, 1);
        long[] extra = values.getOrDefault(EXTRA_SAMPLES, new long[0]);
        boolean oneAlpha = extra.length == 1 && (extra[0] == 1 || extra[0] == 2);
        if (samples != colours && !(samples == colours + 1 && oneAlpha)) {
            throw unknown(samples + " samples per pixel, of which " + colours + " are colours");
        }
        for (long format : values.getOrDefault(SAMPLE_FORMAT, new long[] {1})) {
            if (format != 1) {
                throw unknown(
                        format == 2
                                ? "signed samples"
                                : format == 3 ? "floating point samples" : "samples of no format");
            }
        }
        long[] bits = values.getOrDefault(BITS, new long[] {1});
        boolean alike = Arrays.stream(bits).distinct().count() == 1;
        if (!alike || !(bits[0] == 16 || (bits[0] <= 8 && 8 % Math.max(1, bits[0]) == 0))) {
            throw unknown(Arrays.toString(bits) + " bits per sample");
        }
        if (value(FILL_ORDER, 1) != 1) {
            throw unknown("bits from the lowest to the highest (fill order 2)");
        }
    }

    private static String name(long photometric) {
        return switch ((int) photometric) {
            case -1 -> "colours that it does not state";
            case 4 -> "a transparency mask";
            case 5 -> "CMYK or other inks";
            case 8, 9, 10 -> "CIE L*a*b*";
            case 32803, 34892 -> "raw data of a camera";
            default -> "colours of the unknown kind " + photometric;
        };
    }

    private static PictureRefusal unknown(String received) {
        return new PictureRefusal(
                "picture must be grey, palette, RGB or YCbCr of 1, 2, 4, 8 or 16 unsigned bits with"
                        + " at most one alpha channel, was a TIFF of "
                        + received);
    }

    private void requireParts() throws IOException {
        long tile = value(TILE_WIDTH, 0) * value(TILE_HEIGHT, 0);
        long pixels = value(WIDTH, 0) * value(HEIGHT, 0);
        if (tile > Math.max(LARGEST_PADDED_TILE, pixels)) {
            throw new PictureRefusal(
                    "picture must have tiles no larger than itself, was a TIFF of "
                            + pixels
                            + " pixels with tiles of "
                            + tile);
        }
        for (int tag : new int[] {STRIP_COUNTS, TILE_COUNTS}) {
            for (long byteCount : values.getOrDefault(tag, new long[0])) {
                if (byteCount > length) {
                    throw new PictureRefusal(
                            "picture must hold its parts, was a TIFF of "
                                    + length
                                    + " bytes with a part of "
                                    + byteCount);
                }
            }
        }
    }
}
