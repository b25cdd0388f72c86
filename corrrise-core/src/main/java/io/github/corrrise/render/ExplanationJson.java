package io.github.corrrise.render;

import com.fasterxml.jackson.core.JacksonException;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Explanations as JSON and back: score, decision, both maps with their errors, what is significant
 * and how all of it came about. What is read equals what was written, and draws the same pictures.
 *
 * <p><b>Faces are biometric data and stay out</b> unless {@link #writeWithFaces} is asked for them;
 * who reads a file without them supplies the pair. Maps alone show where a face was looked at and
 * not the face, yet they belong to a comparison of persons: treat them with care.
 *
 * <p>Fields keep their order; what does not exist is null, and so is a bound of a scale that is
 * infinite. Planes are base64 of little-endian 32-bit floats, row-major. The seed is a string,
 * since readers that hold numbers as doubles would change it. Times are in seconds. UTF-8, indented
 * by two spaces, a newline at the end, the same bytes on every platform. The schema is {@code
 * docs/explanation.schema.json} of the project. A reader ignores fields it does not know; {@code
 * formatVersion} counts changes that break one. Safe for use by several threads.
 */
public final class ExplanationJson {
    /**
     * Version of the fields and their meaning, written as {@code formatVersion} and the only one
     * read. Version 1 was a summary without maps, version 2 had no {@code inputs}.
     */
    public static final int FORMAT_VERSION = 3;

    private ExplanationJson() {}

    /**
     * Writes an explanation without its faces.
     *
     * @throws UncheckedIOException where the folder is missing, the target is a folder or writing
     *     fails; the message names the file
     */
    public static void write(Explanation explanation, Path file) {
        write(toJson(explanation), file);
    }

    /**
     * Writes an explanation with both faces, pixel for pixel.
     *
     * @throws UncheckedIOException as {@link #write}
     */
    public static void writeWithFaces(Explanation explanation, Path file) {
        write(toJsonWithFaces(explanation), file);
    }

    private static void write(String json, Path file) {
        Objects.requireNonNull(file, "file");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(bytes));
    }

    /** An explanation without its faces as text, ending with a newline. */
    public static String toJson(Explanation explanation) {
        return ExplanationWriter.toJson(explanation, false);
    }

    /** An explanation with both faces as text, ending with a newline. */
    public static String toJsonWithFaces(Explanation explanation) {
        return ExplanationWriter.toJson(explanation, true);
    }

    /**
     * Reads an explanation that was written with its faces.
     *
     * @throws UncheckedIOException where the file cannot be read, is no explanation, of another
     *     version or without faces, or a field is missing or wrong; the message names the file, the
     *     field, what is accepted and what was found
     */
    public static Explanation read(Path file) {
        return read(file, Optional.empty());
    }

    /**
     * Reads an explanation of faces that the caller has.
     *
     * @param pair the faces that were explained; faces in the file, if any, are passed over
     * @throws UncheckedIOException as {@link #read(Path)}, and where they are other faces than the
     *     file's digest tells of
     */
    public static Explanation read(Path file, FacePair pair) {
        return read(file, Optional.of(pair));
    }

    private static Explanation read(Path file, Optional<FacePair> pair) {
        try {
            return ExplanationReader.parsed(Files.readString(file), pair);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot read " + file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new UncheckedIOException("cannot read " + file + ": not UTF-8", e);
        } catch (JacksonException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + malformed(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            String text = "cannot read " + file + ": " + e.getMessage();
            throw new UncheckedIOException(text, new IOException(text, e));
        }
    }

    /**
     * Reads text that was written with its faces.
     *
     * @throws IllegalArgumentException where it is no explanation, of another version or without
     *     faces, or a field is missing or wrong
     */
    public static Explanation fromJson(String json) {
        return fromJson(json, Optional.empty());
    }

    /**
     * Reads text about faces that the caller has; see {@link #read(Path, FacePair)}.
     *
     * @throws IllegalArgumentException as {@link #fromJson(String)}, and where they are other faces
     *     than the text's digest tells of
     */
    public static Explanation fromJson(String json, FacePair pair) {
        return fromJson(json, Optional.of(pair));
    }

    private static Explanation fromJson(String json, Optional<FacePair> pair) {
        try {
            return ExplanationReader.parsed(json, pair);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(malformed(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
    }

    private static String malformed(JacksonException e) {
        return "it must be JSON, was not at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr()
                + ": "
                + e.getOriginalMessage();
    }
}
