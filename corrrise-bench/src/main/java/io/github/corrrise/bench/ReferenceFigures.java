package io.github.corrrise.bench;

import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.passes.MaskedPasses;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes the maps that {@code passes} takes for the truth: 24,000 passes per pair, once. Pairs that
 * the folder holds already are left as they are.
 */
@Command(
        name = "reference",
        mixinStandardHelpOptions = true,
        description = "Writes the maps of 12,000 masks that the figure passes compares with.")
final class ReferenceFigures implements Callable<Integer> {
    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Mixin private SampledPairs sampled = new SampledPairs();

    @Option(
            names = "--cache",
            defaultValue = "corrrise-bench/target/reference-maps",
            description = "Folder of the maps; default ${DEFAULT-VALUE}.")
    private Path cache = Path.of("corrrise-bench/target/reference-maps");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<LabelledPair> pairs = sampled.of(shared.folder());
        int made = 0;
        int held;
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                TwoThreads threads = new TwoThreads();
                MaskedPasses passes = threads.passes(verifier)) {
            List<LabelledPair> missing =
                    pairs.stream()
                            .filter(pair -> !ReferenceMaps.holds(cache, pair, verifier))
                            .toList();
            held = pairs.size() - missing.size();
            for (LabelledPair pair : budget.over(missing, "pairs", command().getErr())) {
                ReferenceMaps.write(cache, pair, verifier, passes);
                made++;
            }
        }
        FigureLines lines = FigureLines.of(command().getCommandSpec());
        lines.line("referencesMade", made);
        lines.line("referencesHeld", held + made);
        return 0;
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
