package io.github.corrrise.bench;

import io.github.corrrise.bench.command.Commands;
import io.github.corrrise.bench.command.FaceOptions;
import io.github.corrrise.bench.command.FaceSource;
import io.github.corrrise.bench.command.PairTable;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that judge explainers on a model and a set of labelled pairs. */
final class SetOptions {
    @Option(
            names = "--pairs",
            description = "CSV of probe,reference,truth; default faces/pairs-dev.csv of --shared.")
    private @Nullable Path pairs;

    @Option(
            names = {"--folder", "--images"},
            description =
                    "Where relative names of pictures start from; default the folder of --pairs,"
                            + " without it faces/aligned of --shared.")
    private @Nullable Path images;

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private FaceOptions faces = new FaceOptions();

    @Option(
            names = "--limit",
            defaultValue = "2147483647",
            description = "Genuine pairs at most; default all.")
    private int limit = Integer.MAX_VALUE;

    private int leftOutCount;

    /**
     * The rows of the list; those that are repeated go to {@code errors}.
     *
     * @throws IllegalArgumentException where a row is wrong
     */
    List<PairTable.Row> rows(PrintWriter errors) {
        return pairs == null
                ? PairsFile.read(
                        shared.folder().resolve("faces/pairs-dev.csv"),
                        images == null ? shared.folder().resolve("faces/aligned") : images,
                        errors)
                : PairsFile.read(pairs, images, errors);
    }

    /** Opens what reads faces of this size; the caller closes it. */
    FaceSource openFaces(FaceSize size) {
        return faces.open(size);
    }

    /**
     * The cases of a game among the pairs that can be read, the first of them.
     *
     * @throws IllegalArgumentException where there is none
     */
    List<GameCase> cases(
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
    List<LabelledPair> pairs(List<PairTable.Row> rows, FaceSource source, PrintWriter errors) {
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
    int exitCode() {
        return leftOutCount == 0 ? 0 : Commands.SOME_ROWS_FAILED;
    }

    /** Genuine pairs at most. */
    int limit() {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return limit;
    }

    /** Opens the model; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        return shared.openVerifier();
    }
}
