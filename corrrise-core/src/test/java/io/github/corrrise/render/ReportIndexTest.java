package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
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
                "pairs/" + name + "/why.html",
                Optional.empty());
    }

    private static Entry explained(double similarity, Optional<SaliencyMap> reference) {
        Optional<Threshold> at = Optional.of(Threshold.of(0.3));
        SaliencyMap map =
                Samples.slope(Samples.SIZE, 0.5f).withSignificance(Samples.AT_FIVE_PER_CENT);
        Explanation why =
                Samples.explanation(Samples.pair(), similarity, at, map, reference)
                        .withParts(Samples.parts(Samples.SIZE, similarity, at));
        return Entry.of(2, "a.png", "b.png", why, Optional.empty(), "a/why.html");
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
                    .contains("<tr role=\"row\" data-decision=\"match\" data-truth=\"genuine\">")
                    .contains(
                            "<tr role=\"row\" data-decision=\"non-match\" data-truth=\"impostor\">")
                    .contains(">false non-match</td>", ">true non-match</td>")
                    .contains(">true match</td>", ">\u2013</td>")
                    .contains("data-value=\"-0.2\"", "</span>\u22120.200</td>")
                    .contains("</span>13\u00a0% / \u2013</td>")
                    .contains("genuine from 0.100 to 0.700; impostor from \u22120.200 to")
                    .contains("threshold 0.300");
        }

        @Test
        void aPairShowsItsFacesAndThePartsThatWeighMost() throws IOException {
            SaliencyMap map = Samples.slope(Samples.SIZE, 0.5f);
            String html = ReportIndex.of(List.of(explained(0.5, Optional.of(map)))).toHtml();
            Matcher face =
                    Pattern.compile(
                                    "<img src=\"data:image/jpeg;base64,([^\"]+)\" width=\"110\""
                                            + " height=\"128\" alt=\"Probe: ")
                            .matcher(html);
            assertThat(face.find()).isTrue();
            BufferedImage picture =
                    ImageIO.read(
                            new ByteArrayInputStream(Base64.getDecoder().decode(face.group(1))));
            Color right = new Color(picture.getRGB(105, 64));
            Color left = new Color(picture.getRGB(5, 64));
            // Orange where the map of a match is beyond chance, grey elsewhere.
            assertThat(right.getRed() - right.getBlue()).isGreaterThan(60);
            assertThat(Math.abs(left.getRed() - left.getBlue())).isLessThan(12);
            assertThat(PageChecks.withoutPictures(html))
                    .contains("alt=\"Reference: ")
                    .containsSubsequence(
                            "lower &quot;half&quot; <span class=\"number\">\u22120.250</span>",
                            "upper half <span class=\"number\">\u22120.083</span>")
                    .contains("It shows faces: it is biometric data.");
        }

        @Test
        void aRunThatGoesOnSaysHowFarItIs() {
            ReportIndex index = ReportIndex.of(ENTRIES).withTotal(40);
            assertThat(index.toHtml())
                    .contains("<h1>4 of 40 pairs explained so far</h1>", "reload it to see more");
            assertThat(index.withFailures(List.of(new Failure(9, "none"))).withTotal(5).toHtml())
                    .contains("<h1>4 pairs explained</h1>")
                    .doesNotContain("so far", "reload");
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
        void withoutFacesTheRestIsTheSame() {
            Entry entry = explained(0.1, Optional.empty());
            assertThat(ReportIndex.of(List.of(entry)).toHtml()).contains("<img src=\"data:image");
            String html = ReportIndex.of(List.of(entry)).withoutFaces().toHtml();
            PageChecks.mustBeWhole(html);
            assertThat(html)
                    .contains("lower &quot;half&quot;", "a.png")
                    .doesNotContain("<img", "data:image", "biometric");
        }

        /** Orange and blue are signs of a map and nothing else. */
        @Test
        void noMarkHasAColourOfTheMaps() {
            assertThat(ReportIndex.of(ENTRIES).toHtml())
                    .doesNotContain("var(--more)", "var(--less)");
        }

        @Test
        void tellsCountsOnly() {
            assertThat(explained(0.5, Optional.empty()).preview())
                    .hasToString("Optional[Preview[2 faces, 2 parts]]");
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
                                            "/etc/why.html",
                                            Optional.empty()))
                    .hasMessage("link must be a relative path, was /etc/why.html");
            assertThatThrownBy(() -> ReportIndex.of(ENTRIES).withTotal(3))
                    .hasMessage("total must be at least 4, was 3");
            assertThatThrownBy(() -> entry(1, "a\ud800", 0, Optional.empty()))
                    .hasMessageStartingWith("link must be without half pairs of surrogates");
        }
    }
}
