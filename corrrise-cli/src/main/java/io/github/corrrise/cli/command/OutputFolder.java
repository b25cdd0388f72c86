package io.github.corrrise.cli.command;

import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.LineFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder that one run writes to, created where it is missing and locked until closed. */
public final class OutputFolder implements AutoCloseable {
    private static final String LOCK = ".lock";

    private final Path folder;
    private final LineFile lock;

    private OutputFolder(Path folder, LineFile lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder.
     *
     * @throws UncheckedIOException where it cannot be created or written, or another run has it
     */
    public static OutputFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            return new OutputFolder(folder, LineFile.open(folder.resolve(LOCK)));
        } catch (FileAlreadyExistsException e) {
            throw failure(folder, "it must be a folder, was a file", e);
        } catch (NoSuchFileException e) {
            throw failure(folder, "it cannot be created", e);
        } catch (IOException e) {
            throw failure(folder, FileFailures.reason(e), e);
        }
    }

    private static UncheckedIOException failure(Path folder, String reason, IOException cause) {
        return new UncheckedIOException("cannot write to " + folder + ": " + reason, cause);
    }

    /** The path of a file in it. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** A folder in it, created where it is missing. */
    public Path subfolder(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw failure(folder, FileFailures.reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw failure(folder, FileFailures.reason(e), e);
        }
    }
}
