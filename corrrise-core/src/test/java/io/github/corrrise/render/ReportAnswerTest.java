package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.DecisionClaims.Kind;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The first page of a report: which map, which parts, and what was tried. */
class ReportAnswerTest {
    private static final FaceSize SIZE = Samples.SIZE;
    private static final List<String> NAMES = List.of("brow", "nose", "chin", "ear <left>");
    private static final Optional<Threshold> AT = Optional.of(Threshold.of(0.3));

    private static FaceParts quarters() {
        int[] labels = new int[SIZE.pixelCount()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = pixel % NAMES.size();
        }
        return FaceParts.ofLabels(SIZE, NAMES, labels);
    }

    private static Explanation explanation(double similarity, Optional<Threshold> threshold) {
        SaliencyMap map = Samples.slope(SIZE, 0.5f).withSignificance(Samples.AT_FIVE_PER_CENT);
        return Samples.explanation(Samples.pair(), similarity, threshold, map, Optional.of(map));
    }

    private static List<PartEffects.Effect> effects(double whole, double... without) {
        List<PartEffects.Effect> effects = new ArrayList<>();
        for (int part = 0; part < without.length; part++) {
            effects.add(
                    new PartEffects.Effect(
                            NAMES.get(part),
                            without[part],
                            without[part],
                            without[part],
                            whole - without[part]));
        }
        return effects;
    }

    /** The nose costs most in one face; the chin raises most in both; the brow turns a match. */
    private static Explanation withParts(double similarity, Optional<Threshold> threshold) {
        double s = similarity;
        return explanation(s, threshold)
                .withParts(
                        new PartEffects(
                                quarters(),
                                s,
                                threshold,
                                effects(s, s - 0.11, s - 0.2, s, s - 0.01),
                                effects(s, s - 0.25, s - 0.2, s + 0.02, s),
                                effects(s, s, s + 0.01, s + 0.3, s - 0.5),
                                48));
    }

    private static List<String> foremost(Explanation why) {
        return ReportAnswer.of(why).parts().orElseThrow().foremost().stream()
                .map(ReportAnswer.PartRow::part)
                .toList();
    }

    private static Claim claim(Kind kind, double share, int likewise) {
        return new Claim(Side.PROBE, kind, OptionalDouble.of(share), 0.25, 19, likewise);
    }

    @Nested
    class KnownValues {
        @Test
        void theMapThatAnswersTheDecisionStandsFirst() {
            assertThat(ReportAnswer.of(explanation(0.5, AT)).faces())
                    .extracting(ReportAnswer.Shown::kind)
                    .containsExactly("similarity", "similarity");
            assertThat(ReportAnswer.of(explanation(0.1, AT)).faces())
                    .extracting(ReportAnswer.Shown::kind)
                    .containsExactly("dissimilarity", "dissimilarity");
            ReportAnswer undecided = ReportAnswer.of(explanation(0.5, Optional.empty()));
            assertThat(undecided.title()).isEqualTo("What the score rests on");
            assertThat(undecided.faces())
                    .extracting(ReportAnswer.Shown::kind)
                    .containsExactly("signed", "signed");
        }

        @Test
        void aMatchBeginsWithThePartsThatCostMost() {
            assertThat(foremost(withParts(0.5, AT))).containsExactly("nose", "brow", "ear <left>");
        }

        @Test
        void aNonMatchBeginsWithThePartsThatDivideTheFaces() {
            assertThat(foremost(withParts(0.1, AT))).containsExactly("chin", "nose", "brow");
        }

        @Test
        void withoutADecisionTheLargestChangeStandsFirst() {
            assertThat(foremost(withParts(0.5, Optional.empty()))).startsWith("ear <left>", "chin");
        }

        @Test
        void aPartThatTurnsTheDecisionIsMarked() {
            ReportAnswer.PartRow brow =
                    ReportAnswer.of(withParts(0.5, AT)).parts().orElseThrow().all().get(0);
            assertThat(brow.probe().turned()).isEmpty();
            assertThat(brow.reference().turned()).contains("non-match");
            assertThat(brow.reference().similarity()).isEqualTo("0.250");
            assertThat(brow.reference().change()).isEqualTo("\u22120.250");
        }

        @Test
        void claimsAreSentences() {
            Explanation why =
                    explanation(0.5, AT)
                            .withClaims(
                                    new DecisionClaims(
                                            List.of(
                                                    claim(Kind.HIDING_TURNS, 0.07, 0),
                                                    claim(Kind.SHOWING_KEEPS, 0.25, 12)),
                                            100));
            assertThat(ReportAnswer.of(why).claims().orElseThrow().sentences())
                    .containsExactly(
                            "Hiding 7 % of the probe turns the decision; of 19 random regions of"
                                    + " that size none does. With the map's region the similarity is"
                                    + " 0.250.",
                            "Showing only 25 % of the probe keeps the decision; of 19 random regions"
                                    + " of that size 12 do. With the map's region the similarity is"
                                    + " 0.250. The region is nothing special.");
        }

        @Test
        void whatNothingTurnsIsSaidOnce() {
            List<Claim> none = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                none.add(new Claim(Side.PROBE, kind, OptionalDouble.empty(), 0.064, 0, 0));
            }
            Explanation why = explanation(0.1, AT).withClaims(new DecisionClaims(none, 3));
            assertThat(ReportAnswer.of(why).claims().orElseThrow().note()).isEmpty();
            assertThat(ReportAnswer.of(why).claims().orElseThrow().sentences())
                    .containsExactly(
                            "Hiding the whole probe does not turn the decision. With all of it"
                                    + " hidden the similarity is 0.064.");
        }
    }

    @Nested
    class Properties {
        @Test
        void namesOfPartsAreEscaped() {
            assertThat(Report.of(withParts(0.5, AT)).toHtml())
                    .contains("ear &lt;left&gt;")
                    .doesNotContain("ear <left>");
        }

        @Test
        void whatWasNotMeasuredIsNotThere() {
            String html = Report.of(explanation(0.5, AT)).toHtml();
            assertThat(html)
                    .contains("What the decision rests on")
                    .doesNotContain("Part hidden", "random regions");
        }

        @Test
        void linesOfTheCallersOwnStandInTheirOrder() {
            Report plain = Report.of(explanation(0.5, AT));
            String html = plain.withDetail("Case", "A<1>").withDetail("Examiner", "N. N.").toHtml();
            assertThat(PageChecks.withoutPictures(html))
                    .containsSubsequence("Case", "A&lt;1&gt;", "Examiner", "N. N.")
                    .doesNotContain("A<1>");
            assertThat(plain.toHtml()).isEqualTo(Report.of(explanation(0.5, AT)).toHtml());
        }
    }

    @Nested
    class Rejects {
        @Test
        void lineWithoutAKey() {
            Report report = Report.of(explanation(0.5, AT));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> report.withDetail(" ", "text"))
                    .withMessage("key must be not blank, was \" \"");
        }
    }
}
