package io.github.corrrise.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that read models and faces of a shared folder. */
final class SharedModel {
    @Option(names = "--model", description = "ONNX face model; default mobileface_v2 of --shared.")
    private @Nullable Path model;

    @Option(
            names = "--shared",
            defaultValue = "../shared",
            description = "Folder of models and faces; default ${DEFAULT-VALUE}.")
    private Path shared = Path.of("../shared");

    /** The model that was named, or the folder's own. */
    Path model() {
        return model == null ? shared.resolve("models/mobileface_v2.onnx") : model;
    }

    /** The folder. */
    Path folder() {
        return shared;
    }
}
