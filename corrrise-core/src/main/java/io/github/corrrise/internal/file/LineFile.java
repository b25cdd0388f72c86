package io.github.corrrise.internal.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A text file to which one program at a time adds lines. The lock is the operating system's and
 * ends with the process, so a killed run leaves none behind. For one thread, except that others may
 * {@link #read(Path, LineReader) read} the same file meanwhile.
 *
 * <p>Why everything goes through one channel: on POSIX systems a process loses its lock on a file
 * when it closes any descriptor of that file. Reading through a second one would unlock it. Other
 * code in the process may still do so; {@link #add} therefore takes the lock again and compares the
 * file's length with what was written: it throws where another program took the lock or added to
 * the file.
 */
public final class LineFile implements AutoCloseable {
    /** Locked in place of the lines, so that others can read them on every system. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** Longest line that is read, in bytes; bounds the memory for a file without line ends. */
    private static final int LONGEST_LINE = 1 << 28;

    private static final int BUFFER_SIZE = 1 << 16;

    /** Files open in this process: read through the same channels, so that the locks stay. */
    private static final Set<LineFile> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final @Nullable Object fileKey;
    private FileLock lock;
    private long length;

    private LineFile(Path file, FileChannel channel, FileLock lock) throws IOException {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.fileKey = key(file);
        this.length = channel.size();
    }

    /** Receives the lines of a file, in order. */
    @FunctionalInterface
    public interface LineReader {
        /**
         * Takes a line.
         *
         * @param number of the line, from 1
         * @param line without its end
         */
        void read(int number, byte[] line) throws IOException;
    }

    /**
     * Opens or creates a file and locks it.
     *
     * @throws IOException where it cannot be opened, or another run or program is writing it
     */
    public static synchronized LineFile open(Path file) throws IOException {
        // Asked before a second descriptor is opened, since closing it would drop the lock.
        if (openAs(file).isPresent()) {
            throw new IOException("another run of this program is writing it");
        }
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            LineFile opened = new LineFile(file, channel, lock(channel));
            OPEN.add(opened);
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Reads the complete lines of a file, which another run may be writing.
     *
     * @return the bytes after the last line end; empty where there are none
     * @throws IOException where the file cannot be read, a line is longer than 2^28 bytes, or the
     *     reader throws
     */
    public static byte[] read(Path file, LineReader reader) throws IOException {
        Optional<LineFile> open = openAs(file);
        if (open.isPresent()) {
            synchronized (open.get()) {
                if (open.get().channel.isOpen()) {
                    return open.get().read(reader);
                }
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, reader);
        }
    }

    /**
     * Reads the complete lines.
     *
     * @return the bytes after the last line end: none, or the start of a line that a killed run
     *     left
     * @throws IOException where the file cannot be read, a line is longer than 2^28 bytes, or the
     *     reader throws
     */
    public byte[] read(LineReader reader) throws IOException {
        return read(channel, reader);
    }

    private static Optional<LineFile> openAs(Path file) throws IOException {
        for (LineFile open : OPEN) {
            if (Files.exists(file)
                    && Files.exists(open.file)
                    && Files.isSameFile(open.file, file)) {
                return Optional.of(open);
            }
        }
        return Optional.empty();
    }

    private static byte[] read(FileChannel channel, LineReader reader) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
        int number = 1;
        long position = 0;
        for (int count = channel.read(buffer, position);
                count > 0;
                count = channel.read(buffer, position)) {
            position += count;
            for (buffer.flip(); buffer.hasRemaining(); ) {
                byte next = buffer.get();
                if (next == '\n') {
                    reader.read(number++, line.toByteArray());
                    line.reset();
                } else if (line.size() < LONGEST_LINE) {
                    line.write(next);
                } else {
                    throw new IOException(
                            "line " + number + ": it must be at most " + LONGEST_LINE + " bytes");
                }
            }
            buffer.clear();
        }
        return line.toByteArray();
    }

    /**
     * Truncates a partial last line.
     *
     * @param torn what {@link #read(LineReader)} returned
     */
    public void dropTorn(byte[] torn) throws IOException {
        length = channel.size() - torn.length;
        channel.truncate(length);
    }

    /**
     * Adds a line and forces it to the disk. Where writing fails midway a part of the line may stay
     * in the file, which is then to be closed; the next run truncates it.
     *
     * @param line without its end; holds no line feed
     * @throws IllegalArgumentException where it holds one
     * @throws IOException where writing fails, or the file was deleted, replaced, changed or taken
     *     by another program since it was opened
     */
    public void add(String line) throws IOException {
        if (line.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("line must hold no line end, held one");
        }
        requireOurs();
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long end = length;
        try {
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(false);
        } catch (IOException e) {
            // The next line must not join the part of this one that was written.
            try {
                channel.truncate(length);
            } catch (IOException besides) {
                e.addSuppressed(besides);
            }
            throw e;
        }
        length = end;
    }

    private void requireOurs() throws IOException {
        lock.release();
        lock = lock(channel);
        try {
            if (!Objects.equals(key(file), fileKey)) {
                throw new IOException("it was replaced by another file during the run");
            }
        } catch (NoSuchFileException e) {
            throw new IOException("it was deleted or moved during the run", e);
        }
        if (channel.size() != length) {
            throw new IOException(
                    "it was changed by another program during the run: it must hold "
                            + length
                            + " bytes, held "
                            + channel.size());
        }
    }

    /** The key by which the system tells files apart; null where it has none. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            throw new IOException("another run of this program is writing it", e);
        }
        if (lock == null) {
            throw new IOException("another program is writing it");
        }
        return lock;
    }

    @Override
    public synchronized void close() throws IOException {
        OPEN.remove(this);
        channel.close();
    }
}
