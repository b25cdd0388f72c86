package io.github.corrrise.cli;

import io.github.corrrise.Explainer;
import io.github.corrrise.audit.Audit;
import io.github.corrrise.cli.Comparison.Subjects;
import io.github.corrrise.cli.ExplanationFolder.Format;
import io.github.corrrise.cli.VerifierOptions.OpenVerifier;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FileNames;
import io.github.corrrise.cli.command.PairList;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairTable.Row;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.AuditReport;
import io.github.corrrise.saliency.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Audits a model over a list of labelled pairs: a page, and reports of the worst errors. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description =
                "Audits a model over a CSV of labelled pairs: error rates, where it looks, what"
                        + " differs, and the worst errors with their reports.",
        footer = {
            "",
            "Example:",
            "  corrrise audit --model arcface.onnx --threshold 0.31 --folder aligned pairs.csv",
            "",
            "The CSV has the columns probe, reference and truth (GENUINE or IMPOSTOR) and, if"
                    + " known, group, probePerson and referencePerson. Run the command again to go"
                    + " on where it was ended. The folder holds names, scores, faces in the reports"
                    + " and digests of faces: personal data. "
                    + Commands.EXIT_CODES
        })
final class AuditCommand implements Callable<Integer> {
    private static final String PAGE = "audit.html";
    private static final String RUN = "audit.jsonl";

    @Mixin private PairList list = new PairList();

    @Mixin private Comparison comparison = new Comparison();

    @Mixin private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--name",
            description = "What the page calls the pairs; none: the name of the CSV.")
    private @Nullable String name;

    @Option(
            names = "--out",
            defaultValue = "audit",
            paramLabel = "FOLDER",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("audit");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PairTable table = list.read().requireLabelled();
        Path folder = FileNames.absolute(out);
        try (OpenVerifier open = comparison.openVerifier(FaceSize.ARCFACE);
                FaceSource source = comparison.openFaces(open.verifier().inputSize())) {
            Files.createDirectories(folder);
            try (Explainer explainer =
                    comparison.explainer(open.verifier(), profile, Progress.NONE)) {
                Audit.Result result = auditWithProgress(explainer, table, source, folder);
                AuditReport page =
                        AuditReport.of(result).withName(name == null ? list.name() : name);
                page.withLinks(reports(page.worstErrors(), table, source, explainer, folder))
                        .write(folder.resolve(PAGE));
                print(result, table, folder);
                return result.unreadable().isEmpty() ? 0 : Commands.SOME_ROWS_FAILED;
            }
        }
    }

    private static Audit.Result auditWithProgress(
            Explainer explainer, PairTable table, FaceSource source, Path folder) {
        ProgressBarBuilder bars =
                new ProgressBarBuilder()
                        .setTaskName("Auditing")
                        .setUnit(" pairs", 1)
                        .setInitialMax(table.rows().size());
        try (ProgressBar bar = bars.build()) {
            return Audit.of(explainer)
                    .onAudited(pair -> bar.step())
                    .run(table.rows().stream().map(row -> pair(row, source)), folder.resolve(RUN));
        }
    }

    private static Audit.Pair pair(Row row, FaceSource source) {
        Audit.Pair pair =
                Audit.Pair.of(
                        new LabelledPair(
                                name(row),
                                row.truth().orElseThrow(),
                                () -> subjects(row, source).pair()));
        if (row.group().isPresent()) {
            pair = pair.withGroup(row.group().get());
        }
        return row.probePerson().isPresent() && row.referencePerson().isPresent()
                ? pair.withPersons(row.probePerson().get(), row.referencePerson().get())
                : pair;
    }

    private static Subjects subjects(Row row, FaceSource source) {
        return new Subjects(source.read(row.probeFile()), source.read(row.referenceFile()));
    }

    private static String name(Row row) {
        return row.probe() + " " + row.reference();
    }

    /** The report of each of these pairs, by its name. */
    private static Map<String, String> reports(
            List<Audit.Scored> errors,
            PairTable table,
            FaceSource source,
            Explainer explainer,
            Path folder) {
        Map<String, String> links = new LinkedHashMap<>();
        for (Audit.Scored error : errors) {
            Row row =
                    table.rows().stream()
                            .filter(each -> name(each).equals(error.name()))
                            .findFirst()
                            .orElseThrow();
            Subjects subjects = subjects(row, source);
            String place = "reports/row-" + row.number();
            new ExplanationFolder(folder.resolve(place))
                    .write(
                            explainer.explain(subjects.pair()),
                            subjects,
                            "" + row.probeFile().getFileName(),
                            "" + row.referenceFile().getFileName(),
                            row.truth(),
                            EnumSet.of(Format.HTML));
            links.put(error.name(), place + "/" + ExplanationFolder.REPORT);
        }
        return links;
    }

    private void print(Audit.Result result, PairTable table, Path folder) {
        PrintWriter console = Objects.requireNonNull(spec, "spec").commandLine().getOut();
        console.printf(Locale.ROOT, "audited: %d%n", result.pairs().size());
        console.printf(
                Locale.ROOT,
                "errors: %d%n",
                result.pairs().stream().filter(pair -> pair.outcome().isError()).count());
        console.printf(Locale.ROOT, "repeated: %d%n", table.repeats().size());
        table.printRepeats(console);
        console.printf(Locale.ROOT, "not read: %d%n", result.unreadable().size());
        result.unreadable()
                .forEach(
                        pair ->
                                console.printf(
                                        Locale.ROOT, "  %s: %s%n", pair.name(), pair.reason()));
        console.printf(Locale.ROOT, "written: %s%n", folder.resolve(PAGE));
        console.printf(Locale.ROOT, "kept, personal data: %s%n", folder.resolve(RUN));
        console.flush();
    }
}
