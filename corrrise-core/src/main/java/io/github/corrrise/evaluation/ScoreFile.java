package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.LineFile;
import io.github.corrrise.internal.file.Utf8Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of an evaluation, open for one run, which adds {@link ScoreLines} to it. A partial last
 * line, left by a killed run, is truncated when the file is opened.
 */
final class ScoreFile implements AutoCloseable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path file;
    private final LineFile lines;
    private final Map<String, EvaluationScores.Scored> pairs;

    private ScoreFile(Path file, LineFile lines, Map<String, EvaluationScores.Scored> pairs) {
        this.file = file;
        this.lines = lines;
        this.pairs = pairs;
    }

    /** Reads and checks the whole lines of a file. */
    private static final class Content implements LineFile.LineReader {
        private final Map<String, EvaluationScores.Scored> pairs = new LinkedHashMap<>();
        private Optional<EvaluationScores> settings = Optional.empty();
        private List<DeletionInsertion.Shape> shapes = List.of();

        @Override
        public void read(int number, byte[] line) throws IOException {
            try {
                String text = Utf8Text.decoded(line);
                if (settings.isEmpty()) {
                    EvaluationScores header = ScoreLines.readHeader(text);
                    shapes = header.protocols().stream().map(DeletionInsertion.Shape::of).toList();
                    settings = Optional.of(header);
                } else {
                    put(ScoreLines.readPair(text));
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException("line " + number + ": " + ScoreLines.problem(e), e);
            }
        }

        private void put(EvaluationScores.Scored pair) throws IOException {
            Checks.exactly(shapes.size(), pair.scores().size(), "protocols");
            for (int protocol = 0; protocol < shapes.size(); protocol++) {
                shapes.get(protocol).require(pair.scores().get(protocol));
            }
            if (pairs.put(pair.name(), pair) != null) {
                throw new IOException("it repeats the pair " + pair.name());
            }
        }
    }

    /**
     * Opens or creates the file of a run with these settings.
     *
     * @throws IllegalArgumentException where it belongs to a run with other settings
     * @throws UncheckedIOException where it cannot be read or written, is damaged, or is being
     *     written by another run
     */
    static ScoreFile open(Path file, EvaluationScores settings) {
        try {
            LineFile lines = LineFile.open(file);
            try {
                return resume(file, lines, settings);
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    private static ScoreFile resume(Path file, LineFile lines, EvaluationScores settings)
            throws IOException {
        Content content = new Content();
        byte[] torn = lines.read(content);
        String header = ScoreLines.header(settings);
        if (content.settings.isPresent()) {
            EvaluationScores before = content.settings.get();
            requireSame(
                    "library version", before.libraryVersion(), settings.libraryVersion(), file);
            requireSame("verifier", before.verifier(), settings.verifier(), file);
            requireSame("explainer", before.explainer(), settings.explainer(), file);
            requireSame("failure policy", before.failurePolicy(), settings.failurePolicy(), file);
            requireSame("protocols", before.protocols(), settings.protocols(), file);
        } else if (!startsWith(header.getBytes(StandardCharsets.UTF_8), torn)
                && !Arrays.equals(torn, BYTE_ORDER_MARK)) {
            throw new IOException("it holds something else than scores");
        }
        lines.dropTorn(torn);
        if (content.settings.isEmpty()) {
            lines.add(header);
        }
        return new ScoreFile(file, lines, Collections.unmodifiableMap(content.pairs));
    }

    private static boolean startsWith(byte[] whole, byte[] start) {
        return start.length <= whole.length
                && Arrays.equals(start, Arrays.copyOf(whole, start.length));
    }

    /**
     * The scores in a file, which another run may be writing.
     *
     * @throws UncheckedIOException where it cannot be read, is damaged or holds no scores
     */
    static EvaluationScores read(Path file) {
        try {
            Content content = new Content();
            LineFile.read(file, content);
            EvaluationScores settings =
                    content.settings.orElseThrow(
                            () -> new IOException("it holds no line of scores"));
            return new EvaluationScores(
                    settings.libraryVersion(),
                    settings.verifier(),
                    settings.explainer(),
                    settings.failurePolicy(),
                    settings.protocols(),
                    List.copyOf(content.pairs.values()),
                    List.of());
        } catch (IOException e) {
            throw failure("read", file, e);
        }
    }

    /** The pairs that the file held when it was opened, by name. */
    Map<String, EvaluationScores.Scored> pairs() {
        return pairs;
    }

    /**
     * Adds a finished pair and forces it to the disk.
     *
     * @throws UncheckedIOException where that fails, or the file was deleted, replaced or changed
     *     in length meanwhile
     */
    void append(EvaluationScores.Scored pair) {
        try {
            lines.add(ScoreLines.pair(pair));
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw failure("close", file, e);
        }
    }

    private static void requireSame(String name, Object before, Object now, Path file) {
        if (!before.equals(now)) {
            throw Checks.rejected(name, before + ", as in " + file, now);
        }
    }

    private static UncheckedIOException failure(String action, Path file, IOException cause) {
        return new UncheckedIOException(
                "cannot " + action + " " + file + ": " + FileFailures.reason(cause), cause);
    }
}
