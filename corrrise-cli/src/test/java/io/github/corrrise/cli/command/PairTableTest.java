package io.github.corrrise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.corrrise.cli.command.PairTable.BadRow;
import io.github.corrrise.cli.command.PairTable.Repeat;
import io.github.corrrise.cli.command.PairTable.Row;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairTableTest {
    @TempDir private Path folder;

    private Path csv;

    @BeforeEach
    void nameTheFile() {
        csv = folder.resolve("pairs.csv");
    }

    private PairTable read(String text) throws IOException {
        return read(text, StandardCharsets.UTF_8);
    }

    private PairTable read(String text, Charset charset) throws IOException {
        Files.write(csv, text.getBytes(charset));
        return PairTable.read(csv, null);
    }

    private void assertRefused(String text, String... messages) {
        assertRefused(text, StandardCharsets.UTF_8, messages);
    }

    private void assertRefused(String text, Charset charset, String... messages) {
        assertThatExceptionOfType(UncheckedIOException.class)
                .as(text)
                .isThrownBy(() -> read(text, charset))
                .withMessageStartingWith("cannot read " + csv + ": ")
                .withMessageContainingAll(messages);
    }

    /** A mark, quotes, carriage returns, an empty line, more columns, and any separator. */
    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void readsWhatSpreadsheetsWrite(String separator) throws IOException {
        String text =
                "\uFEFFtruth|\"Reference\"|note| PROBE \r\n"
                        + "GENUINE|\"b,;\t 1.png\"|\"said \"\"x\"\"\"| a.png \r\n"
                        + "\r\n"
                        + "|||\r\n"
                        + "imPostor|c.png|| \"a.png\" \r\n";
        List<Row> rows = read(text.replace("|", separator)).requireLabelled().rows();
        assertThat(rows.stream().map(Row::number)).containsExactly(2L, 5L);
        assertThat(rows.stream().map(Row::probe)).containsExactly("a.png", "a.png");
        assertThat(rows.stream().map(Row::reference)).containsExactly("b,;\t 1.png", "c.png");
        assertThat(rows.stream().map(Row::truth))
                .containsExactly(Optional.of(Truth.GENUINE), Optional.of(Truth.IMPOSTOR));
        assertThat(
                        read("SEP=" + separator + "\n" + text.substring(1).replace("|", separator))
                                .rows())
                .hasSize(2);
    }

    @Test
    void relativeNamesStartFromTheFolderOfTheListOrTheOneGiven() throws IOException {
        Row row = read("probe,reference\na.png," + folder.resolve("x.png")).rows().get(0);
        assertThat(row.probeFile()).isEqualTo(folder.resolve("a.png"));
        assertThat(row.referenceFile()).isEqualTo(folder.resolve("x.png"));
        Path current = Path.of("").toAbsolutePath();
        assertThat(PairTable.read(csv, Path.of("sub")).rows().get(0).probeFile())
                .isEqualTo(current.resolve("sub/a.png"));
    }

    @Test
    void columnsWithoutANameAreIgnored() throws IOException {
        assertThat(read(",probe,,reference,,\n0,a,x,b,,y\n1,c,,d\n").rows())
                .extracting(Row::probe, Row::reference)
                .containsExactly(tuple("a", "b"), tuple("c", "d"));
    }

    @Test
    void aColumnThatIsUsedMustBeThereOnce() throws IOException {
        assertRefused("probe,Probe ,reference\na,b,c\n", "column probe must be there once");
        assertRefused("probe,reference,truth,truth\na,b,,\n", "column truth must be there once");
        assertThat(read("probe,reference,note,note\na,b,c,d\n").rows()).hasSize(1);
    }

    @Test
    void whatIsNoListIsNamed() {
        assertRefused("", "was empty");
        assertRefused(" \n\r\n", "was empty");
        assertRefused("probe,reference,truth\n,,\n", "must hold at least 1 pair, held 0");
        assertRefused("a|b\n1|2\n", "separated by commas, semicolons or tabs, were [a|b]");
        assertRefused("a;b\n1;2\n", "were [a, b]");
        assertRefused("probe,reference\n\"a,b\n", "EOF");
        assertRefused("probe,reference\n\"a\"x,b\n", "line: 2");
        assertRefused("probe,reference\na,b\n", StandardCharsets.UTF_16, "UTF-16");
        assertRefused("probe,reference\na,b\n", StandardCharsets.UTF_16LE, "UTF-16");
        assertRefused("probe,reference\n\u00e4,b\n", StandardCharsets.ISO_8859_1, "not UTF-8");
        assertRefused("PK\u0003\u0004 xl/workbook.xml", "was a spreadsheet or a ZIP");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairTable.read(folder, null))
                .withMessage("cannot read " + folder + ": it must be a CSV file, was a folder");
        Path none = folder.resolve("none.csv");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> PairTable.read(none, null))
                .withMessage("cannot read " + none + ": no such file or folder");
    }

    @Test
    void aPairHasOneMapEach() throws IOException {
        PairTable table =
                read(
                        """
                        probe,reference,probeMap
                        a,b,one.npy
                        a,b,one.npy
                        a,b,two.npy
                        """);
        assertThat(table.rows()).hasSize(1);
        assertThat(table.badRows())
                .containsExactly(
                        new BadRow(4, "maps must be those of the same pair in row 2, were others"));
    }

    /** By the numbers of a spreadsheet, where a cell of two lines is in one row. */
    @Test
    void badRowsAreKeptApartWithTheirNumbers() throws IOException {
        PairTable table =
                read(
                        """
                        probe,reference,truth,note
                        a,b,MAYBE,"two
                        lines"

                        a
                        ,b
                        a,b,,c,d
                        c,b
                        a,b
                        """);
        assertThat(table.badRows())
                .containsExactly(
                        new BadRow(2, "truth must be GENUINE, IMPOSTOR or empty, was MAYBE"),
                        new BadRow(4, "reference must be a file, was empty"),
                        new BadRow(5, "probe must be a file, was empty"),
                        new BadRow(
                                6,
                                "the row must have at most 4 cells, as the header (quote names that"
                                        + " hold a separator), had 5"));
        assertThat(table.rows().stream().map(Row::number)).containsExactly(7L, 8L);
        assertThatIllegalArgumentException()
                .isThrownBy(table::requireLabelled)
                .withMessageStartingWith(csv + " must be right in every row, was wrong in 6:")
                .withMessageContaining("row 2: truth must be GENUINE, IMPOSTOR or empty")
                .withMessageContaining("row 8: truth must be GENUINE or IMPOSTOR, was empty");
    }

    @Test
    void aListWithoutTruthsIsNotLabelled() throws IOException {
        PairTable table = read("probe,reference\na,b\n");
        assertThatIllegalArgumentException()
                .isThrownBy(table::requireLabelled)
                .withMessage(csv + " must have the column truth (GENUINE or IMPOSTOR), had none");
    }

    @Test
    void personsAreReadWhereTheyAreKnown() throws IOException {
        PairTable table =
                read("PROBE,probePerson,reference,ReferencePerson\na,p 1,b,p 1\nc,p2,d,p3\n");
        assertThat(table.requirePersons().rows())
                .extracting(Row::probePerson, Row::referencePerson)
                .containsExactly(
                        tuple(Optional.of("p 1"), Optional.of("p 1")),
                        tuple(Optional.of("p2"), Optional.of("p3")));
        assertThat(read("probe,reference,probePerson\na,b,p1\nc,d,\n").rows())
                .extracting(Row::probePerson, Row::referencePerson)
                .containsExactly(
                        tuple(Optional.of("p1"), Optional.empty()),
                        tuple(Optional.empty(), Optional.empty()));
    }

    @Test
    void aListWithoutPersonsIsToldTheColumns() throws IOException {
        PairTable table = read("probe,reference,truth,probePerson\na,b,GENUINE,p1\n");
        assertThatIllegalArgumentException()
                .isThrownBy(table::requirePersons)
                .withMessageStartingWith(
                        csv + " must have the columns probePerson and referencePerson");
    }

    @Test
    void rowsWithoutPersonsOrOfAnotherTruthAreTold() throws IOException {
        PairTable table =
                read(
                        """
                        probe,reference,truth,probePerson,referencePerson
                        a,b,GENUINE,p1,p1
                        c,d,IMPOSTOR,p1,p1
                        e,f,,p1,
                        g,h,,,p1
                        """);
        assertThatIllegalArgumentException()
                .isThrownBy(table::requirePersons)
                .withMessageContaining("was wrong in 3:")
                .withMessageContaining("row 3: truth must be GENUINE by the persons, was IMPOSTOR")
                .withMessageContaining("row 4: referencePerson must be a name, was empty")
                .withMessageContaining("row 5: probePerson must be a name, was empty");
    }

    @Test
    void theSameRowIsKeptOnceAndAnotherTruthIsWrong() throws IOException {
        PairTable table =
                read(
                        """
                        probe,reference,truth
                        a,b,GENUINE
                        b,a,GENUINE
                        a,b,genuine
                        a,b,IMPOSTOR
                        a,b,
                        a,b,
                        """);
        assertThat(table.rows().stream().map(Row::number)).containsExactly(2L, 3L, 6L);
        assertThat(table.repeats()).containsExactly(new Repeat(4, 2), new Repeat(7, 6));
        assertThat(table.badRows())
                .containsExactly(
                        new BadRow(
                                5,
                                "truth must be GENUINE, as of the same pair in row 2, was"
                                        + " IMPOSTOR"));
    }

    /** Whatever is done to the bytes: a table, or an error that names the file. */
    @Tag("slow")
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8})
    void aDamagedFileIsReadOrRefusedByName(long seed) throws IOException {
        byte[] whole =
                "\uFEFFprobe;reference;truth\r\n\"a\";b;GENUINE\r\nc;\"d e\";IMPOSTOR\r\n"
                        .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(csv, damaged);
            try {
                assertThat(PairTable.read(csv, null).rows().size()).isLessThan(4);
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageStartingWith("cannot read " + csv + ": ");
            }
        }
    }
}
