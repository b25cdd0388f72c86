package io.github.corrrise.cli;

import io.github.corrrise.cli.command.Failures;
import io.github.corrrise.render.ReportIndex;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a run over a list has come to so far. Safe for use by several threads: a program that is
 * ended by a signal writes its index on another one.
 */
final class PairResults {
    private final List<ReportIndex.Entry> entries = new ArrayList<>();

    /** So many times what writing took passes before it is done again. */
    private static final long REST = 20;

    private final List<Failed> failures = new ArrayList<>();
    private final LongSupplier nanoTime;
    private final long total;
    private int keptCount;
    private long notBefore;
    private boolean isWritten;

    /** A row that failed, told on the console and, without folders, in the index. */
    private record Failed(long row, String reason, String shortReason) {}

    /**
     * @param total how many rows there are
     * @param nanoTime how long ago anything is, in nanoseconds
     */
    PairResults(long total, LongSupplier nanoTime) {
        this.total = total;
        this.nanoTime = nanoTime;
    }

    synchronized void add(ReportIndex.Entry entry, boolean isKept) {
        entries.add(entry);
        keptCount += isKept ? 1 : 0;
    }

    /**
     * @param files that the reason may name
     */
    synchronized void addFailure(long row, String reason, Path... files) {
        String told = reason;
        for (Path file : files) {
            told =
                    told.replace(
                            file.toAbsolutePath().normalize().toString(),
                            String.valueOf(file.getFileName()));
        }
        failures.add(new Failed(row, reason, told));
    }

    synchronized int explainedCount() {
        return entries.size() - keptCount;
    }

    synchronized int keptCount() {
        return keptCount;
    }

    /** In the order of the rows. */
    synchronized List<ReportIndex.Failure> failures() {
        return failures(Failed::reason);
    }

    private List<ReportIndex.Failure> failures(Function<Failed, String> reason) {
        return failures.stream()
                .sorted(Comparator.comparingLong(Failed::row))
                .map(failed -> new ReportIndex.Failure(failed.row(), reason.apply(failed)))
                .toList();
    }

    /**
     * Writes the index while the run goes on, unless that was done just now: a page over thousands
     * of pairs takes a while, and is written in a twentieth of the time at most. A disk that takes
     * nothing is told of at the end.
     */
    synchronized void writeIndexSoFar(Path file) {
        long start = nanoTime.getAsLong();
        if (isWritten && start - notBefore < 0) {
            return;
        }
        try {
            writeIndex(file);
        } catch (UncheckedIOException e) {
            // The next one, or the last one, tells.
        }
        long end = nanoTime.getAsLong();
        notBefore = end + REST * (end - start);
        isWritten = true;
    }

    synchronized void writeIndex(Path file) {
        ReportIndex.of(entries)
                .withFailures(failures(Failed::shortReason))
                .withTotal(total)
                .write(file);
    }

    private void writeIndexOrTell(Path file) {
        try {
            writeIndex(file);
        } catch (UncheckedIOException e) {
            System.err.println("Failed: " + Failures.text(e));
        }
    }

    /** Writes the index also where a signal ends the program before this is closed. */
    Runnable writeIndexAtSignal(Path file) {
        Thread atSignal = new Thread(() -> writeIndexOrTell(file), "index");
        Runtime.getRuntime().addShutdownHook(atSignal);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(atSignal);
            } catch (IllegalStateException e) {
                // The program is ending, and the hook writes the index.
            }
        };
    }
}
