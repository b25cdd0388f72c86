package io.github.corrrise.bench;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.Truth;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Labelled pairs from a CSV file with the columns {@code probe}, {@code reference} and {@code
 * truth}, in any order and among others: two file names and GENUINE or IMPOSTOR. UTF-8, with or
 * without a byte order mark. Pictures are read when a pair is evaluated.
 */
final class PairsFile {
    private static final List<String> COLUMNS = List.of("probe", "reference", "truth");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setTrim(true)
                    .setIgnoreEmptyLines(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                    .get();

    private PairsFile() {}

    /**
     * The pairs of a file, in its order.
     *
     * @param csv the file
     * @param images the folder that its file names are relative to
     * @throws UncheckedIOException where the file cannot be read
     * @throws IllegalArgumentException where a column is missing, a field empty, a truth misspelt
     *     or a pair there twice; the message names file and row
     */
    static List<LabelledPair> read(Path csv, Path images) {
        try (Reader text = new StringReader(text(csv));
                CSVParser rows = FORMAT.parse(text)) {
            for (String column : COLUMNS) {
                if (!rows.getHeaderNames().contains(column)) {
                    throw new IllegalArgumentException(
                            csv
                                    + " must have the columns "
                                    + COLUMNS
                                    + ", had "
                                    + rows.getHeaderNames());
                }
            }
            List<LabelledPair> pairs = new ArrayList<>();
            Map<String, Long> seen = new HashMap<>();
            for (CSVRecord row : rows) {
                LabelledPair pair = pair(row, csv, images);
                Long before = seen.put(pair.name(), row.getRecordNumber());
                if (before != null) {
                    throw new IllegalArgumentException(
                            place(csv, row) + " repeats pair " + before + ": " + pair.name());
                }
                pairs.add(pair);
            }
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException(csv + " must hold at least 1 pair, held 0");
            }
            return pairs;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + csv + ": " + e.getMessage(), e);
        }
    }

    private static LabelledPair pair(CSVRecord row, Path csv, Path images) {
        for (String column : COLUMNS) {
            if (!row.isSet(column) || row.get(column).isEmpty()) {
                throw new IllegalArgumentException(
                        place(csv, row) + " must have a " + column + ", has none");
            }
        }
        String probe = row.get("probe");
        String reference = row.get("reference");
        return new LabelledPair(
                probe + " " + reference,
                truth(row, csv),
                () ->
                        FacePair.of(
                                FaceImage.read(images.resolve(probe)),
                                FaceImage.read(images.resolve(reference))));
    }

    private static Truth truth(CSVRecord row, Path csv) {
        String word = row.get("truth");
        for (Truth truth : Truth.values()) {
            if (truth.name().equals(word.toUpperCase(Locale.ROOT))) {
                return truth;
            }
        }
        throw new IllegalArgumentException(
                place(csv, row) + ": truth must be GENUINE or IMPOSTOR, was " + word);
    }

    private static String place(Path csv, CSVRecord row) {
        return csv + ", pair " + row.getRecordNumber();
    }

    private static String text(Path csv) throws IOException {
        try {
            String text = Files.readString(csv);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new IOException("no such file", e);
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        }
    }
}
