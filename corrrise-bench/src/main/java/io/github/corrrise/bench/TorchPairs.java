package io.github.corrrise.bench;

import io.github.corrrise.cli.judge.JudgedSet;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pairs of a shared folder and a model with gradients, unless others are named. */
final class TorchPairs extends JudgedSet {
    @Option(
            names = "--pairs",
            description = "CSV of labelled pairs; default faces/pairs-dev.csv of --shared.")
    private @Nullable Path pairs;

    @Mixin private TorchModel torch = new TorchModel();

    @Override
    protected void require() {
        list();
    }

    @Override
    protected Path list() {
        return pairs == null ? torch.folder().resolve("faces/pairs-dev.csv") : pairs;
    }

    @Override
    protected @Nullable Path folder() {
        Path named = super.folder();
        return named == null ? torch.folder().resolve("faces/aligned") : named;
    }

    @Override
    protected OptionalDouble threshold() {
        return torch.threshold();
    }

    /** With the threshold: FGGB and xSSAB read it. */
    @Override
    protected Opened openForMaps() {
        return torch.open();
    }

    @Override
    protected Opened open() {
        return torch.open();
    }

    @Override
    protected boolean hasGradients() {
        return true;
    }
}
