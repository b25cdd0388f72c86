package io.github.corrrise.audit;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.LineFile;
import io.github.corrrise.internal.file.Utf8Text;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.internal.json.JsonFields;
import io.github.corrrise.internal.json.JsonLine;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of an audit, open for one run, which adds a line for each pair.
 *
 * <pre>
 * {"format":"corrrise-audit","formatVersion":1,"libraryVersion":..,"verifier":..,"explainer":..,
 *  "threshold":..}
 * {"pair":..,"truth":"GENUINE","group":null,"persons":[..],"inputs":..,"similarity":..,
 *  "height":..,"width":..,"quantity":..,"nodes":..,"parts":[{"part":..,"inOneFace":..,"inBoth":..}]}
 * </pre>
 */
final class AuditFile implements AutoCloseable {
    private static final String FORMAT = "corrrise-audit";
    private static final int FORMAT_VERSION = 1;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Path file;
    private final LineFile lines;
    private final Map<String, Line> pairs;

    private AuditFile(Path file, LineFile lines, Map<String, Line> pairs) {
        this.file = file;
        this.lines = lines;
        this.pairs = pairs;
    }

    /** All that explanations depend on, besides the faces. */
    record Header(String libraryVersion, String verifier, String explainer, double threshold) {}

    /**
     * A finished pair.
     *
     * @param inputs digest of what it was made from
     */
    record Line(AuditedPair pair, String inputs) {}

    /** Reads and checks the whole lines. */
    private static final class Content implements LineFile.LineReader {
        private final Header expected;
        private final Map<String, Line> pairs = new LinkedHashMap<>();
        private boolean hasHeader;

        private Content(Header expected) {
            this.expected = expected;
        }

        @Override
        public void read(int number, byte[] line) throws IOException {
            try (JsonParser parser = FACTORY.createParser(Utf8Text.decoded(line))) {
                JsonFields json = JsonFields.read(parser);
                if (hasHeader) {
                    Line pair = pair(json, expected);
                    if (pairs.put(pair.pair().name(), pair) != null) {
                        throw new IOException("it repeats the pair " + pair.pair().name());
                    }
                } else {
                    requireFormat(json);
                    requireSame(json, expected);
                    hasHeader = true;
                }
            } catch (OtherRunException e) {
                throw e;
            } catch (JacksonException e) {
                throw new IOException(
                        "line " + number + ": it must be JSON: " + e.getOriginalMessage(), e);
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException("line " + number + ": " + e.getMessage(), e);
            }
        }
    }

    /** The file is whole and of another run. */
    private static final class OtherRunException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final IllegalArgumentException told;

