package io.github.corrrise.bench;

import io.github.corrrise.evaluation.Truth;
import io.github.corrrise.internal.file.Utf8Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Pairs from a table with the columns {@code probe}, {@code reference} and, if known, {@code truth}
 * (GENUINE or IMPOSTOR), in any order, in capitals or not, and among others, which may have no
 * name. Commas, semicolons or tabs; UTF-8 with or without a byte order mark; either line ending;
 * quotes. A cell is read when it is asked for, so that one wrong row leaves the others alone.
 *
 * @param file the table
 * @param rows in its order
 */
public record PairList(Path file, List<Row> rows) {
    private static final String PROBE = "probe";
    private static final String REFERENCE = "reference";
    private static final String TRUTH = "truth";
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

    /** Copies the list. */
    public PairList {
        rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param number counted from 1, the header and empty lines left out
     * @param cells of the columns that have a meaning; empty cells and missing ones are left out
     */
    public record Row(long number, Map<String, String> cells) {
        /** Copies the cells. */
        public Row {
            cells = Map.copyOf(cells);
        }

        /**
         * The probe's file.
         *
         * @throws IllegalArgumentException where the cell is empty
         */
        public String probe() {
            return cell(PROBE);
        }

        /**
         * The reference's file.
         *
         * @throws IllegalArgumentException where the cell is empty
         */
        public String reference() {
            return cell(REFERENCE);
        }

        /**
         * The truth, if it is known.
         *
         * @throws IllegalArgumentException where the cell holds another word
         */
        public Optional<Truth> truth() {
            String word = cells.get(TRUTH);
            if (word == null) {
                return Optional.empty();
            }
            for (Truth known : Truth.values()) {
                if (known.name().equals(word.toUpperCase(Locale.ROOT))) {
                    return Optional.of(known);
                }
            }
            throw new IllegalArgumentException(
                    "truth must be GENUINE, IMPOSTOR or empty, was " + word);
        }

        private String cell(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw new IllegalArgumentException(column + " must be a file, was empty");
            }
            return cell;
        }
    }

    /**
     * Reads a table.
     *
     * @throws UncheckedIOException where the file cannot be read, is not UTF-8, or lacks or repeats
     *     a column that has a meaning; the message names the file
     */
    public static PairList read(Path file) {
        try {
            String text;
            try (InputStream bytes = Files.newInputStream(file)) {
                text = Utf8Text.decoded(bytes.readAllBytes());
            }
            return new PairList(file, rows(text));
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "not UTF-8", e);
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Row> rows(String text) throws IOException {
        List<String> header = List.of();
        for (char separator : SEPARATORS) {
            List<CSVRecord> records = records(text, separator);
            List<String> names = records.isEmpty() ? List.of() : names(records.get(0));
            if (names.contains(PROBE) && names.contains(REFERENCE)) {
                requireOnce(names);
                return rows(names, records);
            }
            header = names.size() > header.size() ? names : header;
        }
        throw new IOException(
                "its columns must be probe, reference and, if known, truth, were " + header);
    }

    private static List<CSVRecord> records(String text, char separator) throws IOException {
        CSVFormat format =
                CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(separator)
                        .setIgnoreEmptyLines(true)
                        .setTrim(true)
                        .get();
        try (Reader reader = new StringReader(text);
                CSVParser parser = format.parse(reader)) {
            return parser.getRecords();
        }
    }

    private static List<String> names(CSVRecord header) {
        return header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    private static void requireOnce(List<String> names) throws IOException {
        for (String column : List.of(PROBE, REFERENCE, TRUTH)) {
            if (names.indexOf(column) != names.lastIndexOf(column)) {
                throw new IOException("its column " + column + " must be there once, is repeated");
            }
        }
    }

    private static List<Row> rows(List<String> names, List<CSVRecord> records) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (CSVRecord cells : records.subList(1, records.size())) {
            requireNoMore(names, cells);
            Map<String, String> known = new LinkedHashMap<>();
            for (String column : List.of(PROBE, REFERENCE, TRUTH)) {
                int place = names.indexOf(column);
                if (place >= 0 && place < cells.size() && !cells.get(place).isEmpty()) {
                    known.put(column, cells.get(place));
                }
            }
            rows.add(new Row(cells.getRecordNumber() - 1, known));
        }
        return rows;
    }

    /** A comma in a name that is not quoted would move the cells behind it. */
    private static void requireNoMore(List<String> names, CSVRecord cells) throws IOException {
        for (int place = names.size(); place < cells.size(); place++) {
            if (!cells.get(place).isEmpty()) {
                throw new IOException(
                        "its row "
                                + (cells.getRecordNumber() - 1)
                                + " must have at most "
                                + names.size()
                                + " cells (quote names that hold a separator), has "
                                + cells.size());
            }
        }
    }

    private static UncheckedIOException unreadable(Path file, String reason, Exception cause) {
        String text = "cannot read " + file + ": " + reason;
        return new UncheckedIOException(text, new IOException(text, cause));
    }
}
