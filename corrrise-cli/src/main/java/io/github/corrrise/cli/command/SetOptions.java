package io.github.corrrise.cli.command;

import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceSize;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Options of the commands that run over labelled pairs, without where the list and the model come
 * from: some programs must be told, others have their own.
 */
public abstract class SetOptions {
    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where relative names start from; none: the folder of the CSV.")
    private @Nullable Path folder;

    @Mixin private FaceOptions faces = new FaceOptions();

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            description = "At most so many pairs of each truth; default all.")
    private int limit = Integer.MAX_VALUE;

    private int leftOutCount;

    /** None are set. */
    protected SetOptions() {}

    /** The CSV of the pairs. */
    protected abstract Path list();

    /** What relative names in the list start from; null: its folder. */
    protected @Nullable Path folder() {
        return folder;
    }

    /**
     * The rows of the list; those that are repeated go to {@code errors}.
     *
     * @throws IllegalArgumentException where a row is wrong
     */
    public List<PairTable.Row> rows(PrintWriter errors) {
        return PairsFile.read(list(), folder(), errors);
    }

    /** Opens what reads faces of this size; the caller closes it. */
    public FaceSource openFaces(FaceSize size) {
        return faces.open(size);
    }

    /**
     * The cases of a game among the pairs that can be read, the first of them.
     *
     * @throws IllegalArgumentException where there is none
     */
    public List<GameCase> cases(
            List<PairTable.Row> rows, FaceSource source, int most, PrintWriter errors) {
        List<GameCase> cases =
                GameCase.allOf(pairs(rows, source, errors)).stream().limit(most).toList();
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "the pairs must hold a genuine and an impostor pair of one probe");
        }
        return cases;
    }

    /**
     * The pairs that can be read; how many cannot, and why, goes to {@code errors}.
     *
     * @throws IllegalArgumentException where no pair can be read
     */
    public List<LabelledPair> pairs(
            List<PairTable.Row> rows, FaceSource source, PrintWriter errors) {
        List<LabelledPair> all = PairsFile.labelled(rows, source);
        List<LabelledPair> readable = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (LabelledPair pair : all) {
            try {
                Objects.requireNonNull(pair.faces().get(), pair.name());
                readable.add(pair);
            } catch (UncheckedIOException e) {
                reasons.add(pair.name() + ": " + e.getMessage());
            }
        }
        if (!reasons.isEmpty()) {
            errors.println("Left out: " + reasons.size() + " of " + all.size() + " pairs");
            reasons.forEach(reason -> errors.println("  " + reason));
            errors.flush();
        }
        leftOutCount = reasons.size();
        if (readable.isEmpty()) {
            throw new IllegalArgumentException("no pair can be read, of " + all.size());
        }
        return readable;
    }

    /** The exit code of a command that is done. */
    public int exitCode() {
        return leftOutCount == 0 ? 0 : Commands.SOME_ROWS_FAILED;
    }

    /** Pairs of each truth at most. */
    public int limit() {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return limit;
    }
}
