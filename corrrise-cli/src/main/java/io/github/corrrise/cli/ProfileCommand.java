package io.github.corrrise.cli;

import io.github.corrrise.cli.VerifierOptions.OpenVerifier;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.Failures;
import io.github.corrrise.cli.command.FileNames;
import io.github.corrrise.cli.command.PairList;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairTable.Row;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.profiling.ModelProfiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the profile of a model from a list of pairs, and tells in words what it found. */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description = "Makes the profile of a model from a CSV of pairs.",
        footer = {
            "",
            "Example:",
            "  corrrise profile --model arcface.onnx --threshold 0.31 --folder aligned pairs.csv",
            "",
            "The CSV has the columns probe, reference, probePerson and referencePerson; a pair is"
                    + " genuine where both persons have one name. At least 10 pairs of 5 persons,"
                    + " 3 genuine and 3 not; 40 of 20 say more. Run the command again to go on"
                    + " where it was ended. The run file holds scores and digests of faces and is"
                    + " personal data; the profile holds neither. "
                    + Commands.EXIT_CODES
        })
final class ProfileCommand implements Callable<Integer> {
    @Mixin private PairList list = new PairList();

    @Mixin private Comparison comparison = new Comparison();

    @Option(
            names = "--passes",
            paramLabel = "COUNT",
            description =
                    "Most images sent through the model; what that does not reach for is left"
                            + " out. None: no limit.")
    private @Nullable Long passBudget;

    @Option(
            names = "--out",
            defaultValue = "model.profile.json",
            description = "The profile; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("model.profile.json");

    @Option(
            names = "--run",
            paramLabel = "FILE",
            description =
                    "Where measurements are kept, to go on from, and stay when the profile is"
                            + " written. None: beside the profile with the ending .run, deleted"
                            + " when the profile is written.")
    private @Nullable Path run;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PairTable table = list.read().requirePersons();
        Path target = FileNames.absolute(out);
        if (Files.isDirectory(target)) {
            throw new IllegalArgumentException("--out must be a file, was a folder: " + target);
        }
        Path runFile =
                run == null
                        ? target.resolveSibling(target.getFileName() + ".run")
                        : FileNames.absolute(run);
        Files.createDirectories(target.getParent());
        Files.createDirectories(runFile.getParent());
        PrintWriter console = console();
        List<String> unreadable = new ArrayList<>();
        try (OpenVerifier open = comparison.openVerifier(FaceSize.ARCFACE);
                FaceSource source = comparison.openFaces(open.verifier().inputSize())) {
            List<ModelProfiler.Pair> pairs = pairs(table, source, unreadable);
            ModelProfile profile = profileWithProgress(open, pairs, runFile);
            profile.write(target);
            ProfileWords.of(profile, budget()).forEach(console::println);
        }
        if (run == null) {
            Files.delete(runFile);
        }
        console.printf(Locale.ROOT, "repeated: %d%n", table.repeats().size());
        table.printRepeats(console);
        console.printf(Locale.ROOT, "not read: %d%n", unreadable.size());
        unreadable.forEach(console::println);
        console.printf(Locale.ROOT, "written: %s%n", target);
        if (run != null) {
            console.printf(Locale.ROOT, "kept, personal data: %s%n", runFile);
        }
        console.flush();
        return unreadable.isEmpty() ? 0 : Commands.SOME_ROWS_FAILED;
    }

    /** The pairs whose pictures can be read: a run of minutes does not end at the last one. */
    private static List<ModelProfiler.Pair> pairs(
            PairTable table, FaceSource source, List<String> unreadable) {
        List<ModelProfiler.Pair> pairs = new ArrayList<>();
        for (Row row : table.rows()) {
            try {
                faces(row, source);
                pairs.add(
                        new ModelProfiler.Pair(
                                row.probe() + " " + row.reference(),
                                row.probePerson().orElseThrow(),
                                row.referencePerson().orElseThrow(),
                                () -> faces(row, source)));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                unreadable.add("  row " + row.number() + ": " + Failures.text(e));
            }
        }
        return pairs;
    }

    private static FacePair faces(Row row, FaceSource source) {
        return FacePair.of(
                source.read(row.probeFile()).face(), source.read(row.referenceFile()).face());
    }

    private ModelProfile profileWithProgress(
            OpenVerifier open, List<ModelProfiler.Pair> pairs, Path runFile) {
        ProgressBarBuilder bars =
                new ProgressBarBuilder().setTaskName("Profiling").setUnit(" passes", 1);
        try (ProgressBar bar = bars.build()) {
            ModelProfiler.Builder builder =
                    comparison
                            .profiler(open.verifier())
                            .progress((done, total) -> bar.maxHint(total).stepTo(done));
            budget().ifPresent(builder::passBudget);
            return builder.build().profile(pairs, runFile);
        }
    }

    private OptionalLong budget() {
        return passBudget == null ? OptionalLong.empty() : OptionalLong.of(passBudget);
    }

    private PrintWriter console() {
        return Objects.requireNonNull(spec, "spec").commandLine().getOut();
    }
}
