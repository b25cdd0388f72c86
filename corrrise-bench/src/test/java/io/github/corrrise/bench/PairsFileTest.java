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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                .withMessageContaining(folder.resolve("a.png").toAbsolutePath().toString());
    }

    /** A data frame's index has no name, and neither have the columns of trailing commas. */
    @Test
    void columnsWithoutANameAreIgnored() throws IOException {
        assertThat(read(",Probe,REFERENCE,truth,,\n0,a.png,b.png,Genuine,,\n").get(0).name())
                .isEqualTo("a.png b.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void spreadsheetsOfAllCountriesAreRead(String separator) throws IOException {
        String table =
                String.join(separator, "truth", "probe", "reference")
                        + "\n"
                        + String.join(separator, "IMPOSTOR", "\"a, b.png\"", "c.png");
        assertThat(read(table).get(0).name()).isEqualTo("a, b.png c.png");
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertRefused("probe,reference,truth\n", "must hold at least 1 pair, held 0");
        assertRefused(
                "probe,reference,truth\na,b,GENUINE\nc,d,GENIUNE\n",
                ", row 2: truth must be GENUINE, IMPOSTOR or empty, was GENIUNE");
        assertRefused(
                "probe,reference,truth\na,,GENUINE\n",
                ", row 1: reference must be a file, was empty");
        assertRefused(
                "probe,reference,truth\na,b\n",
                ", row 1: truth must be GENUINE or IMPOSTOR, was empty");
        assertRefused(
                "probe,reference,truth\na,b,GENUINE\nb,a,GENUINE\na,b,IMPOSTOR\n",
                ", row 3 repeats row 1: a b");
    }

    private void assertRefused(String text, String message) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> read(text))
                .withMessageContaining(message);
    }

    @Test
    void columnsThatAreMissingOrRepeatedAreNamed() {
        for (String[] each :
                new String[][] {
                    {"probe,truth\na,GENUINE\n", "were [probe, truth]"},
                    {"", "its columns must be probe, reference and, if known, truth, were []"},
                    {"probe,reference\na, 1.png,b.png\n", "row 1 must have at most 2 cells"},
                    {"probe,probe,reference\na,b,c\n", "its column probe must be there once"}
                }) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> read(each[0]))
                    .withMessageStartingWith("cannot read " + csv)
                    .withMessageContaining(each[1]);
        }
    }

    @Test
    void aFileThatCannotBeRead() throws IOException {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairsFile.read(csv, folder))
                .withMessage("cannot read " + csv + ": no such file");
        Files.write(csv, "\uFEFFprobe,reference".getBytes(StandardCharsets.UTF_16BE));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairsFile.read(csv, folder))
                .withMessageContaining("UTF-16");
        Files.write(csv, "probe\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairsFile.read(csv, folder))
                .withMessage("cannot read " + csv + ": not UTF-8");
    }
}
