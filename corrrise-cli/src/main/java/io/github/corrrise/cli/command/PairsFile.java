package io.github.corrrise.cli.command;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Labelled pairs of a CSV file. A wrong row refuses the file, before a model is run: a figure over
 * fewer pairs than were meant looks like any other. A picture that cannot be read leaves out its
 * pair, which is counted and named.
 */
public final class PairsFile {
    private PairsFile() {}

    /**
     * The rows of a file, all of known truth, each pair once; repeated rows go to {@code errors}.
     *
     * @param folder what relative names of pictures start from; null: the folder of the file
     * @throws UncheckedIOException where the file cannot be read or is no list of pairs
     * @throws IllegalArgumentException where a row is wrong
     */
    public static List<PairTable.Row> read(Path csv, @Nullable Path folder, PrintWriter errors) {
        PairTable table = PairTable.read(csv, folder).requireLabelled();
        if (!table.repeats().isEmpty()) {
            errors.printf(Locale.ROOT, "Repeated, counted once: %d%n", table.repeats().size());
            table.printRepeats(errors);
            errors.flush();
        }
        return table.rows();
    }

    /** The pairs of rows; pictures are read when a pair is evaluated. */
    public static List<LabelledPair> labelled(List<PairTable.Row> rows, FaceSource source) {
        return rows.stream()
                .map(
                        row ->
                                new LabelledPair(
                                        row.name(),
                                        row.truth().orElseThrow(),
                                        () ->
                                                FacePair.of(
                                                        face(row.probeFile(), source),
                                                        face(row.referenceFile(), source))))
                .toList();
    }

    /** A picture without the face that is wanted is as good as none. */
    private static FaceImage face(Path file, FaceSource source) {
        try {
            return source.read(file).face();
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            throw new UncheckedIOException(text, new IOException(text, e));
        }
    }
}
