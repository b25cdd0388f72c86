package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.Corrrise;
import io.github.corrrise.cli.command.OutputFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands that judge methods take, and what they say where that is wrong. */
class JudgeCommandsTest {
    @TempDir private Path folder;

    private Path pairs;

    private final StringWriter said = new StringWriter();

    @BeforeEach
    void writePairs() throws IOException {
        pairs = folder.resolve("pairs.csv");
        Files.writeString(pairs, "probe,reference,truth\na.png,b.png,GENUINE\n");
    }

    private int execute(String... arguments) {
        CommandLine line = Corrrise.commandLine();
        PrintWriter writer = new PrintWriter(said, true);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }

    private int evaluate(String... more) {
        String[] arguments = {
            "evaluate", pairs + "", "--folder", folder + "", "--model", "none.onnx"
        };
        String[] all = new String[arguments.length + more.length];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return execute(all);
    }

    @Test
    void wrongArgumentsEndInTwo() {
        assertThat(execute("evaluate")).isEqualTo(2);
        assertThat(execute("games", pairs + "")).isEqualTo(2);
        assertThat(said.toString())
                .contains("Missing required PAIRS", "Missing required --model=FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "games", "sanity"})
    void methodsAreListedWithoutPairsAndModel(String name) {
        assertThat(execute(name, "--methods", "help")).isZero();
        assertThat(said.toString()).contains("default ", "published ", "...@1000 ");
        assertThat(said.toString().contains("xface ")).isEqualTo(!name.equals("sanity"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "games", "sanity"})
    void everyCommandOverPairsTakesTheSameOptions(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString())
                .contains("PAIRS", "--folder", "--detector", "--largest", "--max-megapixels")
                .contains("--preset", "--size", "--metric", "--threshold", "--input", "--output")
                .contains("--batch-size", "--minutes", "--limit", "--methods", "--out")
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
        assertThat(execute("games", pairs + "", "--model", "none.onnx", "--out", out + ""))
                .isEqualTo(1);
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
