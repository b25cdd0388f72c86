package io.github.corrrise.bench;

import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.onnx.OnnxPreset;
import java.nio.file.Path;
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

    @Option(
            names = "--preset",
            defaultValue = "MOBILEFACE",
            description = "What the model wants its pixels in: ${COMPLETION-CANDIDATES}.")
    private OnnxPreset preset = OnnxPreset.MOBILEFACE;

    @Option(names = "--threshold", description = "Similarity at or above which it is a match.")
    private @Nullable Double threshold;

    @Option(
            names = "--limit",
            defaultValue = "2147483647",
            description = "Genuine pairs at most; default all.")
    private int limit = Integer.MAX_VALUE;

    /** Reads the table. */
    PairTable table() {
        return PairTable.read(
                pairs == null ? shared.folder().resolve("faces/pairs-dev.csv") : pairs,
                images == null ? shared.folder().resolve("faces/aligned") : images);
    }

    /** Genuine pairs at most. */
    int limit() {
        return limit;
    }

    /** The threshold, where one was given. */
    OptionalDouble threshold() {
        return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    }

    /** Opens the model; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        OnnxFaceVerifier.Builder builder = OnnxFaceVerifier.builder(shared.model()).preset(preset);
        if (threshold != null) {
            builder.threshold(threshold);
        }
        return builder.open();
    }
}
