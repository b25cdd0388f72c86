package io.github.corrrise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that one run writes to, created where it is missing and locked until closed. */
final class OutputFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lock;

    private OutputFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder.
     *
     * @throws UncheckedIOException where it cannot be created or written, or another run has it
     */
    static OutputFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw new IOException("another run writes there");
                }
                return new OutputFolder(folder, channel);
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw new IOException("another run of this program writes there", e);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (FileAlreadyExistsException e) {
            throw failure(folder, "it must be a folder, was a file", e);
        } catch (NoSuchFileException e) {
            throw failure(folder, "it cannot be created", e);
        } catch (AccessDeniedException e) {
            throw failure(folder, "access denied", e);
        } catch (IOException e) {
            throw failure(folder, "" + e.getMessage(), e);
        }
    }

    private static UncheckedIOException failure(Path folder, String reason, IOException cause) {
        return new UncheckedIOException("cannot write to " + folder + ": " + reason, cause);
    }

    /** The path of a file in it. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** A folder in it, created where it is missing. */
    Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw failure(folder, "" + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failure(folder, "" + e.getMessage(), e);
        }
    }
}
