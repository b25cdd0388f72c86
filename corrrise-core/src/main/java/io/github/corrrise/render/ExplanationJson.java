package io.github.corrrise.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Significance;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A summary of an explanation as JSON: score, decision, what each map says and how all of it came
 * about. It holds no pixel of a face and no value of a map; maps go to {@link NpyFormat}.
 *
 * <p>Fields keep their order; what does not exist is null, and so is a bound of a scale that is
 * infinite. The seed is a string, since readers that hold numbers as doubles would change it. Times
 * are in seconds. UTF-8, indented by two spaces, a newline at the end, the same bytes on every
 * platform. A reader ignores fields it does not know; {@code formatVersion} counts changes that
 * break one.
 */
public final class ExplanationJson {
    /** Version of the fields and their meaning, written as {@code formatVersion}. */
    public static final int FORMAT_VERSION = 1;

    private static final String FORMAT = "corrrise-explanation";
    private static final double NANOS = 1e9;
    private static final JsonFactory FACTORY = new JsonFactory();

    private ExplanationJson() {}

    /**
     * Writes the summary.
     *
     * @throws UncheckedIOException where the folder is missing, the target is a folder or writing
     *     fails; the message names the file
     */
    public static void write(Explanation explanation, Path file) {
        Objects.requireNonNull(file, "file");
        byte[] bytes = toJson(explanation).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(bytes));
    }

    /** The summary as text, ending with a newline. */
    public static String toJson(Explanation explanation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(printer());
            write(explanation, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text.append('\n').toString();
    }

    private static DefaultPrettyPrinter printer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        return printer;
    }

    private static void write(Explanation explanation, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("formatVersion", FORMAT_VERSION);
        json.writeNumberField("similarity", explanation.similarity());
        Optional<Threshold> threshold = explanation.threshold();
        if (threshold.isPresent()) {
            json.writeNumberField("threshold", threshold.get().value());
        } else {
            json.writeNullField("threshold");
        }
        json.writeStringField("decision", explanation.decision().map(Decision::name).orElse(null));
        writeSide("probe", Optional.of(explanation.probe()), json);
        writeSide("reference", explanation.reference(), json);
        writeProvenance(explanation.provenance(), json);
        json.writeEndObject();
    }

    private static void writeSide(String name, Optional<SaliencyMap> side, JsonGenerator json)
            throws IOException {
        if (side.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        SaliencyMap map = side.get();
        json.writeObjectFieldStart(name);
        json.writeNumberField("height", map.size().height());
        json.writeNumberField("width", map.size().width());
        json.writeObjectFieldStart("scale");
        json.writeStringField("quantity", map.scale().quantity());
        writeBound("minimum", map.scale().minimum(), json);
        writeBound("maximum", map.scale().maximum(), json);
        json.writeEndObject();
        json.writeNumberField("undefinedCount", map.undefinedCount());
        json.writeNumberField("largestMagnitude", map.largestMagnitude());
        writeSignificance(map, json);
        json.writeEndObject();
    }

    private static void writeBound(String name, double bound, JsonGenerator json)
            throws IOException {
        if (Double.isFinite(bound)) {
            json.writeNumberField(name, bound);
        } else {
            json.writeNullField(name);
        }
    }

    private static void writeSignificance(SaliencyMap map, JsonGenerator json) throws IOException {
        if (map.significance().isEmpty()) {
            json.writeNullField("significance");
            return;
        }
        Significance significance = map.significance().get();
        json.writeObjectFieldStart("significance");
        json.writeNumberField("level", significance.level());
        json.writeNumberField("bound", significance.bound());
        json.writeNumberField("shuffleCount", significance.shuffleCount());
        json.writeNumberField("significantShare", map.significantShare());
        json.writeEndObject();
    }

    private static void writeProvenance(Provenance provenance, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("provenance");
        json.writeStringField("method", provenance.method());
        json.writeStringField("verifier", provenance.verifier());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : provenance.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeStringField("seed", Long.toString(provenance.seed()));
        json.writeNumberField("maskCount", provenance.maskCount());
        json.writeNumberField("failedCount", provenance.failedCount());
        json.writeNumberField("passCount", provenance.passCount());
        json.writeStringField("stopReason", provenance.stopReason().name());
        json.writeStringField("libraryVersion", provenance.libraryVersion());
        json.writeObjectFieldStart("timing");
        json.writeNumberField("totalSeconds", seconds(provenance.timing().total()));
        json.writeNumberField("verifierSeconds", seconds(provenance.timing().verifier()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }
}
