package io.github.corrrise.bench;

import io.github.corrrise.cli.command.SetOptions;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pairs and the model of a shared folder, unless others are named. */
final class SharedPairs extends SetOptions {
    @Option(
            names = "--pairs",
            description = "CSV of labelled pairs; default faces/pairs-dev.csv of --shared.")
    private @Nullable Path pairs;

    @Mixin private SharedModel shared = new SharedModel();

    @Override
    protected Path list() {
        return pairs == null ? shared.folder().resolve("faces/pairs-dev.csv") : pairs;
    }

    @Override
    protected @Nullable Path folder() {
        Path named = super.folder();
        return named == null && pairs == null ? shared.folder().resolve("faces/aligned") : named;
    }

    /** Opens the model with the threshold, where one was given; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        return shared.openVerifier();
    }
}
