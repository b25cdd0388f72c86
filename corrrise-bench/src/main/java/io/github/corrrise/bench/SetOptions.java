package io.github.corrrise.bench;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that judge explainers on a model and a set of labelled pairs. */
final class SetOptions {
    @Mixin private SharedModel shared = new SharedModel();

    @Option(
            names = "--pairs",
            description = "CSV of probe,reference,truth; default faces/pairs-dev.csv of --shared.")
    private @Nullable Path pairs;

    @Option(
            names = "--images",
            description = "Folder of the pictures; default faces/aligned of --shared.")
    private @Nullable Path images;

    @Mixin private ModelOptions options = new ModelOptions();

    @Option(
            names = "--limit",
            defaultValue = "2147483647",
            description = "Genuine pairs at most; default all.")
    private int limit = Integer.MAX_VALUE;

    /**
     * The pairs that can be read; how many cannot, and why, goes to {@code errors}.
     *
     * @throws IllegalArgumentException where the table is malformed or no pair can be read
     */
    List<LabelledPair> pairs(PrintWriter errors) {
        List<LabelledPair> all =
                PairsFile.read(
                        pairs == null ? shared.folder().resolve("faces/pairs-dev.csv") : pairs,
                        images == null ? shared.folder().resolve("faces/aligned") : images,
                        options::read);
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
        if (readable.isEmpty()) {
            throw new IllegalArgumentException("no pair can be read, of " + all.size());
        }
        return readable;
    }

    /** Genuine pairs at most. */
    int limit() {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, was " + limit);
        }
        return limit;
    }

    /** The threshold, where one was given. */
    OptionalDouble threshold() {
        Double threshold = options.threshold();
        return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    }

    /** Opens the model; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        return options.open(shared.model(), ModelPreset.MOBILEFACE);
    }
}
