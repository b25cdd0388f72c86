package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line: what it takes, and what it says where that is wrong. */
class FiguresTest {
    @TempDir private Path folder;

    private Path pairs;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void writePairs() throws IOException {
        pairs = folder.resolve("pairs.csv");
        Files.writeString(pairs, "probe,reference,truth\na.png,b.png,GENUINE\n");
    }

    private int execute(String... arguments) {
        CommandLine line = Figures.commandLine();
        PrintWriter writer = new PrintWriter(said, true);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }

    private int evaluate(String... more) {
        String[] arguments = {
            "evaluate", "--pairs", pairs + "", "--images", folder + "", "--model", "none.onnx"
        };
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return execute(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overhead", "memory", "known", "adapters", "evaluate", "reliability"})
    void everyFigureTellsHowToUseIt(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString()).contains("Usage: Figures " + name, "--model");
    }

    @Test
    void wrongArgumentsEndInTwo() {
        assertThat(execute("nothing")).isEqualTo(2);
        assertThat(execute("evaluate")).isEqualTo(2);
        assertThat(said.toString()).contains("nothing", "Missing required options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overhead",
                "memory",
                "adapters",
                "evaluate",
                "games",
                "sanity",
                "parts",
                "parts-game",
                "claims",
                "profile",
                "rates"
            })
    void everyCommandWithAModelTakesTheSameOptions(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString())
                .contains(
                        "--preset",
                        "--size",
                        "--metric",
                        "--threshold",
                        "--input",
                        "--output",
                        "--batch-size");
    }

    @ParameterizedTest
    @MethodSource("figures")
    void everyFigureTakesATimeBudget(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString()).contains("--minutes").doesNotContain("--seconds");
    }

    static Set<String> figures() {
        return Figures.commandLine().getSubcommands().keySet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evaluate", "games", "sanity", "parts", "parts-game", "claims", "profile"})
    void everyCommandOverAListTakesTheSameOptions(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString())
                .contains("--pairs", "--folder", "--detector", "--largest", "--max-megapixels")
                .contains("Exit codes: 0 done");
    }

    /** A data frame's index, capitals, semicolons: the list is taken and the model looked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ",probe,reference,truth,\n0,a.png,b.png,GENUINE,\n",
                "PROBE, Reference,TRUTH\na.png,b.png,genuine\n",
                "probe;reference;truth\na.png;b.png;GENUINE\n"
            })
    void aListThatAnyToolWroteIsTaken(String list) throws IOException {
        Files.writeString(pairs, list);
        assertThat(evaluate("--out", folder.resolve("out") + "")).isEqualTo(1);
        assertThat(said.toString()).contains("none.onnx");
    }

    @Test
    void wrongRowsAreToldTogetherBeforeAModelIsRun() throws IOException {
        Files.writeString(pairs, "probe,reference,truth\na,b,GENIUNE\nc,d,GENUINE\ne,f\n");
        Path out = folder.resolve("out");
        assertThat(evaluate("--out", out + "")).isEqualTo(1);
        assertThat(execute("games", "--pairs", pairs + "", "--out", out + "")).isEqualTo(1);
        assertThat(said.toString())
                .contains(pairs + " must be right in every row, was wrong in 2:")
                .contains("row 2: truth must be GENUINE, IMPOSTOR or empty, was GENIUNE")
                .contains("row 4: truth must be GENUINE or IMPOSTOR, was empty")
                .doesNotContain("onnx");
        assertThat(out).doesNotExist();
    }

    @Test
    void repeatedRowsAreToldAndCountedOnce() throws IOException {
        Files.writeString(pairs, "probe,reference,truth\na,b,GENUINE\na,b,GENUINE\n");
        evaluate("--out", folder.resolve("out") + "");
        assertThat(said.toString())
                .contains("Repeated, counted once: 1", "row 3: the same as row 2");
    }

    @Test
    void aModelThatIsMissingIsNamed() {
        assertThat(evaluate("--out", folder.resolve("out") + "")).isEqualTo(1);
        assertThat(said.toString()).contains("Failed: ", "none.onnx");
    }

    @Test
    void whatCannotBeEvaluatedIsSaidBeforeAnythingIsWritten() {
        Path out = folder.resolve("out");
        assertThat(evaluate("--out", out + "", "--methods", "corrise")).isEqualTo(2);
        assertThat(evaluate("--out", out + "", "--steps", "1")).isEqualTo(2);
        assertThat(evaluate("--out", out + "", "--limit", "0")).isEqualTo(2);
        assertThat(evaluate("--out", out + "", "--methods", "published,published")).isEqualTo(2);
        assertThat(said.toString())
                .contains(
                        "method must be default, published, COUNTxSIDE",
                        "was corrise",
                        "stepCount must be at least 2, was 1",
                        "limit must be at least 1, was 0",
                        "methods must be distinct");
        assertThat(out).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(evaluate("--out", file + "")).isEqualTo(1);
        assertThat(said.toString())
                .contains("cannot write to " + file + ": it must be a folder, was a file");
    }

    @Test
    void aFolderThatAnotherRunWritesTo() {
        Path out = folder.resolve("out");
        try (OutputFolder other = OutputFolder.open(out)) {
            assertThat(other.file("x").getParent()).isEqualTo(out);
            assertThat(evaluate("--out", out + "")).isEqualTo(1);
        }
        assertThat(said.toString()).contains("another run of this program is writing it");
    }
}
