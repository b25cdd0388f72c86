package io.github.corrrise.docs;

import io.github.corrrise.evaluation.Truth;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.input.BOMInputStream;

/**
 * Pairs from a CSV with the columns {@code probe}, {@code reference} and, if known, {@code truth}
 * (GENUINE or IMPOSTOR). A byte order mark, either line ending, quotes and further columns are
 * fine. A row that says too little fails when it is read, and the others go on.
 */
record PairList(List<Row> rows) {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreHeaderCase(true)
                    .setIgnoreEmptyLines(true)
                    .setTrim(true)
                    .get();

    /** A row as it stands; its cells are read when they are asked for. */
    record Row(CSVRecord cells) {
        long number() {
            return cells.getRecordNumber();
        }

        String probe() {
            return cell("probe");
        }

        String reference() {
            return cell("reference");
        }

        Optional<Truth> truth() {
            if (!cells.isSet("truth") || cells.get("truth").isEmpty()) {
                return Optional.empty();
            }
            String truth = cells.get("truth");
            for (Truth known : Truth.values()) {
                if (known.name().equals(truth.toUpperCase(Locale.ROOT))) {
                    return Optional.of(known);
                }
            }
            throw new IllegalArgumentException(
                    "truth must be GENUINE, IMPOSTOR or empty, was " + truth);
        }

        private String cell(String column) {
            if (!cells.isSet(column) || cells.get(column).isEmpty()) {
                throw new IllegalArgumentException(column + " must be a file, was empty");
            }
            return cells.get(column);
        }
    }

    static PairList read(Path file) {
        try (InputStream bytes =
                        BOMInputStream.builder().setInputStream(Files.newInputStream(file)).get();
                CSVParser parser =
                        CSVParser.builder()
                                .setReader(
                                        new InputStreamReader(
                                                bytes, StandardCharsets.UTF_8.newDecoder()))
                                .setFormat(FORMAT)
                                .get()) {
            for (String column : List.of("probe", "reference")) {
                if (!parser.getHeaderMap().containsKey(column)) {
                    throw new IOException(
                            "its columns must be probe, reference and, if known, truth, were "
                                    + parser.getHeaderNames());
                }
            }
            List<Row> rows = new ArrayList<>();
            for (CSVRecord cells : parser) {
                rows.add(new Row(cells));
            }
            return new PairList(rows);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "no such file", e);
        } catch (CharacterCodingException e) {
            throw unreadable(file, "not UTF-8", e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static UncheckedIOException unreadable(Path file, String reason, Exception cause) {
        String text = "cannot read " + file + ": " + reason;
        return new UncheckedIOException(text, new IOException(text, cause));
    }
}
