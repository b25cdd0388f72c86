package io.github.corrrise.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void aFileKeepsItsPermissions() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "older");
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        for (String mode : new String[] {"rw-------", "rw-r-----", "rw-rw-rw-"}) {
            if (posix) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            }
            WholeFile.write(
                    file,
                    output -> {
                        output.write('a');
                        for (File each : folder.toFile().listFiles()) {
                            if (posix && !each.equals(file.toFile())) {
                                assertThat(modeOf(each.toPath())).isEqualTo("rw-------");
                            }
                        }
                    });
            assertThat(file).hasContent("a");
            if (posix) {
                assertThat(modeOf(file)).isEqualTo(mode);
            }
        }
    }

    @Test
    void aNewFileIsLikeAnyOther() throws IOException {
        Path usual = Files.writeString(folder.resolve("usual"), "a");
        Path file = folder.resolve("a.txt");
        WholeFile.write(file, text("a"));
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            assertThat(modeOf(file)).isEqualTo(modeOf(usual));
        } else {
            assertThat(file).isReadable();
        }
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aParentIsThatOfTheFolderALinkPointsTo() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("outer/inner"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
        WholeFile.write(link.resolve("../x.txt"), text("new"));
        assertThat(folder.resolve("outer/x.txt")).hasContent("new");
        assertThat(folder.resolve("x.txt")).doesNotExist();
    }

    @Test
    void aLinkToNowhereIsWrittenThrough() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Path link = Files.createSymbolicLink(folder.resolve("sub/link"), Path.of("../target.txt"));
        Path second = Files.createSymbolicLink(folder.resolve("second"), link);
        WholeFile.write(second, text("new"));
        assertThat(second).isSymbolicLink().hasContent("new");
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("target.txt")).isRegularFile().hasContent("new");
    }

    @Test
    void aNameMayBeAsLongAsTheSystemAllows() {
        Path file = folder.resolve("n".repeat(255));
        WholeFile.write(file, text("new"));
        assertThat(file).hasContent("new");
    }

    @Nested
    class Rejects {
        @Test
        void aLinkToItselfAndALinkIntoAMissingFolder() throws IOException {
            Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
            assertThatThrownBy(() -> WholeFile.write(loop, text("a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot write " + loop + ": ")
                    .hasMessageContaining("too many links");
            Path lost = Files.createSymbolicLink(folder.resolve("lost"), Path.of("missing/a"));
            assertThatThrownBy(() -> WholeFile.write(lost, text("a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("its folder must exist: ");
            assertThat(lost).isSymbolicLink();
        }

        /** Root may write everywhere; for others the reason is named and nothing stays. */
        @Test
        void aFolderThatMayNotBeWritten() throws IOException {
            Path sealed = Files.createDirectory(folder.resolve("sealed"));
            Path file = sealed.resolve("a.txt");
            if (!sealed.toFile().setWritable(false) || Files.isWritable(sealed)) {
                WholeFile.write(file, text("a"));
                assertThat(file).hasContent("a");
            } else {
                assertThatThrownBy(() -> WholeFile.write(file, text("a")))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("cannot write " + file + ": access denied");
                assertThat(sealed).isEmptyDirectory();
            }
            assertThat(sealed.toFile().setWritable(true)).isTrue();
        }

        @Test
        void aFileInPlaceOfItsFolder() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "a").resolve("a.txt");
            assertThatThrownBy(() -> WholeFile.write(file, text("a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("its folder must exist");
        }

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
