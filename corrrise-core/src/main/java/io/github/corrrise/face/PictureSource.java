package io.github.corrrise.face;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Where the bytes of a picture are: opened for each look at them. */
final class PictureSource {
    /** Opens the bytes from their start. */
    @FunctionalInterface
    private interface Opening {
        InputStream open() throws IOException;
    }

    private final String name;
    private final long length;
    private final Opening opening;

    private PictureSource(String name, long length, Opening opening) {
        this.name = name;
        this.length = length;
        this.opening = opening;
    }

    /** A file that is there. */
    static PictureSource of(Path file) throws IOException {
        return new PictureSource(
                file.toString(), Files.size(file), () -> Files.newInputStream(file));
    }

    /** Bytes that nobody writes to meanwhile. */
    static PictureSource of(byte[] bytes) {
        return new PictureSource(
                bytes.length + " bytes", bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** What stands at the end of messages. */
    String name() {
        return name;
    }

    /** How many bytes there are. */
    long length() {
        return length;
    }

    /** A buffered stream, big-endian; the caller closes it. */
    ImageInputStream open() throws IOException {
        InputStream bytes = opening.open();
        return new MemoryCacheImageInputStream(bytes) {
            @Override
            public void close() throws IOException {
                super.close();
                bytes.close();
            }
        };
    }

    /** Some of the first bytes; fewer where there are no more. */
    byte[] start(int count) throws IOException {
        try (InputStream bytes = opening.open()) {
            return bytes.readNBytes(count);
        }
    }

    /**
     * The same bytes without some stretches.
     *
     * @param stretches pairs (first, end), ascending and disjoint
     */
    PictureSource without(List<Long> stretches) throws IOException {
        byte[] kept = new byte[Math.toIntExact(length)];
        int count = 0;
        try (InputStream bytes = opening.open()) {
            long at = 0;
            for (int i = 0; i <= stretches.size(); i += 2) {
                long end = i < stretches.size() ? stretches.get(i) : length;
                count += bytes.readNBytes(kept, count, (int) (end - at));
                if (i < stretches.size()) {
                    bytes.skipNBytes(stretches.get(i + 1) - end);
                    at = stretches.get(i + 1);
                }
            }
        }
        byte[] some = Arrays.copyOf(kept, count);
        return new PictureSource(name, count, () -> new ByteArrayInputStream(some));
    }
}
