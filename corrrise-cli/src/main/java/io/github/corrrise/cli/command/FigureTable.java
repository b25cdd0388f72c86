package io.github.corrrise.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.corrrise.internal.file.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Rows of named cells, for the console, as CSV and as JSON; all rows have the same names. */
public final class FigureTable {
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** One row, filled cell by cell. */
    public static final class Row {
        private final Map<String, Object> cells = new LinkedHashMap<>();

        public Row text(String name, String value) {
            cells.put(name, value);
            return this;
        }

        public Row count(String name, int value) {
            cells.put(name, value);
            return this;
        }

        public Row number(String name, double value) {
            cells.put(name, value);
            return this;
        }

        /** An empty cell where there is no value. */
        public Row number(String name, OptionalDouble value) {
            cells.put(name, value.isPresent() ? value.getAsDouble() : "");
            return this;
        }
    }

    public void add(Row row) {
        rows.add(row.cells);
    }

    /**
     * Adds what was left out, a row each with nothing behind its first cell, so that it goes where
     * the figures go. For a table that holds its figures.
     */
    public void addLeftOut(List<String> leftOut) {
        for (String line : leftOut) {
            Map<String, Object> cells = new LinkedHashMap<>();
            rows.get(0).keySet().forEach(name -> cells.put(name, cells.isEmpty() ? line : ""));
            rows.add(cells);
        }
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Prints the table in columns, numbers to three places. */
    public void print(PrintWriter console) {
        List<List<String>> lines = new ArrayList<>();
        rows.stream().limit(1).forEach(row -> lines.add(List.copyOf(row.keySet())));
        for (Map<String, Object> row : rows) {
            lines.add(row.values().stream().map(cell -> cell(cell, "%.3f")).toList());
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width = lines.stream().mapToInt(l -> l.get(at).length()).max().orElse(0);
                text.append(line.get(column)).append(" ".repeat(width - line.get(at).length() + 2));
            }
            console.println(text.toString().stripTrailing());
        }
        console.flush();
    }

    /** Writes NAME.csv and NAME.json into a folder. */
    public void write(OutputFolder folder, String name) {
        write(folder.file(name + ".csv"), csv());
        write(folder.file(name + ".json"), json());
    }

    private String csv() {
        CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, format)) {
            if (!rows.isEmpty()) {
                csv.printRecord(rows.get(0).keySet());
            }
            for (Map<String, Object> row : rows) {
                csv.printRecord(row.values().stream().map(cell -> cell(cell, "%.6f")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text.toString();
    }

    private String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Map<String, Object> row : rows) {
                json.writeStartObject();
                for (Map.Entry<String, Object> cell : row.entrySet()) {
                    json.writeFieldName(cell.getKey());
                    if (cell.getValue() instanceof Double number) {
                        json.writeNumber(number);
                    } else if (cell.getValue() instanceof Integer count) {
                        json.writeNumber(count);
                    } else if (cell.getValue().equals("")) {
                        json.writeNull();
                    } else {
                        json.writeString(cell.getValue().toString());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text + "\n";
    }

    private static void write(Path file, String text) {
        WholeFile.write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String cell(Object value, String format) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, format, number)
                : value.toString();
    }
}
