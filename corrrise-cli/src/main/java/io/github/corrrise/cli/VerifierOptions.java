package io.github.corrrise.cli;

import io.github.corrrise.cli.command.FaceOptions;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.ModelOptions;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command compares faces with, and where it finds them: options, and what they open. */
class VerifierOptions {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "ONNX face model; none: the built-in verifier.")
    private @Nullable Path model;

    @Mixin private ModelOptions options = new ModelOptions(ModelPreset.ARCFACE);

    @Mixin private FaceOptions faces = new FaceOptions();

    /** A verifier and what closes it. */
    record OpenVerifier(FaceVerifier verifier, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /**
     * Opens the verifier.
     *
     * @param crop size for the built-in verifier; a model knows its own
     */
    OpenVerifier openVerifier(FaceSize crop) {
        if (model == null) {
            LocalDescriptorVerifier builtIn =
                    LocalDescriptorVerifier.defaults().withInputSize(crop);
            return new OpenVerifier(
                    options.threshold().isEmpty()
                            ? builtIn
                            : builtIn.withThreshold(options.threshold().getAsDouble()),
                    () -> {});
        }
        OnnxFaceVerifier verifier = options.openWithThreshold(model);
        return new OpenVerifier(verifier, verifier::close);
    }

    /** Whether crops may have any size: those of the built-in verifier, without a detector. */
    boolean takesAnySize() {
        return model == null && !faces.hasDetector();
    }

    /** Opens what reads faces, aligned to the size that the verifier wants. */
    FaceSource openFaces(FaceSize wanted) {
        return faces.open(wanted);
    }

    /** What reads crops of any size that a crop can have. */
    FaceSource openAnyCrops() {
        return faces.anyCrops();
    }

    /** The batch size, where one was given. */
    OptionalInt batchSize() {
        return options.batchSize();
    }
}
