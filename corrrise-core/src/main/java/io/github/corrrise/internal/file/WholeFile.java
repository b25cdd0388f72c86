package io.github.corrrise.internal.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that nobody sees half of it: the content goes to a new file beside the target,
 * which then takes the target's place. When anything fails the new file is deleted and an older
 * target is left as it was. Safe for use by several threads; of two writers to one target the later
 * wins.
 */
public final class WholeFile {
    /** Names tried for the file beside the target; more than this many left over is a fault. */
    private static final int MAX_ATTEMPTS = 1000;

    private WholeFile() {}

    /** What the file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is buffered, and closed by the caller. */
        void writeTo(OutputStream output) throws IOException;
    }

    /**
     * Creates or replaces {@code file}. A link is followed, so that it still is one afterwards.
     *
     * @throws UncheckedIOException where the folder does not exist, the target is a folder or a
     *     device, or writing fails; the message names the file
     */
    public static void write(Path file, Content content) {
        try {
            Path target = target(file);
            Path beside = null;
            boolean moved = false;
            try {
                beside = createBeside(target);
                try (OutputStream output =
                        new BufferedOutputStream(Files.newOutputStream(beside))) {
                    content.writeTo(output);
                }
                move(beside, target);
                moved = true;
            } finally {
                if (beside != null && !moved) {
                    Files.deleteIfExists(beside);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static Path target(Path file) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath().normalize();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException("it must be a file, was the root");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "its folder must exist: " + folder);
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException("it must be a file, was a folder or device");
        }
        return target;
    }

    /** Not {@code createTempFile}: that makes files which only the owner may read, for good. */
    private static Path createBeside(Path target) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path beside = target.resolveSibling("." + target.getFileName() + "." + attempt);
            try {
                Files.newOutputStream(
                                beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                        .close();
                return beside;
            } catch (FileAlreadyExistsException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void move(Path beside, Path target) throws IOException {
        try {
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException failure) {
        String message =
                failure instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
