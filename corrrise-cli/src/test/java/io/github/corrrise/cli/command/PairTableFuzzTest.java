package io.github.corrrise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.fuzz.Fuzz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged lists of pairs: read row by row, or refused by an exception that names the file. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PairTableFuzzTest {
    private static final int FEW = 600;
    private static final long MOST_BYTES = 16L << 20;

    private static final List<byte[]> SEEDS =
            Stream.of(
                            "probe,reference,truth\na.png,b.png,GENUINE\nc.png,d.png,IMPOSTOR\n",
                            String.join(
                                    "\r\n",
                                    "\uFEFFsep=;",
                                    "probe;reference;truth;probePerson;referencePerson;group",
                                    "\"a;1.png\";b.png;genuine;p;p;young",
                                    "c.png;d.png;;p;q;",
                                    ""),
                            """
                            probe\treference\tprobeMap\treferenceMap
                            a.png\tb.png\ta.npy\tb.npy
                            c.png\td.png\tc.json\t
                            """,
                            "index,PROBE , Reference\n0,\"a \"\"b\"\".png\",\"c\nd.png\"\n\n,,\n")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();

    @TempDir private Path folder;

    @Test
    void damagedListsAreReadOrRefused() {
        Path csv = folder.resolve("pairs.csv");
        Fuzz fuzz =
                new Fuzz(
                                "pairs",
                                SEEDS,
                                file -> {
                                    write(csv, file);
                                    read(csv);
                                },
                                thrown ->
                                        thrown instanceof UncheckedIOException
                                                && String.valueOf(thrown.getMessage())
                                                        .startsWith("cannot read " + csv + ": "),
                                MOST_BYTES)
                        .withWords(
                                "\"",
                                "\"\"",
                                ",",
                                ";",
                                "\t",
                                "\n",
                                "\r",
                                "\r\n",
                                "sep=,",
                                "probe",
                                "reference",
                                "truth",
                                "GENUINE",
                                "\uFEFF",
                                "\u0000",
                                "\u2028",
                                "\0",
                                "..",
                                "/",
                                "=1+1",
                                "\ud83d\ude00",
                                "\u00e4");
        assertThat(fuzz.run(13, Fuzz.cases(FEW))).isEmpty();
    }

    /** Each row is a pair, a repeat or a wrong row, and once only. */
    private static void read(Path csv) {
        PairTable table = PairTable.read(csv, null);
        long[] numbers =
                Stream.of(
                                table.rows().stream().map(PairTable.Row::number),
                                table.badRows().stream().map(PairTable.BadRow::number),
                                table.repeats().stream().map(PairTable.Repeat::number))
                        .flatMap(all -> all)
                        .mapToLong(number -> number)
                        .toArray();
        assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
        table.printRepeats(new PrintWriter(new StringWriter()));
        for (PairTable.Row row : table.rows()) {
            assertThat(row.probeFile()).isAbsolute();
            assertThat(row.name()).isNotBlank();
        }
        List<Function<PairTable, PairTable>> further =
                List.of(
                        PairTable::requireLabelled,
                        PairTable::requirePersons,
                        PairTable::requireMaps);
        for (Function<PairTable, PairTable> require : further) {
            try {
                assertThat(require.apply(table).rows()).isEqualTo(table.rows());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith(csv + " must ");
            }
        }
        Persons persons = Persons.of(table.rows());
        assertThat(persons.firstGenuine()).hasSizeLessThanOrEqualTo(table.rows().size());
    }

    private static void write(Path path, byte[] file) {
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
