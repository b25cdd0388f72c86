package io.github.corrrise.cli.command;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.verify.Truth;
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

    /** The pairs of rows of known truth; pictures are read when a pair is evaluated. */
    public static List<LabelledPair> labelled(List<PairTable.Row> rows, FaceSource source) {
        return rows.stream().map(row -> labelled(row, row.truth().orElseThrow(), source)).toList();
    }

    /** The same of rows that are pairs of one person, whatever truth they tell. */
    public static List<LabelledPair> genuine(List<PairTable.Row> rows, FaceSource source) {
        return rows.stream().map(row -> labelled(row, Truth.GENUINE, source)).toList();
    }

    private static LabelledPair labelled(PairTable.Row row, Truth truth, FaceSource source) {
        return new LabelledPair(
                row.name(),
                truth,
                () ->
                        FacePair.of(
                                face(row.probeFile(), source), face(row.referenceFile(), source)));
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
