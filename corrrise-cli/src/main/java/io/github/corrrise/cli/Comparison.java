package io.github.corrrise.cli;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.FaceOptions;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.ModelOptions;
import io.github.corrrise.cli.command.Subject;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands compare faces with: options, and what they open. */
final class Comparison {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "ONNX face model; none: the built-in verifier.")
    private @Nullable Path model;

    @Mixin private ModelOptions options = new ModelOptions(ModelPreset.ARCFACE);

    @Mixin private FaceOptions faces = new FaceOptions();

    @Option(
            names = "--masks",
            paramLabel = "COUNT",
            defaultValue = "500",
            description = "Masks per face; default ${DEFAULT-VALUE}.")
    private int maskCount;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Seed of the masks; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--shares",
            paramLabel = "COUNT",
            description =
                    "Divide the similarity among the parts of each face, in shares that add up,"
                            + " from COUNT sets of visible parts; 300 cost more than half a map.")
    private @Nullable Integer shares;

    /** Two subjects. */
    record Subjects(Subject probe, Subject reference) {
        FacePair pair() {
            return FacePair.of(probe.face(), reference.face());
        }
    }

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

    /** What makes a profile of the verifier, with the masks that the options describe. */
    ModelProfiler.Builder profiler(FaceVerifier verifier) {
        return ModelProfiler.builder(verifier).maskCount(maskCount).seed(seed);
    }

    /** The explainer that the options describe; close it. */
    Explainer explainer(FaceVerifier verifier, ProfileOption profile, Progress progress) {
        Explainer.Builder builder =
                Explainer.builder(verifier)
                        .maskCount(maskCount)
                        .seed(seed)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .claims()
                        .progress(progress);
        if (shares != null) {
            builder.shares(shares);
        }
        options.batchSize().ifPresent(builder::batchSize);
        profile.read().ifPresent(builder::profile);
        return builder.build();
    }
}
