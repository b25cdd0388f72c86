package io.github.corrrise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far: a text file, only ever added to, whose first line says which run it
 * is. A line that a killed run left half-written is cut off. For one run at a time: its folder is
 * locked.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final List<String> lines;

    private Journal(Path file, FileChannel channel, List<String> lines) {
        this.file = file;
        this.channel = channel;
        this.lines = lines;
    }

    /**
     * Opens or creates a journal.
     *
     * @param header first line, which tells the run
     * @throws IllegalArgumentException where the file tells of another run
     * @throws UncheckedIOException where it cannot be written
     */
    static Journal open(Path file, String header) {
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            String text = Files.readString(file, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            List<String> lines = whole.lines().toList();
            if (!lines.isEmpty() && !lines.get(0).equals(header)) {
                throw new IllegalArgumentException(
                        file
                                + " is of another run; name another folder or delete it. It holds "
                                + lines.get(0)
                                + ", this run is "
                                + header);
            }
            channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            channel.position(channel.size());
            Journal journal =
                    new Journal(
                            file, channel, lines.subList(Math.min(1, lines.size()), lines.size()));
            if (lines.isEmpty()) {
                journal.add(header);
            }
            return journal;
        } catch (IOException e) {
            close(channel);
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    private static void close(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The lines that earlier runs left, without the header. */
    List<String> lines() {
        return lines;
    }

    /** Adds a line; it is in the file when this returns. */
    void add(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}
