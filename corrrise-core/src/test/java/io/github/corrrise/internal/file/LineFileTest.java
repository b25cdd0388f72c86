package io.github.corrrise.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {
    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("a.lines");
    }

    /** Another program: opens the file, says what came of it and waits for the end of its input. */
    static final class OtherProgram {
        private OtherProgram() {}

        public static void main(String[] arguments) throws IOException {
            try (LineFile lines = LineFile.open(Path.of(arguments[0]))) {
                lines.add("of the other");
                System.out.println("opened");
                System.out.flush();
                System.in.read();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private Process otherProgram() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProgram.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What another program says when it opens the file now. */
    private String saidByAnotherProgram() throws Exception {
        Process other = otherProgram();
        try (BufferedReader said = other.inputReader(UTF_8)) {
            String line = said.readLine();
            other.outputWriter(UTF_8).close();
            other.waitFor();
            return line;
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        LineFile.read(file, (number, line) -> lines.add(number + new String(line, UTF_8)));
        return lines;
    }

    @Test
    void goesOnBehindTheLastWholeLine() throws IOException {
        Files.writeString(file, "one\ntor");
        List<String> before = new ArrayList<>();
        try (LineFile lines = LineFile.open(file)) {
            byte[] torn = lines.read((number, line) -> before.add(new String(line, UTF_8)));
            assertThat(torn).asString(UTF_8).isEqualTo("tor");
            lines.dropTorn(torn);
            lines.add("zw\u00f6lf");
        }
        assertThat(before).containsExactly("one");
        assertThat(file).hasContent("one\nzw\u00f6lf\n");
    }

    /**
     * Reading, and a second attempt to open it, used to close a descriptor and with it the lock.
     */
    @Test
    void anotherProgramIsToldWhateverThisOneDoesMeanwhile() throws Exception {
        try (LineFile lines = LineFile.open(file)) {
            lines.add("one");
            lines.read((number, line) -> {});
            assertThat(lines()).containsExactly("1one");
            assertThatIOException()
                    .isThrownBy(() -> LineFile.open(file))
                    .withMessage("another run of this program is writing it");
            assertThat(saidByAnotherProgram()).isEqualTo("another program is writing it");
            lines.add("two");
        }
        assertThat(lines()).containsExactly("1one", "2two");
        assertThat(saidByAnotherProgram()).isEqualTo("opened");
        assertThat(lines()).hasSize(3);
    }

    @Test
    void whatAnotherProgramWritesIsLeftToIt() throws Exception {
        Process other = otherProgram();
        try (BufferedReader said = other.inputReader(UTF_8)) {
            assertThat(said.readLine()).isEqualTo("opened");
            assertThatIOException()
                    .isThrownBy(() -> LineFile.open(file))
                    .withMessage("another program is writing it");
        } finally {
            other.outputWriter(UTF_8).close();
            other.waitFor();
        }
        assertThat(lines()).containsExactly("1of the other");
    }

    @Test
    void aFileDeletedDuringTheRunEndsIt() throws IOException {
        try (LineFile lines = LineFile.open(file)) {
            lines.add("one");
            Files.delete(file);
            assertThatIOException()
                    .isThrownBy(() -> lines.add("two"))
                    .withMessage("it was deleted or moved during the run");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileReplacedOrChangedDuringTheRunEndsIt() throws IOException {
        try (LineFile lines = LineFile.open(file)) {
            lines.add("one");
            Files.writeString(file, "o");
            assertThatIOException()
                    .isThrownBy(() -> lines.add("two"))
                    .withMessage(
                            "it was changed by another program during the run: it must hold 4"
                                    + " bytes, held 1");
            Files.move(Files.writeString(folder.resolve("b"), "other"), folder.resolve("c"));
            Files.delete(file);
            Files.move(folder.resolve("c"), file);
            assertThatIOException()
                    .isThrownBy(() -> lines.add("two"))
                    .withMessageContaining("during the run");
        }
        assertThat(file).hasContent("other");
    }
}
