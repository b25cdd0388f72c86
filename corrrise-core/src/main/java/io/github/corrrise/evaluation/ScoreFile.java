package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of an evaluation, open for one run: {@link ScoreLines}, only ever added to. What stands
 * behind the last line end was torn when a run was killed, and is cut off. The lock is the system's
 * and ends with the process, so a killed run leaves none behind.
 */
final class ScoreFile implements AutoCloseable {
    /** Locked in place of the lines, so that others can read them on every system. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, ScoredPair> pairs;

    private ScoreFile(Path file, FileChannel channel, Map<String, ScoredPair> pairs) {
        this.file = file;
        this.channel = channel;
        this.pairs = pairs;
    }

    /**
     * What a file holds.
     *
     * @param settings of the first line, if it is finished
     * @param pairs by name, in their order
     * @param length bytes up to the last line end
     * @param torn what stands behind it
     */
    private record Content(
            Optional<EvaluationScores> settings,
            Map<String, ScoredPair> pairs,
            long length,
            String torn) {}

    /** Opens or creates the file of a run with these settings. */
    static ScoreFile open(Path file, EvaluationScores settings) {
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                lock(channel);
                return resume(file, channel, settings);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    private static ScoreFile resume(Path file, FileChannel channel, EvaluationScores settings)
            throws IOException {
        Content content = content(file);
        String header = ScoreLines.header(settings);
        if (content.settings().isPresent()) {
            EvaluationScores before = content.settings().get();
            requireSame(
                    "library version", before.libraryVersion(), settings.libraryVersion(), file);
            requireSame("verifier", before.verifier(), settings.verifier(), file);
            requireSame("explainer", before.explainer(), settings.explainer(), file);
            requireSame("failure policy", before.failurePolicy(), settings.failurePolicy(), file);
            requireSame("protocols", before.protocols(), settings.protocols(), file);
        } else if (!header.startsWith(content.torn())) {
            throw new IOException("it holds something else than scores");
        }
        ScoreFile scores =
                new ScoreFile(file, channel, Collections.unmodifiableMap(content.pairs()));
        channel.truncate(content.length());
        channel.position(content.length());
        if (content.settings().isEmpty()) {
            scores.add(header);
        }
        return scores;
    }

    /** The scores in a file; it is not locked for that. */
    static EvaluationScores read(Path file) {
        try {
            Content content = content(file);
            EvaluationScores settings =
                    content.settings()
                            .orElseThrow(() -> new IOException("it holds no line of scores"));
            return new EvaluationScores(
                    settings.libraryVersion(),
                    settings.verifier(),
                    settings.explainer(),
                    settings.failurePolicy(),
                    settings.protocols(),
                    List.copyOf(content.pairs().values()),
                    List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** What the file held when it was opened, by the pairs' names. */
    Map<String, ScoredPair> pairs() {
        return pairs;
    }

    /** Adds a finished pair and has it written through. */
    void append(ScoredPair pair) {
        try {
            add(ScoreLines.pair(pair));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file + ": " + reason(e), e);
        }
    }

    private void add(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock(LOCKED_BYTE, 1, false) != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("another run of this program is writing it", e);
        }
        throw new IOException("another program is writing it");
    }

    private static Content content(Path file) throws IOException {
        Optional<EvaluationScores> settings = Optional.empty();
        Map<String, ScoredPair> pairs = new LinkedHashMap<>();
        long length = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            int lineNumber = 1;
            for (int next = input.read(); next >= 0; next = input.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                String text = line.toString(StandardCharsets.UTF_8);
                try {
                    if (settings.isEmpty()) {
                        settings = Optional.of(ScoreLines.readHeader(text));
                    } else {
                        put(ScoreLines.readPair(text), settings.get(), pairs);
                    }
                } catch (IOException | IllegalArgumentException e) {
                    throw new IOException("line " + lineNumber + ": " + e.getMessage(), e);
                }
                length += line.size() + 1;
                line.reset();
                lineNumber++;
            }
        }
        return new Content(settings, pairs, length, line.toString(StandardCharsets.UTF_8));
    }

    private static void put(
            ScoredPair pair, EvaluationScores settings, Map<String, ScoredPair> pairs)
            throws IOException {
        Checks.exactly(settings.protocols().size(), pair.scores().size(), "protocols");
        if (pairs.put(pair.name(), pair) != null) {
            throw new IOException("it repeats the pair " + pair.name());
        }
    }

    private static void requireSame(String name, Object before, Object now, Path file) {
        if (!before.equals(now)) {
            throw Checks.rejected(name, before + ", as in " + file, now);
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        return "" + failure.getMessage();
    }
}
