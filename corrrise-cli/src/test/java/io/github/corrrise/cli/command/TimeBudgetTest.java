package io.github.corrrise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By a clock that moves only when an item is done. */
class TimeBudgetTest {
    private static final List<Integer> FORTY = IntStream.range(0, 40).boxed().toList();

    private final StringWriter said = new StringWriter();
    private final PrintWriter told = new PrintWriter(said, true);
    private Instant now = Instant.EPOCH;

    /** The items done, each in some seconds. */
    private List<Integer> done(TimeBudget budget, double share, int seconds) {
        List<Integer> done = new ArrayList<>();
        for (int item : budget.over(share, FORTY, "pairs", told)) {
            done.add(item);
            now = now.plusSeconds(seconds);
        }
        return done;
    }

    private TimeBudget budget(double minutes) {
        InstantSource clock = () -> now;
        return new TimeBudget(clock, minutes);
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "3, 40", "4, 30", "50, 3", "1000, 1"})
    void noItemBeginsAfterTheTime(int seconds, int count) {
        assertThat(done(budget(2), 1, seconds)).isEqualTo(FORTY.subList(0, count));
        if (count == 40) {
            assertThat(said.toString()).isEmpty();
        } else {
            assertThat(said.toString().lines())
                    .containsExactly(
                            "left out: "
                                    + (40 - count)
                                    + " of 40 pairs (time; --minutes gives more)");
        }
    }

    @Test
    void aShareOfTheTimeEndsSooner() {
        TimeBudget budget = budget(2);
        assertThat(done(budget, 0.5, 4)).hasSize(15);
        assertThat(done(budget, 1, 4)).hasSize(15);
        assertThat(budget.arguments(0.5)).containsExactly("--minutes", "1.0");
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "5, 30", "1000, 10"})
    void countsGrowWhileThereIsTime(int seconds, int last) {
        TimeBudget budget = budget(2);
        List<Integer> counts = new ArrayList<>();
        for (int count : budget.counts(1, 35, 10, "trials", told)) {
            counts.add(count);
            now = now.plusSeconds(10L * seconds);
        }
        assertThat(counts).isEqualTo(List.of(10, 20, 30, 35).subList(0, (last + 9) / 10));
        assertThat(budget.leftOut())
                .containsExactlyElementsOf(said.toString().lines().toList())
                .hasSize(last < 35 ? 1 : 0);
        if (last < 35) {
            assertThat(said.toString()).startsWith("left out: " + (35 - last) + " of 35 trials (");
        }
    }

    /** A figure over fewer trials is not to be taken for one over all by who reads its files. */
    @Test
    void aReportSaysWhatWasLeftOut(@TempDir Path folder) throws IOException {
        TimeBudget budget = budget(2);
        done(budget, 1, 1000);
        FigureTable table = new FigureTable();
        table.add(new FigureTable.Row().text("method", "default").number("value", 0.5));
        table.addLeftOut(budget.leftOut());
        table.print(told);
        try (OutputFolder out = OutputFolder.open(folder)) {
            table.write(out, "figure");
        }
        String line = "left out: 39 of 40 pairs (time; --minutes gives more)";
        assertThat(said.toString()).containsSubsequence("value", "0.500", line);
        assertThat(Files.readString(folder.resolve("figure.csv")))
                .isEqualTo("method,value\ndefault,0.500000\n" + line + ",\n");
        assertThat(Files.readString(folder.resolve("figure.json")))
                .contains("\"method\" : \"" + line + "\"", "\"value\" : null");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN"})
    void minutesOutOfRange(double minutes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget(minutes).over(FORTY, "pairs", told))
                .withMessage("minutes must be above 0, was " + minutes);
    }
}
