package io.github.corrrise.cli.command;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Options of every command that runs a model: all but the model's file, which some commands need
 * and others have a default for.
 */
public final class ModelOptions {
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "How the model wants its pixels: ${COMPLETION-CANDIDATES}; default"
                            + " ${DEFAULT-VALUE}.")
    private ModelPreset preset;

    @Option(
            names = "--size",
            paramLabel = "SIDE|HEIGHTxWIDTH",
            converter = SizeConverter.class,
            description = "Size of the model's faces, where it is another than the preset's.")
    private @Nullable FaceSize size;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "How embeddings are compared: ${COMPLETION-CANDIDATES} (negative distance);"
                            + " default ${DEFAULT-VALUE}.")
    private MetricName metric = MetricName.cosine;

    @Option(
            names = "--threshold",
            paramLabel = "SIMILARITY",
            description = "Similarity at or above which faces match.")
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

    /** How embeddings are compared, as a command line names it. */
    private enum MetricName {
        cosine,
        euclidean
    }

    /** Reads {@code 150} or {@code 112x96}. */
    private static final class SizeConverter implements ITypeConverter<FaceSize> {
        @Override
        public FaceSize convert(String text) {
            String[] sides = text.split("x", -1);
            if (sides.length > 2) {
                throw new TypeConversionException("must be SIDE or HEIGHTxWIDTH, was " + text);
            }
            try {
                int height = Integer.parseInt(sides[0]);
                return new FaceSize(height, Integer.parseInt(sides[sides.length - 1]));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("must be SIDE or HEIGHTxWIDTH, was " + text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

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
        if (size != null) {
            builder.inputSize(size);
        }
        if (metric == MetricName.euclidean) {
            builder.metric(EmbedderBuilder.Metric.euclidean());
        }
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
        add(arguments, "--size", size);
        add(arguments, "--metric", metric);
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