        private OtherRunException(IllegalArgumentException told) {
            super(told);
            this.told = told;
        }
    }

    /**
     * Opens or creates the file of a run.
     *
     * @throws IllegalArgumentException where it belongs to another run
     * @throws UncheckedIOException where it cannot be read or written, is damaged, or is being
     *     written by another run
     */
    static AuditFile open(Path file, Header header) {
        try {
            LineFile lines = LineFile.open(file);
            try {
                Content content = new Content(header);
                byte[] torn = lines.read(content);
                String first = JsonLine.of(json -> write(header, json));
                if (!content.hasHeader && !startsWith(first, torn)) {
                    throw new IOException("it holds something else than an audit");
                }
                lines.dropTorn(torn);
                if (!content.hasHeader) {
                    lines.add(first);
                }
                return new AuditFile(file, lines, content.pairs);
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (OtherRunException e) {
            throw new IllegalArgumentException(
                    e.told.getMessage() + ": audit into another file than " + file, e.told);
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    private static boolean startsWith(String whole, byte[] start) {
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        return start.length <= bytes.length
                && Arrays.equals(start, Arrays.copyOf(bytes, start.length));
    }

    /** The pairs that the file held when it was opened, by name. */
    Map<String, Line> pairs() {
        return pairs;
    }

    /**
     * Adds a finished pair and forces it to the disk.
     *
     * @throws UncheckedIOException where that fails, or the file was deleted, replaced or changed
     *     in length meanwhile
     */
    void append(Line pair) {
        try {
            lines.add(JsonLine.of(json -> write(pair, json)));
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw failure("close", file, e);
        }
    }

    private static void requireFormat(JsonFields json) throws IOException {
        if (!json.text("format").equals(FORMAT)) {
            throw new IOException("expected " + FORMAT + ", was " + json.text("format"));
        }
        Checks.exactly(FORMAT_VERSION, json.count("formatVersion"), "formatVersion");
    }

    private static void requireSame(JsonFields json, Header now) {
        requireSame("library version", json.text("libraryVersion"), now.libraryVersion());
        requireSame("verifier", json.text("verifier"), now.verifier());
        requireSame("explainer", json.text("explainer"), now.explainer());
        requireSame("threshold", json.number("threshold"), now.threshold());
    }

    private static void requireSame(String name, Object before, Object now) {
        if (!before.equals(now)) {
            throw new OtherRunException(Checks.rejected(name, before + ", as in the file", now));
        }
    }

    private static Line pair(JsonFields json, Header header) {
        FaceSize size = new FaceSize(json.count("height"), json.count("width"));
        List<AuditedPair.PartEffect> effects = new ArrayList<>();
        for (JsonFields part : json.objects("parts")) {
            effects.add(
                    new AuditedPair.PartEffect(
                            part.text("part"), part.number("inOneFace"), part.number("inBoth")));
        }
        AuditedPair.Run run =
                new AuditedPair.Run(
                        header.verifier(),
                        header.explainer(),
                        header.libraryVersion(),
                        header.threshold(),
                        size,
                        json.text("quantity"),
                        effects.stream().map(AuditedPair.PartEffect::part).toList());
        AuditedPair pair =
                AuditedPair.ofNodes(
                        run,
                        json.text("pair"),
                        json.constant("truth", Truth.class),
                        json.number("similarity"),
                        json.floats("nodes", run.grid().nodeCount()),
                        effects);
        Optional<String> group = json.optionalText("group");
        if (group.isPresent()) {
            pair = pair.withGroup(group.get());
        }
        List<String> persons = json.textList("persons");
        Checks.inside(0, 2, persons.size(), "persons");
        if (!persons.isEmpty()) {
            pair = pair.withPersons(persons.get(0), persons.get(persons.size() - 1));
        }
        return new Line(pair, json.text("inputs"));
    }

    private static void write(Header header, JsonGenerator json) throws IOException {
        json.writeStringField("format", FORMAT);
        json.writeNumberField("formatVersion", FORMAT_VERSION);
        json.writeStringField("libraryVersion", header.libraryVersion());
        json.writeStringField("verifier", header.verifier());
        json.writeStringField("explainer", header.explainer());
        json.writeNumberField("threshold", header.threshold());
    }

    private static void write(Line line, JsonGenerator json) throws IOException {
        AuditedPair pair = line.pair();
        json.writeStringField("pair", pair.name());
        json.writeStringField("truth", pair.truth().name());
        @Nullable String group = pair.group().orElse(null);
        json.writeStringField("group", group);
        json.writeArrayFieldStart("persons");
        for (String person : pair.persons()) {
            json.writeString(person);
        }
        json.writeEndArray();
        json.writeStringField("inputs", line.inputs());
        json.writeNumberField("similarity", pair.similarity());
        json.writeNumberField("height", pair.run().size().height());
        json.writeNumberField("width", pair.run().size().width());
        json.writeStringField("quantity", pair.run().quantity());
        json.writeStringField("nodes", Base64Floats.encoded(pair.nodes()));
        json.writeArrayFieldStart("parts");
        for (AuditedPair.PartEffect effect : pair.effects()) {
            json.writeStartObject();
            json.writeStringField("part", effect.part());
            json.writeNumberField("inOneFace", effect.inOneFace());
            json.writeNumberField("inBoth", effect.inBoth());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static UncheckedIOException failure(String action, Path file, IOException cause) {
        return new UncheckedIOException(
                "cannot " + action + " " + file + ": " + FileFailures.reason(cause), cause);
    }
}
