package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.ModelOptions;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The user's list and model; both are needed but where methods are only listed. */
final class OwnPairs extends JudgedSet {
    @Parameters(
            arity = "0..1",
            paramLabel = "PAIRS",
            description = "CSV of labelled pairs, needed: probe, reference, truth.")
    private @Nullable Path pairs;

    @Option(names = "--model", paramLabel = "FILE", description = "ONNX face model, needed.")
    private @Nullable Path model;

    @Mixin private ModelOptions options = new ModelOptions(ModelPreset.ARCFACE);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Override
    protected void require() {
        list();
        model();
    }

    @Override
    protected Path list() {
        return required(pairs, "PAIRS");
    }

    private Path model() {
        return required(model, "--model=FILE");
    }

    private Path required(@Nullable Path given, String name) {
        if (given != null) {
            return given;
        }
        if (command == null) {
            throw new IllegalStateException("to be run by its command line");
        }
        throw new ParameterException(command.commandLine(), "Missing required " + name);
    }

    @Override
    protected OptionalDouble threshold() {
        return options.threshold();
    }

    @Override
    protected Opened openForMaps() {
        return opened(options.open(model()));
    }

    @Override
    protected Opened open() {
        return opened(openVerifier());
    }

    private static Opened opened(OnnxFaceVerifier verifier) {
        return new Opened(verifier, verifier::close);
    }

    /** The runtime of ONNX computes none. */
    @Override
    protected boolean hasGradients() {
        return false;
    }

    /** Opens the model with the threshold, where one was given; the caller closes it. */
    OnnxFaceVerifier openVerifier() {
        return options.openWithThreshold(model());
    }
}
