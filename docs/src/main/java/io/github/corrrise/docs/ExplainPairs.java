package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.bench.CommandLines;
import io.github.corrrise.bench.PairList;
import io.github.corrrise.bench.PairList.Row;
import io.github.corrrise.bench.PathNames;
import io.github.corrrise.docs.Comparison.FaceSource;
import io.github.corrrise.docs.Comparison.OpenVerifier;
import io.github.corrrise.docs.Comparison.Subjects;
import io.github.corrrise.docs.ExplanationFolder.Format;
import io.github.corrrise.evaluation.Truth;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.ReportIndex;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Inputs;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FaceVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Explains pair after pair of a list: a folder with a report for each, and an index over all. A
 * pair that an earlier run finished, with the same verifier and settings, is kept; a row that
 * cannot be explained is listed at the end and does not stop the others.
 */
@Command(
        name = "ExplainPairs",
        mixinStandardHelpOptions = true,
        version = "ExplainPairs, an example of corrrise",
        sortOptions = false,
        description = "Explains every pair of a CSV and writes a report for each, with an index.",
        footer = {
            "",
            "Examples:",
            "  ExplainPairs pairs.csv",
            "  ExplainPairs --model arcface.onnx --threshold 0.31 --folder aligned pairs.csv",
            "  ExplainPairs --model arcface.onnx --threshold 0.31 --detector yunet.onnx --folder"
                    + " photos pairs.csv",
            "",
            "The CSV has the columns probe, reference and, if known, truth (GENUINE or IMPOSTOR)."
                    + " Run it again to go on where it was ended. Exit codes: 0 done, 1 failed, 2"
                    + " wrong arguments, 3 done but for the rows listed."
        })
public final class ExplainPairs implements Callable<Integer> {
    private static final int SOME_ROWS_FAILED = 3;

    @Parameters(paramLabel = "PAIRS", description = "CSV of pairs.")
    private Path list = Path.of("pairs.csv");

    @Mixin private Comparison comparison = new Comparison();

    @Option(
            names = "--folder",
            description = "Where the pictures are; none: the folder of the CSV.")
    private @Nullable Path pictures;

    @Option(
            names = "--formats",
            split = ",",
            defaultValue = "HTML,JSON",
            description =
                    "What to write: ${COMPLETION-CANDIDATES}. HTML and JSON are written always;"
                            + " by them a later run knows what is done.")
    private Set<Format> formats = EnumSet.of(Format.HTML, Format.JSON);

    @Option(names = "--out", defaultValue = "explanations", description = "Folder to write to.")
    private Path out = Path.of("explanations");

    @Spec private @Nullable CommandSpec spec;

    private final List<ReportIndex.Entry> entries = new ArrayList<>();
    private final List<ReportIndex.Failure> failures = new ArrayList<>();
    private int keptCount;
    private int repeatedCount;

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command, ready to execute. */
    static CommandLine commandLine() {
        return CommandLines.of(new ExplainPairs());
    }

    @Override
    public Integer call() throws IOException {
        formats.add(Format.HTML);
        formats.add(Format.JSON);
        List<Row> rows = PairList.read(list).rows();
        Path index = out.resolve("index.html");
        try (OpenVerifier open = comparison.openVerifier(FaceSize.ARCFACE);
                FaceSource source = comparison.openFaces(open.verifier().inputSize());
                Explainer explainer = comparison.explainer(open.verifier(), Progress.NONE)) {
            Files.createDirectories(out);
            try {
                explainAll(rows, open.verifier(), source, explainer);
            } finally {
                // Whatever ended the run: what is explained can be found.
                ReportIndex.of(entries).withFailures(failures).write(index);
            }
        }
        print(index);
        return failures.isEmpty() ? 0 : SOME_ROWS_FAILED;
    }

    private void explainAll(
            List<Row> rows, FaceVerifier verifier, FaceSource source, Explainer explainer) {
        ProgressBarBuilder bars =
                new ProgressBarBuilder()
                        .setTaskName("Explaining")
                        .setUnit(" pairs", 1)
                        .setInitialMax(rows.size());
        try (ProgressBar bar = bars.build()) {
            Set<Map<String, String>> seen = new HashSet<>();
            for (Row row : rows) {
                if (!seen.add(row.cells())) {
                    repeatedCount++;
                    bar.step();
                    continue;
                }
                try {
                    explain(row, verifier, source, explainer);
                } catch (BadRow e) {
                    failures.add(new ReportIndex.Failure(row.number(), e.reason()));
                }
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
            return CommandLines.told(Objects.requireNonNull(getCause()));
        }
    }

    private void explain(Row row, FaceVerifier verifier, FaceSource source, Explainer explainer)
            throws BadRow {
        String probe;
        String reference;
        Optional<Truth> truth;
        Subjects subjects;
        Optional<Explanation> kept;
        Explanation why;
        ExplanationFolder folder;
        try {
            probe = row.probe();
            reference = row.reference();
            truth = row.truth();
            folder = new ExplanationFolder(out.resolve(folderName(probe, reference, truth)));
            subjects = new Subjects(source.read(picture(probe)), source.read(picture(reference)));
            kept =
                    folder.written(
                            subjects.pair(),
                            Inputs.of(subjects.pair(), verifier, explainer),
                            formats);
            why = kept.isPresent() ? kept.get() : explainer.explain(subjects.pair());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw new BadRow(e);
        }
        if (kept.isEmpty()) {
            folder.write(why, subjects, name(probe), name(reference), truth, formats);
        } else {
            keptCount++;
        }
        String link = folder.folder().getFileName() + "/" + ExplanationFolder.REPORT;
        entries.add(ReportIndex.Entry.of(row.number(), probe, reference, why, truth, link));
    }

    private Path picture(String cell) {
        Path folder = pictures == null ? list.toAbsolutePath().getParent() : pictures;
        return PathNames.resolved(folder == null ? Path.of("") : folder, cell);
    }

    private static String name(String cell) {
        return String.valueOf(PathNames.resolved(Path.of(""), cell).getFileName());
    }

    /** Legible, safe on any file system, and of this pair and truth alone. */
    private static String folderName(String probe, String reference, Optional<Truth> truth) {
        String row = probe + "\n" + reference + "\n" + truth;
        return safe(probe) + "-" + safe(reference) + "-" + hash(row);
    }

    private static String safe(String cell) {
        String stem = name(cell).replaceFirst("\\.[^.]*$", "");
        String letters = stem.replaceAll("[^A-Za-z0-9_]+", "_");
        return letters.substring(0, Math.min(40, letters.length()));
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void print(Path index) {
        if (spec == null) {
            throw new IllegalStateException("to be run by its command line");
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf(Locale.ROOT, "explained: %d%n", entries.size() - keptCount);
        console.printf(Locale.ROOT, "kept from an earlier run: %d%n", keptCount);
        if (repeatedCount > 0) {
            console.printf(Locale.ROOT, "repeated: %d%n", repeatedCount);
        }
        console.printf(Locale.ROOT, "failed: %d%n", failures.size());
        failures.forEach(
                failure ->
                        console.printf(
                                Locale.ROOT, "  row %d: %s%n", failure.row(), failure.reason()));
        console.printf(Locale.ROOT, "written: %s%n", index.toAbsolutePath().normalize());
        console.flush();
    }
}
