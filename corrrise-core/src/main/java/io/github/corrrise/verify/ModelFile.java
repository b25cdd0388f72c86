package io.github.corrrise.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model's file as it was read, so that a provenance tells one model from another.
 *
 * @param name the file's name
 * @param sha256 its SHA-256, 64 hexadecimal digits in lower case
 */
public record ModelFile(String name, String sha256) {
    private static final int SHORT_DIGITS = 12;

    /**
     * Reads a file to its end.
     *
     * @throws UncheckedIOException where it is missing, empty, a directory or not readable
     */
    public static ModelFile read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("model must be a file, was a directory: " + file);
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long length = 0;
            try (InputStream content = Files.newInputStream(file)) {
                byte[] piece = new byte[1 << 16];
                for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                    digest.update(piece, 0, read);
                    length += read;
                }
            }
            if (length == 0) {
                throw new IOException("model must be a file with content, was empty: " + file);
            }
            return new ModelFile(nameOf(file), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("model must be a file, was missing: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }

    /** What tells it from another file of that name, for example {@code sha256 eb2608f2eb9f}. */
    public String version() {
        return "sha256 " + sha256.substring(0, SHORT_DIGITS);
    }
}
