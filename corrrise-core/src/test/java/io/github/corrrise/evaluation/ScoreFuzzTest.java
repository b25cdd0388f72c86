package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.evaluation.EvaluationScores.Scored;
import io.github.corrrise.evaluation.EvaluationScores.Steps;
import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of scores: read and judged, taken up again, or refused as it is documented. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ScoreFuzzTest {
    private static final int FEW = 300;
    private static final long MOST_BYTES = 16L << 20;

    private static final DeletionInsertion PROTOCOL =
            DeletionInsertion.published().withStepCount(2);

    private static final EvaluationScores SETTINGS =
            new EvaluationScores(
                    "1",
                    "a \"model\"",
                    "maps",
                    FailurePolicy.FAIL,
                    List.of(PROTOCOL.description()),
                    List.of(),
                    List.of());

    private static final Steps STEPS =
            new Steps(List.of(0.5, 1.0 / 3, -1e-300), List.of(0.0, 0.25, 0.5));

    private static final Scored LAST = pair("last", Truth.GENUINE);

    @TempDir private Path folder;

    private static Scored pair(String name, Truth truth) {
        return new Scored(name, truth, "ab12", 100, 6, List.of(List.of(STEPS)));
    }

    private static byte[] file() {
        String lines =
                String.join(
                        "\n",
                        ScoreLines.header(SETTINGS),
                        ScoreLines.pair(pair("a", Truth.GENUINE)),
                        ScoreLines.pair(pair("\u00e4 \"b\"", Truth.IMPOSTOR)),
                        "");
        return lines.getBytes(StandardCharsets.UTF_8);
    }

    private Fuzz fuzz(String name, java.util.function.Consumer<Path> reader) {
        Path path = folder.resolve("scores.jsonl");
        return new Fuzz(
                        name,
                        List.of(file()),
                        file -> {
                            write(path, file);
                            reader.accept(path);
                        },
                        thrown ->
                                thrown instanceof UncheckedIOException
                                        || thrown instanceof IllegalArgumentException,
                        MOST_BYTES)
                .withWords("\n", "\r\n", "GENUINE", "[", "]", "{", "}", "999999999", "\uFEFF");
    }

    private static void write(Path path, byte[] file) {
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void damagedScoresAreReadOrRefused() {
        Fuzz fuzz =
                fuzz(
                        "scores",
                        path -> {
                            EvaluationScores scores = EvaluationScores.read(path);
                            assertThat(scores.result(PROTOCOL).mixed().deletion().area())
                                    .isFinite();
                        });
        assertThat(fuzz.run(5, Fuzz.cases(FEW))).isEmpty();
    }

    /** What a run takes up it leaves whole: the file is read again with one pair more. */
    @Test
    void damagedScoresAreTakenUpAgainOrRefused() {
        Fuzz fuzz =
                fuzz(
                        "scores taken up",
                        path -> {
                            List<String> names;
                            try (ScoreFile file = ScoreFile.open(path, SETTINGS)) {
                                names = List.copyOf(file.pairs().keySet());
                                file.append(LAST);
                            }
                            if (!names.contains(LAST.name())) {
                                assertThat(EvaluationScores.read(path).pairs())
                                        .hasSize(names.size() + 1)
                                        .endsWith(LAST);
                            }
                        });
        assertThat(fuzz.run(6, Fuzz.cases(FEW))).isEmpty();
    }
}
