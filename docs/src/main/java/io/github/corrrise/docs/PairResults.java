package io.github.corrrise.docs;

import io.github.corrrise.bench.command.Failures;
import io.github.corrrise.render.ReportIndex;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a run over a list has come to so far. Safe for use by several threads: a program that is
 * ended by a signal writes its index on another one.
 */
final class PairResults {
    private final List<ReportIndex.Entry> entries = new ArrayList<>();
    private final List<ReportIndex.Failure> failures = new ArrayList<>();
    private int keptCount;

    synchronized void add(ReportIndex.Entry entry, boolean isKept) {
        entries.add(entry);
        keptCount += isKept ? 1 : 0;
    }

    synchronized void addFailure(long row, String reason) {
        failures.add(new ReportIndex.Failure(row, reason));
    }

    synchronized int explainedCount() {
        return entries.size() - keptCount;
    }

    synchronized int keptCount() {
        return keptCount;
    }

    /** In the order of the rows. */
    synchronized List<ReportIndex.Failure> failures() {
        return failures.stream()
                .sorted(Comparator.comparingLong(ReportIndex.Failure::row))
                .toList();
    }

    synchronized void writeIndex(Path file) {
        ReportIndex.of(entries).withFailures(failures()).write(file);
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
