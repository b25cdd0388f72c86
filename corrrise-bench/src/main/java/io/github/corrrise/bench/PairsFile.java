package io.github.corrrise.bench;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.Truth;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Labelled pairs from a {@link PairList}, all of which must be sound: figures over a list of which
 * some rows were dropped are figures of another list. Pictures are read when a pair is evaluated.
 */
final class PairsFile {
    private PairsFile() {}

    /**
     * The pairs of a file, in its order.
     *
     * @param csv the file
     * @param images the folder that its file names are relative to
     * @throws UncheckedIOException where the file cannot be read or lacks a column
     * @throws IllegalArgumentException where a field is empty, a truth misspelt or a pair there
     *     twice; the message names file and row
     */
    static List<LabelledPair> read(Path csv, Path images) {
        return read(csv, images, FaceImage::read);
    }

    /** The same, pictures read by a function. */
    static List<LabelledPair> read(Path csv, Path images, Function<Path, FaceImage> reader) {
        List<LabelledPair> pairs = new ArrayList<>();
        Map<String, Long> seen = new HashMap<>();
        for (PairList.Row row : PairList.read(csv).rows()) {
            LabelledPair pair;
            try {
                pair = pair(row, images, reader);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(place(csv, row) + ": " + e.getMessage(), e);
            }
            Long before = seen.put(pair.name(), row.number());
            if (before != null) {
                throw new IllegalArgumentException(
                        place(csv, row) + " repeats row " + before + ": " + pair.name());
            }
            pairs.add(pair);
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException(csv + " must hold at least 1 pair, held 0");
        }
        return pairs;
    }

    private static LabelledPair pair(
            PairList.Row row, Path images, Function<Path, FaceImage> reader) {
        String probe = row.probe();
        String reference = row.reference();
        Truth truth =
                row.truth()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "truth must be GENUINE or IMPOSTOR, was empty"));
        Path first = PathNames.resolved(images, probe);
        Path second = PathNames.resolved(images, reference);
        return new LabelledPair(
                probe + " " + reference,
                truth,
                () -> FacePair.of(reader.apply(first), reader.apply(second)));
    }

    private static String place(Path csv, PairList.Row row) {
        return csv + ", row " + row.number();
    }
}
