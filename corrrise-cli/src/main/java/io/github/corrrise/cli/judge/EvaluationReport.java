package io.github.corrrise.cli.judge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.corrrise.cli.judge.EvaluationTable.Course;
import io.github.corrrise.cli.judge.EvaluationTable.Measure;
import io.github.corrrise.cli.judge.EvaluationTable.Row;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.internal.file.WholeFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** An evaluation on the console, as CSV and as JSON. */
final class EvaluationReport {
    /** Which set each sign of the map is judged on; the console shows these. */
    private static final Map<DeletionInsertion.Sign, EvaluationTable.Set> JUDGED_ON =
            Map.of(
                    DeletionInsertion.Sign.SIMILAR, EvaluationTable.Set.GENUINE,
                    DeletionInsertion.Sign.DISSIMILAR, EvaluationTable.Set.IMPOSTOR);

    private static final String MAP_COLUMN = "map";

    private EvaluationReport() {}

    /** Prints the curves that each sign is judged on: a block a fill and sign, a line a method. */
    static void print(EvaluationTable table, PrintWriter console) {
        String block = "";
        for (Row deletion : table.rows()) {
            if (deletion.course() != Course.DELETION
                    || deletion.set() != JUDGED_ON.get(deletion.sign())) {
                continue;
            }
            String title =
                    String.format(
                            Locale.ROOT,
                            "%s fill, %s map, %d %s pairs, threshold %.4f",
                            deletion.fill(),
                            deletion.sign() == DeletionInsertion.Sign.SIMILAR
                                    ? "similarity"
                                    : "dissimilarity",
                            deletion.curve().pairs().size(),
                            deletion.set().name().toLowerCase(Locale.ROOT),
                            table.threshold());
            if (!title.equals(block)) {
                block = title;
                console.printf(Locale.ROOT, "%n%s%n", title);
                console.printf(
                        Locale.ROOT,
                        "%-22s %7s %-24s %-24s %-24s %-24s %-24s %s%n",
                        "method",
                        "passes",
                        "deletion",
                        "insertion",
                        "deletion score",
                        "insertion score",
                        "deletion crossing",
                        "insertion crossing");
            }
            Row insertion = partner(deletion, table);
            console.printf(
                    Locale.ROOT,
                    "%-22s %7.0f %s%n",
                    deletion.method(),
                    deletion.passesPerPair(),
                    cells(deletion, insertion, deletion.values(), insertion.values()));
            if (!deletion.differences().isEmpty()) {
                console.printf(
                        Locale.ROOT,
                        "%-30s %s%n",
                        "  less " + table.rows().get(0).method(),
                        cells(
                                deletion,
                                insertion,
                                deletion.differences(),
                                insertion.differences()));
            }
        }
        console.flush();
    }

    private static Row partner(Row deletion, EvaluationTable table) {
        return table.rows().stream()
                .filter(
                        row ->
                                row.course() == Course.INSERTION
                                        && row.method().equals(deletion.method())
                                        && row.fill().equals(deletion.fill())
                                        && row.sign() == deletion.sign()
                                        && row.set() == deletion.set())
                .findFirst()
                .orElseThrow();
    }

