package io.github.corrrise.bench.command;

import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options of every command that runs a model: all but the model's file, which some commands need
 * and others have a default for.
 */
public final class ModelOptions {
    @Option(
            names = "--preset",
            description =
                    "How the model wants its pixels: ${COMPLETION-CANDIDATES}; default"
                            + " ${DEFAULT-VALUE}.")
    private ModelPreset preset;

    @Option(names = "--threshold", description = "Similarity at or above which faces match.")
    private @Nullable Double threshold;

    @Option(
            names = "--input",
            paramLabel = "NAME",
            description = "The model's input; default its only one.")
    private @Nullable String input;

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "The model's output that is the embedding; default its only one.")
    private @Nullable String output;

    @Option(
            names = "--batch-size",
            paramLabel = "COUNT",
            description = "Faces scored at once; 1 for a model that takes one at a time.")
    private @Nullable Integer batchSize;

    /** Options whose preset is this where none is named. */
    public ModelOptions(ModelPreset preset) {
        this.preset = preset;
    }

    /**
     * Opens a model, without the threshold; the caller closes it.
     *
     * @param model the ONNX file; messages name its absolute path
     */
    public OnnxFaceVerifier open(Path model) {
        return builder(model).open();
    }

    /** Opens a model with the threshold, where one was given; the caller closes it. */
    public OnnxFaceVerifier openWithThreshold(Path model) {
        OnnxFaceVerifier.Builder builder = builder(model);
        if (threshold != null) {
            builder.threshold(threshold);
        }
        return builder.open();
    }

    private OnnxFaceVerifier.Builder builder(Path model) {
        OnnxFaceVerifier.Builder builder =
                OnnxFaceVerifier.builder(FileNames.absolute(model)).preset(preset);
        if (input != null) {
            builder.inputName(input);
        }
        if (output != null) {
            builder.outputName(output);
        }
        if (batchSize != null) {
            builder.batchLimit(batchSize);
        }
        return builder;
    }

    /** The threshold, where one was given. */
    public OptionalDouble threshold() {
        return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    }

    /** The batch size, where one was given. */
    public OptionalInt batchSize() {
        return batchSize == null ? OptionalInt.empty() : OptionalInt.of(batchSize);
    }

    /** The arguments that give another command these options. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--preset", preset.name()));
        add(arguments, "--threshold", threshold);
        add(arguments, "--input", input);
        add(arguments, "--output", output);
        add(arguments, "--batch-size", batchSize);
        return arguments;
    }

    private static void add(List<String> arguments, String option, @Nullable Object value) {
        if (value != null) {
            arguments.add(option);
            arguments.add(value.toString());
        }
    }
}
