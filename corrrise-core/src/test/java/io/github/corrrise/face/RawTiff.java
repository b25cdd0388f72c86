package io.github.corrrise.face;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;

/** Writes TIFF files tag by tag, sound ones and others: one strip, little-endian. */
final class RawTiff {
    private final TreeMap<Integer, int[]> tags = new TreeMap<>();
    private byte[] pixels = new byte[0];
    private int nextDirectory;
    private int longTag;

    /** Height, width and the strip; everything else is set by the test. */
    static RawTiff of(int height, int width, byte[] pixels) {
        RawTiff tiff = new RawTiff();
        tiff.pixels = pixels.clone();
        return tiff.with(256, width)
                .with(257, height)
                .with(259, 1)
                .with(278, height)
                .with(279, pixels.length);
    }

    /** Numbers of 16 bits, as TIFF 6.0 wants them, but for sizes and places. */
    private boolean isShort(int tag) {
        return tag != longTag
                && switch (tag) {
                    case 256, 257, 273, 278, 279, 322, 323, 324, 325 -> false;
                    default -> true;
                };
    }

    /** Writes a tag in 32 bits that is one of 16. */
    RawTiff withLong(int tag) {
        longTag = tag;
        return this;
    }

    /** Sets a tag. */
    RawTiff with(int tag, int... values) {
        tags.put(tag, values.clone());
        return this;
    }

    RawTiff without(int tag) {
        tags.remove(tag);
        return this;
    }

    /** Where the file says that a next directory is; 8 is the directory itself. */
    RawTiff withNextDirectory(int offset) {
        nextDirectory = offset;
        return this;
    }

    byte[] toBytes() {
        int[] counts = tags.getOrDefault(279, new int[1]).clone();
        if (!tags.containsKey(324)) {
            tags.put(273, counts);
        }
        int entries = tags.size();
        int after = 8 + 2 + 12 * entries + 4;
        int extra = tags.values().stream().mapToInt(v -> v.length > 1 ? 4 * v.length : 0).sum();
        int strip = after + extra;
        if (tags.containsKey(273)) {
            int[] starts = new int[counts.length];
            starts[0] = strip;
            for (int i = 1; i < starts.length; i++) {
                starts[i] = starts[i - 1] + counts[i - 1];
            }
            tags.put(273, starts);
        }
        ByteBuffer file = ByteBuffer.allocate(strip + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        file.putShort((short) entries);
        int place = after;
        for (var tag : tags.entrySet()) {
            int[] values = tag.getValue();
            boolean isShort = isShort(tag.getKey());
            file.putShort(tag.getKey().shortValue());
            file.putShort((short) (isShort ? 3 : 4)).putInt(values.length);
            if (isShort && values.length <= 2) {
                file.putShort((short) values[0]);
                file.putShort((short) (values.length > 1 ? values[1] : 0));
            } else if (values.length == 1) {
                file.putInt(values[0]);
            } else {
                file.putInt(place);
            }
            place += values.length > 1 ? 4 * values.length : 0;
        }
        file.putInt(nextDirectory);
        for (var tag : tags.entrySet()) {
            int[] values = tag.getValue();
            if (values.length > 1) {
                int end = file.position() + 4 * values.length;
                for (int value : values) {
                    if (isShort(tag.getKey())) {
                        file.putShort((short) value);
                    } else {
                        file.putInt(value);
                    }
                }
                file.position(end);
            }
        }
        file.put(pixels);
        return file.array();
    }
}
