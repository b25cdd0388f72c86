package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportIndexTest {
    private static Entry entry(long row, String name, double similarity, Optional<Truth> truth) {
        return new Entry(
                row,
                name,
                "reference.png",
                similarity,
                Optional.of(Threshold.of(0.3)),
                truth,
                0.125,
                OptionalDouble.empty(),
                "pairs/" + name + "/why.html");
    }

    private static final List<Entry> ENTRIES =
            List.of(
                    entry(1, "a.png", 0.7, Optional.of(Truth.GENUINE)),
                    entry(2, "b.png", -0.2, Optional.of(Truth.IMPOSTOR)),
                    entry(3, "c.png", 0.1, Optional.of(Truth.GENUINE)),
                    entry(4, "d.png", 0.3, Optional.empty()));

    @Nested
    class KnownValues {
        @Test
        void pairsStandWithDecisionTruthAndOutcome() {
            String html = ReportIndex.of(ENTRIES).toHtml();
            assertThat(html)
                    .contains("<h1>4 pairs explained</h1>", "2 matches and 2 non-matches.")
                    .contains("<tr data-decision=\"match\" data-truth=\"genuine\">")
                    .contains("<tr data-decision=\"non-match\" data-truth=\"impostor\">")
                    .contains("<td>false non-match</td>", "<td>true non-match</td>")
                    .contains("<td>true match</td>", "<td>\u2013</td>")
                    .contains("data-value=\"-0.2\">\u22120.200</td>", ">13 %</td>")
                    .contains("genuine from 0.100 to 0.700; impostor from \u22120.200 to")
                    .contains("threshold 0.300");
        }

        @Test
        void whatFailedIsListedWithItsReason() {
            String html =
                    ReportIndex.of(ENTRIES)
                            .withFailures(List.of(new Failure(7, "no face: <x>.jpg")))
                            .toHtml();
            assertThat(html)
                    .contains("1 row could not be explained")
                    .contains("<td>7</td><td class=\"reason\">no face: &lt;x&gt;.jpg</td>");
        }
    }

    @Nested
    class Properties {
        @Test
        void thePageIsWholeAndStandsAlone() {
            PageChecks.mustBeWhole(ReportIndex.of(ENTRIES).toHtml());
            PageChecks.mustBeWhole(ReportIndex.of(List.of()).toHtml());
            PageChecks.mustBeWhole(
                    ReportIndex.of(List.of())
                            .withFailures(List.of(new Failure(1, "empty")))
                            .toHtml());
        }

        /** A link is a path below the index, whatever the name of a file looks like. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "javascript:alert(1)",
                    "\"><script>alert(1)</script>",
                    "a b?c#d",
                    "Zo\u00EB",
                    "x' onclick='y"
                })
        void namesFromOutsideMeanThemselves(String name) {
            String html = ReportIndex.of(List.of(entry(1, name, 0.5, Optional.empty()))).toHtml();
            PageChecks.mustBeWhole(html);
            assertThat(html).doesNotContain("href=\"javascript", "<script>alert");
        }

        @Test
        void tellsCountsOnly() {
            assertThat(ReportIndex.of(ENTRIES)).hasToString("ReportIndex[4 pairs, 0 failures]");
        }
    }

    @Nested
    class Rejects {
        @Test
        void whatIsOutOfRange() {
            assertThatThrownBy(() -> entry(-1, "a", 0, Optional.empty()))
                    .hasMessage("row must be at least 0, was -1");
            assertThatThrownBy(() -> entry(1, "a", Double.NaN, Optional.empty()))
                    .hasMessage("similarity must be finite, was NaN");
            assertThatThrownBy(
                            () ->
                                    new Entry(
                                            1,
                                            "a",
                                            "b",
                                            0,
                                            Optional.empty(),
                                            Optional.empty(),
                                            0,
                                            OptionalDouble.empty(),
                                            "/etc/why.html"))
                    .hasMessage("link must be a relative path, was /etc/why.html");
            assertThatThrownBy(() -> entry(1, "a\ud800", 0, Optional.empty()))
                    .hasMessageStartingWith("link must be without half pairs of surrogates");
        }
    }
}
