package io.github.corrrise.bench;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is opened and how large pictures may be: options of all commands. */
public final class ModelOptions {
    private static final double MEGA = 1e6;

    @Option(
            names = "--preset",
            description = "How the model wants its pixels: ${COMPLETION-CANDIDATES}.")
    private @Nullable ModelPreset preset;

    @Option(names = "--threshold", description = "Similarity at or above which faces match.")
    private @Nullable Double threshold;

    @Option(names = "--input", description = "Input of the model, where it has several.")
    private @Nullable String input;

    @Option(names = "--output", description = "Output that is the embedding, where it has several.")
    private @Nullable String output;

    @Option(
            names = "--batch-size",
            description = "Faces sent through the model at once; 1 for a graph that takes one.")
    private @Nullable Integer batchSize;

    @Option(
            names = "--max-megapixels",
            description = "Largest picture that is read, in millions of pixels; default 64.")
    private double maxMegapixels = FaceImage.MAX_PIXELS / MEGA;

    /**
     * Opens a model; the caller closes it.
     *
     * @param otherwise the preset where none was given
     */
    public OnnxFaceVerifier open(Path model, ModelPreset otherwise) {
        OnnxFaceVerifier.Builder builder =
                OnnxFaceVerifier.builder(model).preset(preset == null ? otherwise : preset);
        if (threshold != null) {
            builder.threshold(threshold);
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
        return builder.open();
    }

    /** The threshold, where one was given. */
    public @Nullable Double threshold() {
        return threshold;
    }

    /** Reads a picture within the limit. */
    public FaceImage read(Path picture) {
        long most = Math.round(maxMegapixels * MEGA);
        if (most < 1 || most > 700_000_000) {
            throw new IllegalArgumentException(
                    "--max-megapixels must be in (0, 700], was " + maxMegapixels);
        }
        return FaceImage.read(picture, (int) most);
    }
}
