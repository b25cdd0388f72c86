package io.github.corrrise.bench;

import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.Truth;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A table of labelled pairs: CSV of the columns probe, reference and truth (GENUINE or IMPOSTOR),
 * the first two being files of a folder.
 */
record PairTable(Path images, List<Row> rows) {
    private static final String HEADER = "probe,reference,truth";

    /** One line. */
    record Row(String probe, String reference, Truth truth) {}

    PairTable {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException where a line is malformed or repeated, or pictures are
     *     missing; the message names the line, or the pictures and their count
     * @throws UncheckedIOException where the table cannot be read
     */
    static PairTable read(Path csv, Path images) {
        List<String> lines;
        try {
            lines = Files.readAllLines(csv, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + csv + ": " + e.getMessage(), e);
        }
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new IllegalArgumentException(csv + " must begin with the line " + HEADER);
        }
        Set<Row> rows = new LinkedHashSet<>();
        for (int line = 1; line < lines.size(); line++) {
            if (!lines.get(line).isBlank() && !rows.add(row(lines.get(line)))) {
                throw new IllegalArgumentException(
                        csv + ", line " + (line + 1) + " repeats a pair: " + lines.get(line));
            }
        }
        List<String> missing =
                rows.stream()
                        .flatMap(row -> List.of(row.probe(), row.reference()).stream())
                        .distinct()
                        .filter(name -> !Files.isReadable(images.resolve(name)))
                        .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    missing.size()
                            + " pictures of "
                            + csv
                            + " are not in "
                            + images
                            + ": "
                            + missing);
        }
        return new PairTable(images, List.copyOf(rows));
    }

    private static Row row(String line) {
        String[] cells = line.split(",", -1);
        boolean known =
                cells.length == 3
                        && Arrays.stream(Truth.values())
                                .anyMatch(truth -> truth.name().equals(cells[2].strip()));
        if (!known) {
            throw new IllegalArgumentException(
                    "a line must be probe,reference,GENUINE or probe,reference,IMPOSTOR, was "
                            + line);
        }
        return new Row(cells[0].strip(), cells[1].strip(), Truth.valueOf(cells[2].strip()));
    }

    /**
     * The genuine pairs, each with the references of the impostor pairs that share its probe: faces
     * of other persons. Pairs without an impostor are left out.
     *
     * @param limit cases at most
     */
    List<GameCase> gameCases(int limit) {
        List<GameCase> cases = new ArrayList<>();
        for (Row genuine : rows) {
            List<Supplier<FaceImage>> donors =
                    rows.stream()
                            .filter(row -> row.truth() == Truth.IMPOSTOR)
                            .filter(row -> row.probe().equals(genuine.probe()))
                            .<Supplier<FaceImage>>map(row -> () -> face(row.reference()))
                            .toList();
            if (genuine.truth() == Truth.GENUINE && !donors.isEmpty() && cases.size() < limit) {
                cases.add(
                        new GameCase(
                                genuine.probe() + " " + genuine.reference(),
                                () -> pair(genuine),
                                donors));
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "the pairs must hold a genuine pair and an impostor pair of one probe");
        }
        return cases;
    }

    /** Loads the faces of a line. */
    FacePair pair(Row row) {
        return FacePair.of(face(row.probe()), face(row.reference()));
    }

    private FaceImage face(String name) {
        return FaceImage.read(images.resolve(name));
    }
}
