package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsFileTest {
    @TempDir private Path folder;

    private Path csv;

    @BeforeEach
    void nameTheFile() {
        csv = folder.resolve("pairs.csv");
    }

    private List<LabelledPair> read(String text) throws IOException {
        Files.writeString(csv, text);
        return PairsFile.read(csv, folder);
    }

    /** As spreadsheets write it: a mark, quotes, carriage returns, an empty line, more columns. */
    @Test
    void readsWhatSpreadsheetsWrite() throws IOException {
        List<LabelledPair> pairs =
                read(
                        "\uFEFFtruth,\"reference\",note,probe\r\n"
                                + "GENUINE,\"b, 1.png\",\"said \"\"x\"\"\", a.png \r\n"
                                + "\r\n"
                                + "impostor,c.png,,a.png\r\n");
        assertThat(pairs.stream().map(LabelledPair::name))
                .containsExactly("a.png b, 1.png", "a.png c.png");
        assertThat(pairs.stream().map(LabelledPair::truth))
                .containsExactly(Truth.GENUINE, Truth.IMPOSTOR);
    }

    /** Pictures are read when they are needed, and named where they cannot be. */
    @Test
    void aMissingPictureIsNamedWhenItIsNeeded() throws IOException {
        LabelledPair pair = read("probe,reference,truth\na.png,b.png,GENUINE\n").get(0);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> pair.faces().get())
                .withMessageContaining("a.png");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertRefused("probe,truth\na,GENUINE\n", "[probe, reference, truth], had [probe, truth]");
        assertRefused("", "must have the columns");
        assertRefused("probe,reference,truth\n", "must hold at least 1 pair, held 0");
        assertRefused(
                "probe,reference,truth\na,b,GENUINE\nc,d,GENIUNE\n",
                ", pair 2: truth must be GENUINE or IMPOSTOR, was GENIUNE");
        assertRefused("probe,reference,truth\na,,GENUINE\n", ", pair 1 must have a reference");
        assertRefused("probe,reference,truth\na,b\n", ", pair 1 must have a truth");
        assertRefused(
                "probe,reference,truth\na,b,GENUINE\nb,a,GENUINE\na,b,IMPOSTOR\n",
                ", pair 3 repeats pair 1: a b");
        assertRefused("probe,probe,reference,truth\na,b,c,GENUINE\n", "probe");
    }

    private void assertRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> read(text))
                .withMessageContaining(message);
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairsFile.read(csv, folder))
                .withMessage("cannot read " + csv + ": no such file");
        Files.write(csv, "probe\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairsFile.read(csv, folder))
                .withMessage("cannot read " + csv + ": it is not UTF-8");
    }
}
