package io.github.corrrise.bench;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import io.github.corrrise.cli.judge.JudgedSet;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that take gradients of a model of a shared folder. */
final class TorchModel {
    @Option(
            names = "--model",
            description = "TorchScript face model; default mobileface_v2.pt of --shared.")
    private @Nullable Path model;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "MOBILEFACE",
            description =
                    "How the model wants its pixels: ${COMPLETION-CANDIDATES}; default"
                            + " ${DEFAULT-VALUE}.")
    private ModelPreset preset = ModelPreset.MOBILEFACE;

    @Option(
            names = "--threshold",
            paramLabel = "SIMILARITY",
            description = "Similarity at or above which faces match.")
    private @Nullable Double threshold;

    @Option(
            names = "--shared",
            defaultValue = "../shared",
            description = "Folder of models and faces; default ${DEFAULT-VALUE}.")
    private Path shared = Path.of("../shared");

    @Option(
            names = "--onnx",
            paramLabel = "FILE",
            description =
                    "The same model for ONNX Runtime, which then embeds, in less time; PyTorch"
                            + " gives the gradients.")
    private @Nullable Path onnx;

    /** The folder. */
    Path folder() {
        return shared;
    }

    /** The threshold, where one was given. */
    OptionalDouble threshold() {
        return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    }

    /** The model with gradients, in the form or forms that were named; the caller closes it. */
    JudgedSet.Opened open() {
        if (onnx == null) {
            DjlFaceVerifier both = openVerifier();
            return new JudgedSet.Opened(both, both::close);
        }
        OnnxFaceVerifier.Builder builder = OnnxFaceVerifier.builder(onnx).preset(preset);
        if (threshold != null) {
            builder.threshold(threshold);
        }
        DjlFaceVerifier derives = openVerifier();
        try {
            TwoRuntimes both = new TwoRuntimes(builder.open(), derives);
            return new JudgedSet.Opened(both, both::close);
        } catch (RuntimeException e) {
            derives.close();
            throw e;
        }
    }

    /** The model as a verifier with gradients, and the threshold, if any; the caller closes it. */
    DjlFaceVerifier openVerifier() {
        // Natives are Maven artifacts: nothing is fetched by a figure.
        System.setProperty("ai.djl.offline", "true");
        Path file = model == null ? shared.resolve("models/mobileface_v2.pt") : model;
        DjlFaceVerifier.Builder builder =
                DjlFaceVerifier.builder(
                                Criteria.builder()
                                        .setTypes(NDList.class, NDList.class)
                                        .optEngine("PyTorch")
                                        .optModelPath(file.toAbsolutePath().normalize())
                                        .build())
                        .preset(preset)
                        .gradients(true);
        if (threshold != null) {
            builder.threshold(threshold);
        }
        return builder.open();
    }
}
