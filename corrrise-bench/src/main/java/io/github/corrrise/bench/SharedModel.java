package io.github.corrrise.bench;

import io.github.corrrise.cli.command.ModelOptions;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that read models and faces of a shared folder. */
final class SharedModel {
    @Option(names = "--model", description = "ONNX face model; default mobileface_v2 of --shared.")
    private @Nullable Path model;

    @Mixin private ModelOptions options = new ModelOptions(ModelPreset.MOBILEFACE);

    @Option(
            names = "--shared",
            defaultValue = "../shared",
            description = "Folder of models and faces; default ${DEFAULT-VALUE}.")
    private Path shared = Path.of("../shared");

    /** The model that was named, or the folder's own. */
    Path model() {
        return model == null ? shared.resolve("models/mobileface_v2.onnx") : model;
    }

    /** How the model is run. */
    ModelOptions options() {
        return options;
    }

    /** The model as a verifier, one thread a call; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        return options.openWithThreshold(model());
    }

    /** A genuine pair that the timings explain, scaled where a model wants another size. */
    FacePair pair(FaceSize size) {
        Path faces = shared.resolve("faces/aligned");
        return FacePair.of(
                FaceImage.read(faces.resolve("K000367_gpo.png")).resizedTo(size),
                FaceImage.read(faces.resolve("K000367_bio.png")).resizedTo(size));
    }

    /** The folder. */
    Path folder() {
        return shared;
    }
}
