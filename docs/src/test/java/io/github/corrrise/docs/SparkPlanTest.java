package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan of the page on Spark is arithmetic: passes times the time of one. */
class SparkPlanTest {
    private static final double PAIRS = 1e7;

    @Test
    void coreHoursFollowFromTheTimeOfAPass() {
        String page = Repository.text(Repository.ROOT.resolve("docs/spark.md"));
        List<String[]> rows =
                page.lines()
                        .filter(line -> line.startsWith("| ") && line.contains(" ms |"))
                        .map(line -> line.split("\\|", -1))
                        .toList();
        assertThat(rows).hasSize(5);
        for (String[] cells : rows) {
            double secondsPerPass = number(cells[2]) / 1000;
            double[] passes = {1002, 1048, 46};
            for (int i = 0; i < passes.length; i++) {
                double hours = passes[i] * secondsPerPass * PAIRS / 3600;
                assertThat(number(cells[3 + i])).isCloseTo(hours, within(0.02 * hours));
            }
        }
    }

    private static double number(String cell) {
        return Double.parseDouble(cell.replace(" ms", "").replace(",", "").strip());
    }
}
