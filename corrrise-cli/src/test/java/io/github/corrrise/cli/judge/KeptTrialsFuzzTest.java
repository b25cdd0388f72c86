package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.Pointing;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.fuzz.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files and names that the commands which judge take: used, or refused by name. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KeptTrialsFuzzTest {
    private static final int FEW = 300;
    private static final long MOST_BYTES = 16L << 20;
    private static final String HEADER = "a game | a method | a model";
    private static final Pointing POINTING = new Pointing(3, 4, true, 0.25);

    private static final PatchGame.Placement PLACEMENT =
            new PatchGame.Placement(0, "a.png b.png", 1, 2, 20, 1.0 / 3, -0.5, POINTING);

    private static final RegionSwapGame.Swap SWAP =
            new RegionSwapGame.Swap(
                    1,
                    "a.png b.png",
                    RegionSwapGame.Region.MOUTH,
                    0.5,
                    0.25,
                    POINTING,
                    OptionalDouble.of(0.125),
                    OptionalDouble.empty(),
                    OptionalDouble.of(1));

    private static final EditedPairGame.Edit EDIT =
            new EditedPairGame.Edit(
                    0,
                    "a.png b.png",
                    BitSet.valueOf(new long[] {5, 9}),
                    1,
                    0.5,
                    POINTING,
                    OptionalDouble.of(0.125));

    @TempDir private Path folder;

    private static byte[] bytes(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Path path, byte[] file) {
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isNamed(Throwable thrown, Path file) {
        return (thrown instanceof UncheckedIOException
                        || thrown instanceof IllegalArgumentException)
                && String.valueOf(thrown.getMessage()).contains(file.toString());
    }

    @Test
    void damagedTrialsAreGoneOnWithOrRefused() {
        assertGoneOnWithOrRefused(TrialLines.line(PLACEMENT), TrialLines::placement, 14);
        assertGoneOnWithOrRefused(TrialLines.line(SWAP), TrialLines::swap, 18);
        assertGoneOnWithOrRefused(TrialLines.line(EDIT), TrialLines::edit, 19);
    }

    private void assertGoneOnWithOrRefused(String line, Function<String, ?> reader, long seed) {
        Path path = folder.resolve("kept" + seed + ".trials");
        Fuzz fuzz =
                new Fuzz(
                                "trials",
                                List.of(bytes(HEADER, line, line)),
                                file -> {
                                    write(path, file);
                                    try (Journal journal = Journal.open(path, HEADER)) {
                                        int before = journal.read(reader).size();
                                        journal.add(line);
                                        try (Stream<String> lines = Files.lines(path)) {
                                            assertThat(lines).hasSize(before + 2);
                                        } catch (IOException e) {
                                            throw new AssertionError(e);
                                        }
                                    }
                                },
                                thrown -> isNamed(thrown, path),
                                MOST_BYTES)
                        .withWords("\n", ",", "NaN", "-1", "2147483648", "true", "Infinity");
        assertThat(fuzz.run(seed, Fuzz.cases(FEW))).isEmpty();
    }

    /** What a trial writes is read again, whatever files are called. */
    @Test
    void trialsOfAnyNamesAreReadAgain() {
        Fuzz fuzz =
                new Fuzz(
                                "names of pairs",
                                List.of("a.png b.png".getBytes(StandardCharsets.UTF_8)),
                                file -> {
                                    String name = new String(file, StandardCharsets.UTF_8);
                                    PatchGame.Placement placement =
                                            new PatchGame.Placement(
                                                    0, name, 1, 2, 20, 0.5, 0.25, POINTING);
                                    String line = TrialLines.line(placement);
                                    assertThat(line).doesNotContain("\n", "\r");
                                    assertThat(TrialLines.placement(line)).isEqualTo(placement);
                                    RegionSwapGame.Swap swap =
                                            new RegionSwapGame.Swap(
                                                    1,
                                                    name,
                                                    SWAP.region(),
                                                    0.5,
                                                    0.25,
                                                    POINTING,
                                                    SWAP.falseShare(),
                                                    SWAP.flippedAt(),
                                                    SWAP.halfRestoredAt());
                                    assertThat(TrialLines.swap(TrialLines.line(swap)))
                                            .isEqualTo(swap);
                                    EditedPairGame.Edit edit =
                                            new EditedPairGame.Edit(
                                                    0,
                                                    name,
                                                    EDIT.edited(),
                                                    1,
                                                    0.5,
                                                    POINTING,
                                                    EDIT.falseShare());
                                    assertThat(TrialLines.edit(TrialLines.line(edit)))
                                            .isEqualTo(edit);
                                },
                                thrown -> false,
                                MOST_BYTES)
                        .withWords(",", "\n", "\r", "\"", "\\", "\\n", "\u2028", "%2C", "\t");
        assertThat(fuzz.run(15, Fuzz.cases(FEW))).isEmpty();
    }

    @Test
    void damagedListsOfQuestionsAreReadOrRefused() {
        Path path = folder.resolve(QuestionFolder.LIST);
        Fuzz fuzz =
                new Fuzz(
                                "questions",
                                List.of(
                                        bytes(
                                                "trial,probe,reference,probeMap,planted,pair,faces",
                                                "patch-20-0,a.png,b.png,a.npy,p.npy,\"a, b\",0f",
                                                "swap-0,c.png,b.png,c.npy,q.npy,a b,1e")),
                                file -> {
                                    write(path, file);
                                    QuestionFolder.check(folder);
                                },
                                thrown -> isNamed(thrown, path),
                                MOST_BYTES)
                        .withWords("\"", ",", "\n", "trial", "faces", "\r\n", "\u0000", "\ufeff");
        assertThat(fuzz.run(16, Fuzz.cases(FEW))).isEmpty();
    }

    @Test
    void damagedNamesOfMethodsAreKnownOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                                "methods",
                                Stream.of(
                                                "default",
                                                "published@1000",
                                                "1x20+4x14-adjusted-both0.4-noise+mean@250",
                                                "3x20-both1-blur",
                                                "fv-rise@2000",
                                                "typical-map")
                                        .map(name -> name.getBytes(StandardCharsets.UTF_8))
                                        .toList(),
                                file ->
                                        Methods.of(false)
                                                .named(new String(file, StandardCharsets.UTF_8)),
                                IllegalArgumentException.class::isInstance,
                                MOST_BYTES)
                        .withWords(
                                "0", "999", "x", "+", "@", "-both", "-both1.999", "-black", "1x1");
        assertThat(fuzz.run(17, Fuzz.cases(FEW))).isEmpty();
    }
}
