package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.AuditedPair;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReportTest {
    private static final Optional<Threshold> AT = Optional.of(Threshold.of(0.3));

    /** Pairs one by one; those of group b look at the right of the face. */
    private static final class Growing {
        private final Random random = new Random(3);
        private final SaliencyStatistics statistics = new SaliencyStatistics();
        private final List<Audit.Scored> scored = new ArrayList<>();

        void add(Truth truth, double similarity, Optional<String> group) {
            String name = truth + " <" + scored.size() + ">";
            double lean = group.filter("b"::equals).isPresent() ? 0.3 : 0;
            SaliencyMap map =
                    Samples.slope(Samples.SIZE, (float) (lean + 0.05 * random.nextGaussian()));
            Explanation why =
                    Samples.explanation(Samples.pair(), similarity, AT, map, Optional.of(map))
                            .withParts(Samples.parts(Samples.SIZE, similarity, AT));
            AuditedPair pair = AuditedPair.of(name, truth, why);
            pair = group.isPresent() ? pair.withGroup(group.get()) : pair;
            statistics.accept(pair);
            scored.add(new Audit.Scored(name, pair.outcome(), similarity, group));
        }

        Audit.Result result(Audit.Unreadable... unreadable) {
            return new Audit.Result(statistics, scored, List.of(unreadable));
        }
    }

    /** 41 genuine pairs, 3 of them missed; 40 impostor pairs, none matched. */
    private static Growing twoGroups() {
        Growing growing = new Growing();
        for (int i = 0; i < 40; i++) {
            Optional<String> group = Optional.of(i % 2 == 0 ? "a" : "b");
            growing.add(Truth.GENUINE, i < 3 ? 0.1 * i : 0.4 + 0.01 * i, group);
            growing.add(Truth.IMPOSTOR, 0.005 * i, group);
        }
        growing.add(Truth.GENUINE, 0.3, Optional.of("a"));
        return growing;
    }

    @Nested
    class KnownValues {
        private final String html =
                AuditReport.of(twoGroups().result()).withName("set X & Y").toHtml();

        @Test
        void ratesStandWithTheirIntervals() {
            assertThat(html)
                    .contains("<h1>81 pairs of set X &amp; Y</h1>")
                    .contains("It missed 3 of 41 genuine pairs (FNMR 7.3 % [")
                    .contains("It matched 0 of 40 impostor pairs (FMR below 7.3 %).")
                    .contains("<th scope=\"row\">all</th><td class=\"number\">41</td>")
                    .contains("<th scope=\"row\">a</th><td class=\"number\">21</td>")
                    .contains("<th scope=\"row\">b</th><td class=\"number\">20</td>")
                    .contains("Equal error rate ");
        }

        @Test
        void onlyWhatDiffersBeyondChanceIsShown() {
            assertThat(html)
                    .contains("Genuine pairs: a against b", "Impostor pairs: a against b")
                    .contains("21 against 20 pairs. ", "of the map differs beyond chance, by up to")
                    .contains("3 against 38 pairs. Fewer than ten persons on one side, counted")
                    .contains("No part differs beyond chance.", "3 comparisons were made.");
        }

        @Test
        void theWorstErrorsStandFirst() {
            AuditReport report = AuditReport.of(twoGroups().result());
            assertThat(report.worstErrors())
                    .extracting(Audit.Scored::similarity)
                    .containsExactly(0.0, 0.1, 0.2);
            String name = report.worstErrors().get(1).name();
            assertThat(report.withLinks(Map.of(name, "reports/a b/x.html")).toHtml())
                    .contains("href=\"reports/a%20b/x.html\"")
                    .contains("<bdi>GENUINE &lt;2&gt;</bdi>")
                    .contains("\u22120.300");
            assertThat(report.toHtml()).doesNotContain("<a href=\"reports");
        }

        @Test
        void meansOfEachOutcomeAreDrawnOverANobody() {
            assertThat(html)
                    .contains("True matches", "False non-matches", "True non-matches")
                    .doesNotContain("<strong>False matches</strong>")
                    .contains("What the similarity loses when the part is hidden in both faces")
                    .contains("alt=\"a, True matches: ", "alt=\"b, True non-matches: ")
                    .contains("too few to tell from chance")
                    .doesNotContain("It shows a face.");
        }

        @Test
        void whatWasNotMeasuredIsSaid() {
            assertThat(html)
                    .contains("Fairness: nothing here claims it.")
                    .contains("False non-matches: fewer than ten persons")
                    .doesNotContain("Groups: none were given.");
            Growing alone = new Growing();
            alone.add(Truth.GENUINE, 0.5, Optional.empty());
            String one =
                    AuditReport.of(alone.result(new Audit.Unreadable("x", "no <face>"))).toHtml();
            assertThat(one)
                    .contains("Groups: none were given.")
                    .contains(
                            "Pairs that could not be read (1), which are left out: x (no &lt;face&gt;).")
                    .contains("Nothing could be compared")
                    .doesNotContain("DET curve", "The worst errors");
        }
    }

    @Nested
    class Properties {
        @Test
        void thePageIsWholeAndStandsAlone() {
            PageChecks.mustBeWhole(AuditReport.of(twoGroups().result()).toHtml());
        }

        @Test
        void itIsTheSameEveryTimeAndAsWritten(@TempDir Path folder) throws Exception {
            AuditReport report = AuditReport.of(twoGroups().result());
            report.write(folder.resolve("audit.html"));
            assertThat(Files.readString(folder.resolve("audit.html")))
                    .isEqualTo(report.toHtml())
                    .isEqualTo(AuditReport.of(twoGroups().result()).toHtml());
        }

        @Test
        void aGivenFaceIsTheGround() {
            FaceImage face = Samples.pair().probe();
            AuditReport report = AuditReport.of(twoGroups().result());
            assertThat(report.withGround(face).toHtml())
                    .contains("It shows a face.")
                    .isNotEqualTo(report.toHtml());
        }

        @Test
        void itPrintsNoName() {
            assertThat(AuditReport.of(twoGroups().result())).hasToString("AuditReport[81 pairs]");
        }
    }

    @Nested
    class Rejects {
        @Test
        void anAuditOfNothingAndWhatDoesNotFit() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AuditReport.of(new Growing().result()))
                    .withMessage("pairs must be at least 1, was 0");
            AuditReport report = AuditReport.of(twoGroups().result());
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> report.withGround(FaceImage.filled(new FaceSize(4, 4), 0, 0, 0)))
                    .withMessage("face must be of size 56x48, was 4x4");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> report.withLinks(Map.of("a", "/etc/x")))
                    .withMessage("link must be a relative path, was /etc/x");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> report.withName(" "))
                    .withMessage("name must be not blank, was \" \"");
        }
    }
}
