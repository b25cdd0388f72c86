package io.github.corrrise.internal.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a file so that nobody sees half of it: the content goes to a new file beside the target,
 * which then replaces the target, atomically where the file system can. When anything fails before
 * that, the new file is deleted and an older target is left as it was. Safe for use by several
 * threads; of two writers to one target the one that finishes later wins.
 *
 * <p>Where the file system has POSIX permissions, a file that is replaced keeps its permissions,
 * and until the new one is in place only the owner can read it. A file that did not exist gets the
 * permissions that the system gives to new files (the umask). The owner is the user who runs the
 * program.
 */
public final class WholeFile {
    /** Number of the last name tried for the file beside the target, counted from 0. */
    private static final int MAX_ATTEMPTS = 1000;

    /** Most links followed from one to the next, as on Linux. */
    private static final int MAX_LINKS = 40;

    /**
     * Longest name of a target that the new file's name contains; its letters leave room for the
     * rest, however many bytes they take.
     */
    private static final int LONGEST_STEM = 60;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(
                    EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    private WholeFile() {}

    /** The content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it to a buffered stream, which the caller closes. */
        void writeTo(OutputStream output) throws IOException;
    }

    /**
     * Creates or replaces {@code file}. Links are followed as the system follows them, even to a
     * file that does not exist yet, and remain links. What the content throws besides an {@link
     * IOException} is passed on.
     *
     * @throws UncheckedIOException where the folder does not exist, the target is a folder or a
     *     device, or writing fails; the message names the file
     */
    public static void write(Path file, Content content) {
        try {
            Path target = target(file);
            Optional<Set<PosixFilePermission>> permissions = permissions(target);
            Path beside = null;
            boolean moved = false;
            try {
                beside = createBeside(target, permissions.isPresent());
                try (OutputStream output =
                        new BufferedOutputStream(Files.newOutputStream(beside))) {
                    content.writeTo(output);
                }
                if (permissions.isPresent()) {
                    Files.setPosixFilePermissions(beside, permissions.get());
                }
                move(beside, target);
                moved = true;
            } finally {
                if (beside != null && !moved) {
                    Files.deleteIfExists(beside);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file + ": " + FileFailures.reason(e), e);
        }
    }

    /** The file that all links lead to, in a folder that exists. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; links <= MAX_LINKS; links++) {
            Path folder = target.getParent();
            Path name = target.getFileName();
            if (folder == null || name == null) {
                throw new IOException("it must be a file, was the root");
            }
            if (!Files.isDirectory(folder)) {
                throw new NoSuchFileException(
                        folder.toString(), null, "its folder must exist: " + folder);
            }
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw new IOException("it must be a file, was a folder or device");
            }
            // Not normalised: behind a link, ".." is the parent of the folder that it points to.
            Path here = folder.toRealPath().resolve(name);
            if (!Files.isSymbolicLink(here)) {
                return here;
            }
            target = here.resolveSibling(Files.readSymbolicLink(here));
        }
        throw new FileSystemLoopException(file + ": too many links");
    }

    /** The permissions of a file that exists, where the file system has any. */
    private static Optional<Set<PosixFilePermission>> permissions(Path target) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        return view == null || Files.notExists(target)
                ? Optional.empty()
                : Optional.of(view.readAttributes().permissions());
    }

    /** Not by {@code createTempFile}, whose files would stay readable by their owner only. */
    private static Path createBeside(Path target, boolean ownerOnly) throws IOException {
        String name = String.valueOf(target.getFileName());
        String stem = name.length() <= LONGEST_STEM ? name : Integer.toHexString(name.hashCode());
        FileAttribute<?>[] attributes =
                ownerOnly ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        for (int attempt = 0; ; attempt++) {
            try {
                return Files.createFile(
                        target.resolveSibling("." + stem + "." + attempt), attributes);
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
}