    private static String cells(
            Row deletion,
            Row insertion,
            Map<Measure, Estimate> ofDeletion,
            Map<Measure, Estimate> ofInsertion) {
        StringBuilder line = new StringBuilder();
        for (Measure measure : Measure.values()) {
            line.append(cell(measure, deletion, ofDeletion));
            line.append(cell(measure, insertion, ofInsertion));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(Measure measure, Row row, Map<Measure, Estimate> estimates) {
        Estimate estimate = estimates.get(measure);
        if (estimate == null) {
            return "";
        }
        String text =
                measure == Measure.AREA && !row.curve().isInformative()
                        ? "uninformative"
                        : String.format(
                                Locale.ROOT,
                                "%.3f [%.3f, %.3f]",
                                estimate.value(),
                                estimate.lower(),
                                estimate.upper());
        return String.format(Locale.ROOT, "%-25s", text);
    }

    /** Writes all figures without the curves, a line per row. */
    static void writeCsv(EvaluationTable table, Path file) {
        List<String> header =
                new ArrayList<>(
                        List.of(
                                "method",
                                "fill",
                                MAP_COLUMN,
                                "set",
                                "curve",
                                "pairs",
                                "passesPerPair",
                                "informative"));
        for (String suffix : List.of("", "Difference")) {
            for (Measure measure : Measure.values()) {
                String name = measure.label() + suffix;
                header.addAll(List.of(name, name + "Lower", name + "Upper"));
            }
        }
        write(
                file,
                writer -> {
                    CSVPrinter csv = new CSVPrinter(writer, CSVFormat.DEFAULT);
                    csv.printRecord(header);
                    for (Row row : table.rows()) {
                        List<Object> cells =
                                new ArrayList<>(
                                        List.of(
                                                row.method(),
                                                row.fill(),
                                                row.sign(),
                                                row.set(),
                                                row.course(),
                                                row.curve().pairs().size(),
                                                row.passesPerPair(),
                                                row.curve().isInformative()));
                        addTo(cells, row.values());
                        addTo(cells, row.differences());
                        csv.printRecord(cells);
                    }
                    csv.flush();
                });
    }

    private static void addTo(List<Object> cells, Map<Measure, Estimate> estimates) {
        for (Measure measure : Measure.values()) {
            Estimate estimate = estimates.get(measure);
            cells.addAll(
                    estimate == null
                            ? List.of("", "", "")
                            : List.of(estimate.value(), estimate.lower(), estimate.upper()));
        }
    }

    /**
     * Writes settings, pairs left out, and all figures with their curves.
     *
     * @param scores by method
     * @param notReached what the time did not suffice for
     */
    static void writeJson(
            EvaluationTable table,
            Map<String, EvaluationScores> scores,
            List<String> notReached,
            Path file) {
        EvaluationScores first = scores.values().iterator().next();
        write(
                file,
                writer -> {
                    JsonGenerator json = new JsonFactory().createGenerator(writer);
                    json.useDefaultPrettyPrinter();
                    json.writeStartObject();
                    json.writeStringField("verifier", first.verifier());
                    json.writeNumberField("threshold", table.threshold());
                    json.writeObjectFieldStart("methods");
                    for (Map.Entry<String, EvaluationScores> each : scores.entrySet()) {
                        json.writeStringField(each.getKey(), each.getValue().explainer());
                    }
                    json.writeEndObject();
                    json.writeArrayFieldStart("leftOut");
                    for (EvaluationScores.Unreadable pair : first.unreadable()) {
                        json.writeStartObject();
                        json.writeStringField("pair", pair.name());
                        json.writeStringField("reason", pair.reason());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("notReached");
                    for (String line : notReached) {
                        json.writeString(line);
                    }
                    json.writeEndArray();
                    json.writeArrayFieldStart("rows");
                    for (Row row : table.rows()) {
                        writeRow(row, json);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                    json.flush();
                    writer.write("\n");
                });
    }

    private static void writeRow(Row row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("method", row.method());
        json.writeStringField("fill", row.fill());
        json.writeStringField(MAP_COLUMN, row.sign().name());
        json.writeStringField("set", row.set().name());
        json.writeStringField("curve", row.course().name());
        json.writeNumberField("pairs", row.curve().pairs().size());
        json.writeNumberField("passesPerPair", row.passesPerPair());
        json.writeBooleanField("informative", row.curve().isInformative());
        writeEstimates("", row.values(), json);
        writeEstimates("Difference", row.differences(), json);
        writeNumbers("accuracies", row.curve().accuracies(), json);
        writeNumbers("meanSimilarities", row.curve().meanSimilarities(), json);
        json.writeEndObject();
    }

    private static void writeEstimates(
            String suffix, Map<Measure, Estimate> estimates, JsonGenerator json)
            throws IOException {
        for (Map.Entry<Measure, Estimate> each : estimates.entrySet()) {
            json.writeObjectFieldStart(each.getKey().label() + suffix);
            json.writeNumberField("value", each.getValue().value());
            json.writeNumberField("lower", each.getValue().lower());
            json.writeNumberField("upper", each.getValue().upper());
            json.writeEndObject();
        }
    }

    private static void writeNumbers(String name, List<Double> values, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    /** What a file shall hold. */
    @FunctionalInterface
    private interface Content {
        void writeTo(Writer writer) throws IOException;
    }

    private static void write(Path file, Content content) {
        WholeFile.write(
                file,
                output -> {
                    Writer writer = new OutputStreamWriter(output, StandardCharsets.UTF_8);
                    content.writeTo(writer);
                    writer.flush();
                });
    }
}
