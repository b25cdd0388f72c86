package io.github.corrrise.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir Path folder;

    private static WholeFile.Content text(String words) {
        return output -> output.write(words.getBytes(UTF_8));
    }

    @Test
    void createsAndReplaces() {
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, text("first"));
        assertThat(file).hasContent("first");
        WholeFile.write(file, text("second"));
        assertThat(file).hasContent("second");
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void leavesTheOlderFileWhereWritingFails() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "older");
        assertThatThrownBy(
                        () ->
                                WholeFile.write(
                                        file,
                                        output -> {
                                            output.write(new byte[100_000]);
                                            throw new IOException("disk full");
                                        }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + file + ": disk full");
        assertThat(file).hasContent("older");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void leavesNothingWhereTheContentThrows() {
        Path file = folder.resolve("a.txt");
        assertThatThrownBy(
                        () ->
                                WholeFile.write(
                                        file,
                                        output -> {
                                            output.write(1);
                                            throw new IllegalStateException("broken");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isNotIrritatedByLeftovers() throws IOException {
        Path leftover = folder.resolve(".a.txt.0");
        Files.writeString(leftover, "left by a crash");
        WholeFile.write(folder.resolve("a.txt"), text("new"));
        assertThat(folder.resolve("a.txt")).hasContent("new");
        assertThat(leftover).hasContent("left by a crash");
    }

    @Test
    void followsALink() throws IOException {
        Path target = Files.writeString(folder.resolve("target.txt"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), target);
        WholeFile.write(link, text("new"));
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Nested
    class Rejects {
        @Test
        void aMissingFolder() {
            Path file = folder.resolve("missing").resolve("a.txt");
            assertThatThrownBy(() -> WholeFile.write(file, text("a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "cannot write "
                                    + file
                                    + ": its folder must exist: "
                                    + folder.resolve("missing"));
        }

        @Test
        void aFolderInPlaceOfAFile() {
            assertThatThrownBy(() -> WholeFile.write(folder, text("a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("it must be a file, was a folder or device");
        }
    }
}
