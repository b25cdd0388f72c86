package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line: what it takes, and what it says where that is wrong. */
class FiguresTest {
    private final StringWriter said = new StringWriter();

    private int execute(String... arguments) {
        CommandLine line = Figures.commandLine();
        PrintWriter writer = new PrintWriter(said, true);
        return line.setOut(writer).setErr(writer).execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overhead",
                "memory",
                "known",
                "patchwise",
                "gradients",
                "evaluate",
                "games",
                "adapters",
                "reliability"
            })
    void everyFigureTellsHowToUseIt(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString()).contains("Usage: Figures " + name, "--model");
    }

    @Test
    void wrongArgumentsEndInTwo() {
        assertThat(execute("nothing")).isEqualTo(2);
        assertThat(execute("parts", "--limit", "few")).isEqualTo(2);
        assertThat(said.toString()).contains("nothing", "few");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overhead",
                "memory",
                "adapters",
                "parts",
                "parts-game",
                "claims",
                "profile",
                "rates",
                "soak"
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
    @ValueSource(strings = {"parts", "parts-game", "claims", "profile"})
    void everyCommandOverAListTakesTheSameOptions(String name) {
        assertThat(execute(name, "--help")).isZero();
        assertThat(said.toString())
                .contains("--pairs", "--folder", "--detector", "--largest", "--max-megapixels")
                .contains("Exit codes: 0 done");
    }
}
