package io.github.corrrise.cli.judge;

import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.LineFile;
import io.github.corrrise.internal.file.Utf8Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a run has done so far: a text file, only ever added to, whose first line says which run it
 * is. A line that a killed run left half-written is cut off. For one run at a time: the file is
 * locked.
 */
final class Journal implements AutoCloseable {
    private final Path file;
    private final LineFile journal;
    private final List<String> lines;

    private Journal(Path file, LineFile journal, List<String> lines) {
        this.file = file;
        this.journal = journal;
        this.lines = lines;
    }

    /**
     * Opens or creates a journal.
     *
     * @param header first line, which tells the run; a line end in it is written as a space
     * @throws IllegalArgumentException where the file tells of another run
     * @throws UncheckedIOException where it cannot be written
     */
    static Journal open(Path file, String header) {
        try {
            LineFile journal = LineFile.open(file);
            try {
                return resume(file, journal, header.replaceAll("[\\r\\n]+", " "));
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static Journal resume(Path file, LineFile journal, String header) throws IOException {
        List<String> lines = new ArrayList<>();
        byte[] torn = journal.read((number, line) -> lines.add(Utf8Text.decoded(line)));
        if (!lines.isEmpty() && !lines.get(0).equals(header)) {
            throw new IllegalArgumentException(
                    file
                            + " is of another run; name another folder or delete it. It holds "
                            + lines.get(0)
                            + ", this run is "
                            + header);
        }
        journal.dropTorn(torn);
        if (lines.isEmpty()) {
            journal.add(header);
        }
        return new Journal(
                file, journal, List.copyOf(lines.subList(Math.min(1, lines.size()), lines.size())));
    }

    private static UncheckedIOException failure(Path file, IOException cause) {
        return new UncheckedIOException(
                "cannot write " + file + ": " + FileFailures.reason(cause), cause);
    }

    /**
     * What the lines that earlier runs left say.
     *
     * @throws IllegalArgumentException where a line says nothing that {@code reader} takes; the
     *     message names the file and the line
     */
    <T> List<T> read(Function<String, T> reader) {
        List<T> read = new ArrayList<>();
        for (String line : lines) {
            try {
                read.add(reader.apply(line));
            } catch (IllegalArgumentException e) {
                // The header is line 1.
                int number = read.size() + 2;
                throw new IllegalArgumentException(
                        file
                                + ", line "
                                + number
                                + ", must be as it was written: "
                                + e.getMessage(),
                        e);
            }
        }
        return read;
    }

    /** Adds a line; it is in the file when this returns. */
    void add(String line) {
        try {
            journal.add(line);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            journal.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }
}
