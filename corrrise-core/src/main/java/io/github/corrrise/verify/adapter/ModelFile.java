package io.github.corrrise.verify.adapter;

import io.github.corrrise.verify.VerifierException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was read, so that a provenance tells one model from another: its name and a digest
 * of every file that its weights are in.
 *
 * <p>The digest of one file is its SHA-256, as {@code sha256sum} prints it. Where weights are in
 * several files it is the SHA-256 of lines of text, each ended by a line feed: for an ONNX graph
 * with external data first the digest of the graph's file, then, for each file that it names, its
 * digest, two spaces and the name as the graph has it, sorted by name; for a model of several files
 * the digest, two spaces and the relative path of each, sorted by path.
 *
 * @param name the file's name
 * @param sha256 the digest, 64 hexadecimal digits in lower case
 * @since 0.1.0
 */
public record ModelFile(String name, String sha256) {
    private static final int SHORT_DIGITS = 12;
    private static final int BUFFER_LENGTH = 1 << 16;

    /** Checks that neither is null. */
    public ModelFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
    }

    /**
     * Reads one file to its end, whatever its format.
     *
     * @throws UncheckedIOException where it is missing, empty, not a regular file or not readable
     */
    public static ModelFile read(Path file) {
        return new ModelFile(nameOf(file), digestOf(file, "model"));
    }

    /**
     * Reads an ONNX file and every file of weights that its graph names: external data of tensors,
     * those within branches, loops and functions included, and compiled contexts. A file in ONNX
     * Runtime's own format, known by the ending {@code .ort}, names none.
     *
     * @throws UncheckedIOException where one of them is missing, empty, not a regular file or not
     *     readable
     * @throws VerifierException where it is no ONNX file, or names a file outside its own folder
     * @throws IllegalArgumentException where it lies in an archive and names further files
     */
    public static ModelFile readOnnx(Path file) {
        String name = nameOf(file);
        if (name.toLowerCase(Locale.ROOT).endsWith(".ort")) {
            return read(file);
        }
        requireFile(file, "model");
        try (InputStream content = Files.newInputStream(file)) {
            if (Files.size(file) == 0) {
                throw unreadable("model must be a file with content, was empty: " + file, null);
            }
            MessageDigest digest = newDigest();
            SortedSet<String> weights = namesIn(content, digest, name);
            String graph = HexFormat.of().formatHex(digest.digest());
            if (weights.isEmpty()) {
                return new ModelFile(name, graph);
            }
            if (!file.getFileSystem().equals(FileSystems.getDefault())) {
                throw namesFiles(name, weights, "unpack it and open it by its path");
            }
            List<String> lines = new ArrayList<>(List.of(graph));
            for (String location : weights) {
                Path beside = resolve(file, location);
                String subject = "file '" + location + "' that model " + name + " names";
                lines.add(digestOf(beside, subject) + "  " + location);
            }
            return new ModelFile(name, digestOf(lines));
        } catch (NoSuchFileException e) {
            throw unreadable("model must be a file, was missing: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * An ONNX file that is in memory. It must hold its weights: there is no folder in which further
     * files could be found.
     *
     * @param name the model in messages and descriptions
     * @param content the file's bytes, at least one
     * @throws VerifierException where they are no ONNX file
     * @throws IllegalArgumentException where the array is empty, or the graph names further files
     */
    public static ModelFile ofOnnx(String name, byte[] content) {
        if (content.length == 0) {
            throw new IllegalArgumentException("model must be an ONNX file, was empty: " + name);
        }
        MessageDigest digest = newDigest();
        if (isOrtFormat(content)) {
            return new ModelFile(name, HexFormat.of().formatHex(digest.digest(content)));
        }
        try {
            SortedSet<String> weights = namesIn(new ByteArrayInputStream(content), digest, name);
            if (!weights.isEmpty()) {
                throw namesFiles(name, weights, "open it by its path");
            }
            return new ModelFile(name, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the files of a model that are several, each to its end; ONNX files, known by the ending
     * {@code .onnx}, as {@link #readOnnx} does. Of one file the digest is that file's.
     *
     * @param name the model
     * @param folder that their paths are relative to
     * @param files at least one
     * @throws IllegalArgumentException where there are no files
     * @throws UncheckedIOException where one of them is missing, not a regular file or not readable
     */
    public static ModelFile readAll(String name, Path folder, Collection<Path> files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("files must be at least 1, was 0");
        }
        List<String> lines = new ArrayList<>();
        String last = "";
        for (Path file : files) {
            boolean onnx = nameOf(file).toLowerCase(Locale.ROOT).endsWith(".onnx");
            last = onnx ? readOnnx(file).sha256() : digestOf(file, "model", true);
            lines.add(last + "  " + folder.relativize(file).toString().replace('\\', '/'));
        }
        lines.sort((a, b) -> a.substring(a.indexOf(' ')).compareTo(b.substring(b.indexOf(' '))));
        return new ModelFile(name, files.size() == 1 ? last : digestOf(lines));
    }

    private static SortedSet<String> namesIn(InputStream content, MessageDigest digest, String name)
            throws IOException {
        try {
            return OnnxGraphReader.namesIn(content, digest);
        } catch (OnnxGraphReader.Malformed e) {
            throw new VerifierException(
                    "model " + name + " must be an ONNX file, was " + e.getMessage(), e);
        }
    }

    /** By the identifier of its flat buffer, as ONNX Runtime knows it. */
    private static boolean isOrtFormat(byte[] content) {
        return content.length > 8
                && new String(content, 4, 4, StandardCharsets.ISO_8859_1).equals("ORTM");
    }

    private static IllegalArgumentException namesFiles(
            String name, Collection<String> weights, String remedy) {
        String more = weights.size() == 1 ? "" : " and " + (weights.size() - 1) + " more";
        return new IllegalArgumentException(
                "model "
                        + name
                        + " must hold its weights, was a graph whose weights are in the file '"
                        + weights.iterator().next()
                        + "'"
                        + more
                        + ": "
                        + remedy);
    }

    /** The place of a file that a graph names; links are followed when it is read. */
    private static Path resolve(Path model, String location) {
        Path absolute = model.toAbsolutePath();
        Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
        try {
            Path named = model.getFileSystem().getPath(location);
            Path file = folder.resolve(named).normalize();
            boolean inside =
                    !location.isEmpty()
                            && !named.isAbsolute()
                            && file.startsWith(folder.normalize())
                            && !file.equals(folder.normalize());
            if (inside) {
                return folder.resolve(named);
            }
        } catch (InvalidPathException e) {
            throw outside(model, location, e);
        }
        throw outside(model, location, null);
    }

    private static VerifierException outside(
            Path model, String location, @Nullable Throwable cause) {
        return new VerifierException(
                "files that model "
                        + nameOf(model)
                        + " names must be in its own folder, was '"
                        + location
                        + "'",
                cause);
    }

    private static void requireFile(Path file, String subject) {
        if (Files.isDirectory(file)) {
            throw unreadable(subject + " must be a file, was a directory: " + file, null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw unreadable(
                    subject + " must be a regular file, was a device or a pipe: " + file, null);
        }
    }

    private static UncheckedIOException unreadable(String message, @Nullable IOException cause) {
        return new UncheckedIOException(message, cause == null ? new IOException(message) : cause);
    }

    private static String digestOf(Path file, String subject) {
        return digestOf(file, subject, false);
    }

    private static String digestOf(Path file, String subject, boolean mayBeEmpty) {
        requireFile(file, subject);
        MessageDigest digest = newDigest();
        long length = 0;
        try (InputStream content = Files.newInputStream(file)) {
            byte[] piece = new byte[BUFFER_LENGTH];
            for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                digest.update(piece, 0, read);
                length += read;
            }
        } catch (NoSuchFileException e) {
            throw unreadable(subject + " must be a file, was missing: " + file, e);
        } catch (IOException e) {
            throw unreadable(subject + " cannot be read: " + e.getMessage(), e);
        }
        if (length == 0 && !mayBeEmpty) {
            throw unreadable(subject + " must be a file with content, was empty: " + file, null);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digestOf(List<String> lines) {
        MessageDigest digest = newDigest();
        for (String line : lines) {
            digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }

    /** What tells it from another model of that name, for example {@code sha256 eb2608f2eb9f}. */
    public String version() {
        return "sha256 " + sha256.substring(0, SHORT_DIGITS);
    }
}
