package io.github.corrrise.render;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.Utf8Text;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.internal.json.JsonFields;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.verify.Threshold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Explanations as JSON and back: score, decision, both maps with their errors, what is significant,
 * effects of parts and claims where they were asked for, and how all of it came about. What is read
 * equals what was written, and draws the same pictures.
 *
 * <p><b>Faces are biometric data and stay out</b> unless {@link #writeWithFaces} is asked for them;
 * who reads a file without them supplies the pair. Maps alone show where a face was looked at and
 * not the face, yet they belong to a comparison of persons: treat them with care.
 *
 * <p>Fields keep their order; what does not exist is null, and so is a bound of a scale that is
 * infinite. Planes are base64 of little-endian 32-bit floats, row-major; the label of each pixel's
 * part is base64 of one byte. The seed is a string, since readers that hold numbers as doubles
 * would change it. Times are in seconds. UTF-8, indented by two spaces, a newline at the end, the
 * same bytes on every platform and in every locale; a byte order mark is passed over when reading.
 * The schema is {@code docs/explanation.schema.json} of the project. A reader ignores fields it
 * does not know; {@code formatVersion} counts changes that break one. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class ExplanationJson {
    /**
     * Version of the fields and their meaning, written as {@code formatVersion} and the only one
     * read. Version 1 was a summary without maps, version 2 had no {@code inputs}, version 3
     * neither {@code parts} nor {@code claims}, version 4 neither {@code reliability} nor {@code
     * unusual}, version 5 neither {@code shares} nor {@code scoreMeaning}, version 6 neither {@code
     * environment} nor {@code crops}.
     */
    public static final int FORMAT_VERSION = 7;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ExplanationJson() {}

    /**
     * Writes an explanation without its faces.
     *
     * @throws UncheckedIOException where the folder is missing, the target is a folder or writing
     *     fails; the message names the file
     */
    public static void write(Explanation explanation, Path file) {
        write(explanation, false, file);
    }

    /**
     * Writes an explanation with both faces, pixel for pixel.
     *
     * @throws UncheckedIOException as {@link #write(Explanation, Path)}
     */
    public static void writeWithFaces(Explanation explanation, Path file) {
        write(explanation, true, file);
    }

    /**
     * Writes an explanation without its faces to a stream, which stays open.
     *
     * @throws UncheckedIOException where the stream cannot be written
     */
    public static void write(Explanation explanation, OutputStream output) {
        write(explanation, false, output);
    }

    /**
     * Writes an explanation with both faces, pixel for pixel, to a stream, which stays open.
     *
     * @throws UncheckedIOException where the stream cannot be written
     */
    public static void writeWithFaces(Explanation explanation, OutputStream output) {
        write(explanation, true, output);
    }

    private static void write(Explanation explanation, boolean withFaces, Path file) {
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(file, "file");
        WholeFile.write(file, output -> ExplanationWriter.write(explanation, withFaces, output));
    }

    private static void write(Explanation explanation, boolean withFaces, OutputStream output) {
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(output, "output");
        try {
            ExplanationWriter.write(explanation, withFaces, output);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the explanation: " + FileFailures.reason(e), e);
        }
    }

    /** An explanation without its faces as text, ending with a newline. */
    public static String toJson(Explanation explanation) {
        return text(explanation, false);
    }

    /** An explanation with both faces as text, ending with a newline. */
    public static String toJsonWithFaces(Explanation explanation) {
        return text(explanation, true);
    }

    private static String text(Explanation explanation, boolean withFaces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(explanation, withFaces, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
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

    /**
     * Reads an explanation that was written with its faces, to the end of the stream, which stays
     * open.
     *
     * @throws UncheckedIOException as {@link #read(Path)}
     */
    public static Explanation read(InputStream input) {
        return read(input, "the explanation", Optional.empty());
    }

    /**
     * Reads an explanation of faces that the caller has, to the end of the stream, which stays
     * open.
     *
     * @throws UncheckedIOException as {@link #read(Path, FacePair)}
     */
    public static Explanation read(InputStream input, FacePair pair) {
        return read(input, "the explanation", Optional.of(pair));
    }

    /**
     * Reads an explanation of faces that the caller may or may not have.
     *
     * @throws UncheckedIOException as {@link #read(Path)}, but for faces that are not in it
     */
    public static Stored readStored(Path file) {
        return read(file, Stored::new);
    }

    private static Explanation read(Path file, Optional<FacePair> pair) {
        return read(file, json -> ExplanationReader.explanation(json, pair));
    }

    private static <T> T read(Path file, Function<JsonFields, T> made) {
        try (InputStream input = Files.newInputStream(file)) {
            return read(input, file.toString(), made);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot read " + file + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + ": " + FileFailures.reason(e), e);
        }
    }

    private static Explanation read(InputStream input, String name, Optional<FacePair> pair) {
        return read(input, name, json -> ExplanationReader.explanation(json, pair));
    }

    private static <T> T read(InputStream input, String name, Function<JsonFields, T> made) {
        try {
            return made.apply(ExplanationReader.parsed(Utf8Text.reader(input)));
        } catch (JacksonException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + malformed(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + name + ": " + FileFailures.reason(e), e);
        } catch (IllegalArgumentException e) {
            String text = "cannot read " + name + ": " + e.getMessage();
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
        return fromJson(json, fields -> ExplanationReader.explanation(fields, pair));
    }

    /**
     * Reads text about faces that the caller may or may not have.
     *
     * @throws IllegalArgumentException as {@link #fromJson(String)}, but for faces that are not in
     *     it
     */
    public static Stored storedFromJson(String json) {
        return fromJson(json, Stored::new);
    }

    private static <T> T fromJson(String json, Function<JsonFields, T> made) {
        try {
            String text = json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json;
            return made.apply(ExplanationReader.parsed(new StringReader(text)));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(malformed(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read from memory", e);
        }
    }

    /** Where text goes beyond a limit the parser does not say at which place. */
    private static String malformed(JacksonException e) {
        JsonLocation place = e.getLocation();
        return "it must be JSON, was not"
                + (place == null
                        ? ""
                        : " at line " + place.getLineNr() + ", column " + place.getColumnNr())
                + ": "
                + e.getOriginalMessage();
    }

    /**
     * An explanation as it was written, whose faces are still to be found: what it states about
     * itself can be read, and pictures be held against it. Immutable; safe for use by several
     * threads.
     *
     * @since 0.1.0
     */
    public static final class Stored {
        private final JsonFields json;
        private final Optional<Threshold> threshold;
        private final Provenance provenance;

        private Stored(JsonFields json) {
            ExplanationReader.requireFormat(json);
            this.json = json;
            this.threshold = ExplanationReader.threshold(json);
            this.provenance = ExplanationReader.provenance(json.object("provenance"));
        }

        /** The operating point of the run, if it had one. */
        public Optional<Threshold> threshold() {
            return threshold;
        }

        /** How it came about. */
        public Provenance provenance() {
            return provenance;
        }

        /** Whether these are the faces that were explained, pixel for pixel. */
        public boolean isOf(FacePair pair) {
            return provenance
                    .inputs()
                    .agreesWith(
                            pair, provenance.verifier(), threshold, provenance.libraryVersion());
        }

        /**
         * The explanation, with the faces that were explained.
         *
         * @throws IllegalArgumentException where they are others, or a field is missing or wrong
         */
        public Explanation with(FacePair pair) {
            return ExplanationReader.explanation(json, Optional.of(pair));
        }

        /** The verifier and the method; no score. */
        @Override
        public String toString() {
            return "Stored[" + provenance.method() + " of " + provenance.verifier() + "]";
        }
    }
}
