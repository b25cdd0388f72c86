package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.render.ReportIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that grows while a run goes on. */
class PairResultsTest {
    @TempDir Path folder;

    /** What the clock says when it is next asked. */
    private final Deque<Long> clock = new ArrayDeque<>();

    private final PairResults results = new PairResults(40, clock::pop);

    private void addPair(long row) {
        results.add(
                new ReportIndex.Entry(
                        row,
                        "a.png",
                        "b.png",
                        0.5,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        OptionalDouble.empty(),
                        row + "/explanation.html",
                        Optional.empty()),
                false);
    }

    private String afterPair(long row, Long... times) throws IOException {
        addPair(row);
        clock.addAll(List.of(times));
        results.writeIndexSoFar(index());
        assertThat(clock).isEmpty();
        return Files.readString(index());
    }

    private Path index() {
        return folder.resolve("index.html");
    }

    /** It takes 10 to write, so 200 must pass; also where the count of nanoseconds overflows. */
    @Test
    void theIndexGrowsAndCostsATwentiethOfTheTime() throws IOException {
        long start = Long.MAX_VALUE - 100;
        assertThat(afterPair(2, start, start + 10)).contains("1 of 40 pairs explained so far");
        assertThat(afterPair(3, start + 209)).contains("1 of 40 pairs explained so far");
        assertThat(afterPair(4, start + 210, start + 220)).contains("3 of 40 pairs");
    }

    @Test
    void aFolderThatTakesNothingIsToldOfAtTheEnd() {
        clock.addAll(List.of(0L, 1L));
        results.writeIndexSoFar(folder.resolve("none/index.html"));
        assertThat(clock).isEmpty();
    }

    @Test
    void theIndexNamesFilesWithoutFoldersAndTheConsoleWithThem() throws IOException {
        Path picture = folder.resolve("sub/p.png");
        results.addFailure(2, "no face: " + picture.toAbsolutePath(), picture);
        results.writeIndex(index());
        assertThat(Files.readString(index()))
                .contains("no face: p.png")
                .doesNotContain(folder.toString());
        assertThat(results.failures().get(0).reason()).contains(folder.toString());
    }
}
