package io.github.corrrise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What users are told, and the exit code, for what a command may throw. */
class CommandsTest {
    private final StringWriter said = new StringWriter();

    /** Does what a test wants. */
    @Command(name = "test")
    private static final class Doing implements Callable<Integer> {
        private final Callable<Integer> action;

        @Parameters(arity = "0..1")
        private Path file = Path.of("none");

        Doing(Callable<Integer> action) {
            this.action = action;
        }

        @Override
        public Integer call() throws Exception {
            assertThat(file).isNotNull();
            return action.call();
        }
    }

    private int run(Callable<Integer> action, String... arguments) {
        said.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(said, true);
        return Commands.of(new Doing(action)).setOut(writer).setErr(writer).execute(arguments);
    }

    private void assertTold(Exception failure, int code, String message) {
        int was =
                run(
                        () -> {
                            throw failure;
                        });
        assertThat(said.toString()).isEqualToIgnoringNewLines("Failed: " + message);
        assertThat(was).isEqualTo(code);
    }

    @Test
    void theCodeOfACommandIsItsOwn() {
        assertThat(run(() -> 3)).isEqualTo(3);
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void whatFailsIsToldInALine() {
        assertTold(new IOException("disk is full"), 1, "disk is full");
        assertTold(new UncheckedIOException("no file", new IOException()), 1, "no file");
        assertTold(new VerifierException("the model failed"), 1, "the model failed");
        assertTold(new IllegalArgumentException("no pair can be read"), 1, "no pair can be read");
        assertTold(new AccessDeniedException("x.csv"), 1, "x.csv: access denied");
    }

    @Test
    void anArgumentOfTheLibraryIsToldWithItsOption() {
        assertTold(
                new IllegalArgumentException("outputName must be one of [a, b], was not set"),
                2,
                "outputName must be one of [a, b], was not set (on the command line: --output"
                        + " NAME)");
        assertTold(
                new IllegalArgumentException("batchSize must be at least 1 (--batch-size), was 0"),
                2,
                "batchSize must be at least 1 (--batch-size), was 0");
    }

    /** Where it came about helps whoever reports it, and is one line. */
    @Test
    void whatNobodyForesawIsToldWithItsPlace() {
        assertThat(
                        run(
                                () -> {
                                    throw new IllegalStateException();
                                }))
                .isEqualTo(1);
        assertThat(said.toString())
                .startsWith("Failed: unexpected java.lang.IllegalStateException at io.github.")
                .hasLineCount(1);
    }

    @Test
    void errorsAreToldToo() {
        assertThat(
                        run(
                                () -> {
                                    throw new OutOfMemoryError("Java heap space");
                                }))
                .isEqualTo(1);
        assertThat(said.toString()).contains("Failed: not enough memory", "java -Xmx");
        assertThat(
                        run(
                                () -> {
                                    throw new UnsatisfiedLinkError("no lib");
                                }))
                .isEqualTo(1);
        assertThat(said.toString()).startsWith("Failed: ").contains("no lib").hasLineCount(1);
    }

    @Test
    void aFileNameThatIsNoneIsAWrongArgument() {
        assertThat(run(() -> 0, "a\0b")).isEqualTo(2);
        assertThat(said.toString()).contains("file name must be one that this system takes");
    }
}
