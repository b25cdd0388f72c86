package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.Corrrise;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation from the command line, on a real model and real faces. */
@Tag("real-model")
class RealEvaluationTest {
    private static final List<String> FILES =
            List.of("default.jsonl", "table.csv", "results.json", "curves-black.png");

    private static Path shared;

    @TempDir private Path folder;

    @BeforeAll
    static void requireTheSharedFolder() {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
    }

    private String evaluate(Path pairs, Path out, int expected) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int code =
                Corrrise.commandLine()
                        .setOut(writer)
                        .setErr(writer)
                        .execute(
                                "evaluate",
                                pairs + "",
                                "--folder",
                                shared.resolve("faces/aligned") + "",
                                "--model",
                                shared.resolve("models/mobileface_v3.onnx") + "",
                                "--preset",
                                "MOBILEFACE",
                                "--limit",
                                "2",
                                "--out",
                                out + "");
        assertThat(code).as(said.toString()).isEqualTo(expected);
        return said.toString();
    }

    /** The file after each pair, a torn line included: all that a kill can leave behind. */
    @Test
    void aKilledRunGivesTheFilesOfAnUninterruptedOne() throws IOException {
        Path pairs = shared.resolve("faces/pairs.csv");
        Path whole = folder.resolve("whole");
        String said = evaluate(pairs, whole, 0);
        assertThat(said).contains("black fill, similarity map, 2 genuine pairs", "default");
        byte[] lines = Files.readAllBytes(whole.resolve(FILES.get(0)));
        Path killed = Files.createDirectory(folder.resolve("killed"));
        Files.write(killed.resolve(FILES.get(0)), Arrays.copyOf(lines, lines.length * 3 / 5));
        evaluate(pairs, killed, 0);
        for (String file : FILES) {
            assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void pairsWithoutPicturesAreCountedAndNamed() throws IOException {
        Path pairs = folder.resolve("pairs.csv");
        try (Stream<String> lines = Files.lines(shared.resolve("faces/pairs.csv"))) {
            List<String> some =
                    Stream.concat(
                                    Stream.of("probe,reference,truth", "lost.png,x.png,GENUINE"),
                                    lines.filter(line -> !line.startsWith("probe")))
                            .toList();
            Files.write(pairs, some);
        }
        String said = evaluate(pairs, folder.resolve("out"), 3);
        assertThat(said)
                .contains("Left out: 1 of 4 pairs", "lost.png x.png: ")
                .contains(shared.resolve("faces/aligned/lost.png").toAbsolutePath().toString());
        assertThat(said).contains("similarity map, 1 genuine pairs");
        assertThat(folder.resolve("out/results.json")).content().contains("lost.png x.png");
    }
}
