package io.github.corrrise.cli;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.Comparison.Subjects;
import io.github.corrrise.cli.ExplanationFolder.Format;
import io.github.corrrise.cli.VerifierOptions.OpenVerifier;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.Failures;
import io.github.corrrise.cli.command.PairList;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairTable.Row;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.render.ReportIndex;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Provenance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Explains pair after pair of a list: a folder with a report for each, and an index over all. A
 * pair that an earlier run finished, with the same verifier and settings, is kept; a row that
 * cannot be explained is listed at the end and does not stop the others.
 */
@Command(
        name = "explain-pairs",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description = "Explains every pair of a CSV and writes a report for each, with an index.",
        footer = {
            "",
            "Examples:",
            "  corrrise explain-pairs pairs.csv",
            "  corrrise explain-pairs --model arcface.onnx --threshold 0.31 --folder aligned pairs.csv",
            "  corrrise explain-pairs --model arcface.onnx --threshold 0.31 --detector yunet.onnx --folder"
                    + " photos pairs.csv",
            "",
            "The CSV has the columns probe, reference and, if known, truth (GENUINE or IMPOSTOR)."
                    + " Rows are numbered as in a spreadsheet: the header is row 1. The"
                    + " index grows while the command runs. Run it again to go on where it was"
                    + " ended. "
                    + Commands.EXIT_CODES
        })
final class ExplainPairsCommand implements Callable<Integer> {
    @Mixin private PairList list = new PairList();

    @Mixin private Comparison comparison = new Comparison();

    @Mixin private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--formats",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "HTML,JSON,CSV",
            description =
                    "What to write: ${COMPLETION-CANDIDATES}. HTML and JSON are written always;"
                            + " by them a later run knows what is done.")
    private Set<Format> formats = EnumSet.of(Format.HTML, Format.JSON);

    @Option(
            names = "--out",
            defaultValue = "explanations",
            paramLabel = "FOLDER",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("explanations");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        formats.add(Format.HTML);
        formats.add(Format.JSON);
        PairTable table = list.read();
        Path index = out.resolve("index.html");
        PairResults results =
                new PairResults(table.rows().size() + table.badRows().size(), System::nanoTime);
        table.badRows().forEach(row -> results.addFailure(row.number(), row.reason()));
        try (OpenVerifier open = comparison.openVerifier(FaceSize.ARCFACE);
                FaceSource source = comparison.openFaces(open.verifier().inputSize());
                Explainer explainer =
                        comparison.explainer(open.verifier(), profile, Progress.NONE)) {
            Files.createDirectories(out);
            Runnable noSignal = results.writeIndexAtSignal(index);
            try {
                explainAll(table, source, explainer, results, index);
            } finally {
                try {
                    results.writeIndex(index);
                } finally {
                    noSignal.run();
                }
            }
        }
        print(table, results, index);
        return results.failures().isEmpty() ? 0 : Commands.SOME_ROWS_FAILED;
    }

    private void explainAll(
            PairTable table,
            FaceSource source,
            Explainer explainer,
            PairResults results,
            Path index) {
        List<Row> rows = table.rows();
        Set<String> ambiguous = ambiguousNames(rows);
        ProgressBarBuilder bars =
                new ProgressBarBuilder()
                        .setTaskName("Explaining")
                        .setUnit(" pairs", 1)
                        .setInitialMax(rows.size());
        try (ProgressBar bar = bars.build()) {
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                try {
                    explain(row, ambiguous, source, explainer, results);
                } catch (BadRow e) {
                    results.addFailure(
                            row.number(), e.reason(), row.probeFile(), row.referenceFile());
                } catch (RuntimeException | Error e) {
                    results.addFailure(
                            row.number(),
                            Failures.text(e) + "; " + (rows.size() - i - 1) + " rows not tried");
                    throw e;
                }
                results.writeIndexSoFar(index);
                bar.step();
            }
        }
    }

    /** What is wrong with one row and leaves the others alone; not a disk that is full. */
    private static final class BadRow extends Exception {
        BadRow(Throwable cause) {
            super(cause);
        }

        String reason() {
            return Failures.text(Objects.requireNonNull(getCause()));
        }
    }

    private void explain(
            Row row,
            Set<String> ambiguous,
            FaceSource source,
            Explainer explainer,
            PairResults results)
            throws BadRow {
        Subjects subjects;
        Optional<Explanation> kept;
        Explanation why;
        ExplanationFolder folder = new ExplanationFolder(out.resolve(folderName(row)));
        try {
            subjects = new Subjects(source.read(row.probeFile()), source.read(row.referenceFile()));
            kept =
                    folder.written(
                            subjects.pair(),
                            Provenance.Inputs.of(subjects.pair(), explainer),
                            formats);
            why = kept.isPresent() ? kept.get() : explainer.explain(subjects.pair());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new BadRow(e);
        }
        String probe = name(row.probeFile());
        String reference = name(row.referenceFile());
        if (kept.isEmpty()) {
            folder.write(why, subjects, probe, reference, row.truth(), formats);
        }
        results.add(
                ReportIndex.Entry.of(
                        row.number(),
                        ambiguous.contains(probe) ? row.probe() : probe,
                        ambiguous.contains(reference) ? row.reference() : reference,
                        why,
                        row.truth(),
                        folder.folder().getFileName() + "/" + ExplanationFolder.REPORT),
                kept.isPresent());
    }

    /** Names of files in several folders: alone they do not tell which file is meant. */
    private static Set<String> ambiguousNames(List<Row> rows) {
        Map<String, Path> files = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (Row row : rows) {
            for (Path file : List.of(row.probeFile(), row.referenceFile())) {
                Path other = files.putIfAbsent(name(file), file);
                if (other != null && !other.equals(file)) {
                    ambiguous.add(name(file));
                }
            }
        }
        return ambiguous;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Legible, safe on any file system, and of this pair and truth alone. */
    private static String folderName(Row row) {
        String text = row.probe() + "\n" + row.reference() + "\n" + row.truth();
        return safe(row.probeFile())
                + "-"
                + safe(row.referenceFile())
                + "-"
                + new Sha256().add(text).hex().substring(0, 8);
    }

    private static String safe(Path file) {
        String stem = name(file).replaceFirst("\\.[^.]*$", "");
        String letters = stem.replaceAll("[^A-Za-z0-9_]+", "_");
        return letters.substring(0, Math.min(40, letters.length()));
    }

    private void print(PairTable table, PairResults results, Path index) {
        PrintWriter console = Objects.requireNonNull(spec, "spec").commandLine().getOut();
        console.printf(Locale.ROOT, "explained: %d%n", results.explainedCount());
        console.printf(Locale.ROOT, "kept from an earlier run: %d%n", results.keptCount());
        console.printf(Locale.ROOT, "repeated: %d%n", table.repeats().size());
        table.printRepeats(console);
        console.printf(Locale.ROOT, "failed: %d%n", results.failures().size());
        results.failures()
                .forEach(
                        failure ->
                                console.printf(
                                        Locale.ROOT,
                                        "  row %d: %s%n",
                                        failure.row(),
                                        failure.reason()));
        console.printf(Locale.ROOT, "written: %s%n", index.toAbsolutePath().normalize());
        console.flush();
    }
}
