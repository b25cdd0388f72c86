package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportUnusualTest {
    private static final Explanation WHY = why();

    private static Explanation why() {
        SaliencyMap map =
                Samples.slope(Samples.SIZE, 0.5f).withSignificance(Samples.AT_FIVE_PER_CENT);
        return Samples.explanation(
                Samples.pair(), 0.5, Optional.of(Threshold.of(0.3)), map, Optional.of(map));
    }

    private static List<String> sentences(Unusual unusual) {
        return ReportUnusual.of(WHY.withUnusual(unusual), HeatMaps.Style.defaults()).sentences();
    }

    private static Unusual of(OptionalDouble bound, Unusual.Part... parts) {
        Unusual some = Samples.unusual(Samples.SIZE);
        return new Unusual(
                some.profile(), 39, 20, List.of(parts), bound, some.probe(), some.reference());
    }

    @Test
    void whatIsBeyondTheBoundIsToldAndNothingElse() {
        assertThat(sentences(Samples.unusual(Samples.SIZE)))
                .containsExactly(
                        "Mouth: it speaks against these two more than is typical of such a score."
                                + " Hidden in both faces, it changes the similarity by +0.120,"
                                + " typically by \u22120.031; no pair of the profile's 39 goes so"
                                + " far that way.");
    }

    @Test
    void wordsFollowTheSigns() {
        OptionalDouble bound = OptionalDouble.of(1);
        assertThat(
                        sentences(
                                of(
                                        bound,
                                        new Unusual.Part("a", 0.1, 0.05, 5, 38),
                                        new Unusual.Part("b", 0.1, 0.2, -4, 38),
                                        new Unusual.Part("c", -0.1, -0.2, 3, 38),
                                        new Unusual.Part("d", -0.2, -0.1, -2, 38))))
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("A: it speaks for these two more than"),
                        b -> assertThat(b).startsWith("B: it speaks for these two less than"),
                        c -> assertThat(c).startsWith("C: it speaks against these two less than"),
                        d ->
                                assertThat(d)
                                        .startsWith("D: it speaks against these two more than")
                                        .endsWith(
                                                "farther that way than 38 of the profile's 39"
                                                        + " pairs."));
    }

    @Test
    void whereNothingIsUnusualTheFarthestIsTold() {
        assertThat(
                        sentences(
                                of(
                                        OptionalDouble.of(9),
                                        new Unusual.Part("a", 0.1, 0.05, 1, 20),
                                        new Unusual.Part("b", 0.1, 0.2, -2, 30))))
                .singleElement()
                .asString()
                .startsWith("No part is unusual: one in twenty pairs")
                .contains(" B: it speaks for");
    }

    @Test
    void tooFewPairsAreNamed() {
        assertThat(sentences(of(OptionalDouble.empty(), new Unusual.Part("a", 0.1, 0.05, 10, 39))))
                .singleElement()
                .asString()
                .startsWith("The profile's 39 pairs are too few to call a part unusual.");
    }

    @Test
    void partsThatWereNotMeasuredAreNamed() {
        assertThat(sentences(of(OptionalDouble.empty())))
                .containsExactly("The parts of the faces were not held against the profile.");
    }

    @Test
    void facesAreShownWhereAnyPlaceIsBeyondTheBound() {
        Unusual some = Samples.unusual(Samples.SIZE);
        SaliencyMap flat =
                SaliencyMap.of(
                                Samples.SIZE,
                                Unusual.DEVIATION,
                                new float[Samples.SIZE.pixelCount()])
                        .withSignificance(new SaliencyMap.Significance(0.05, 3.5, 78));
        Unusual nowhere =
                new Unusual(
                        some.profile(),
                        39,
                        20,
                        some.parts(),
                        some.partBound(),
                        flat,
                        Optional.of(flat));
        ReportUnusual told = ReportUnusual.of(WHY.withUnusual(nowhere), HeatMaps.Style.defaults());
        assertThat(told.maps()).isEmpty();
        assertThat(told.sentences()).last().isEqualTo("No place of the maps is unusual by itself.");
        assertThat(told.note().orElseThrow()).doesNotContain("Orange");
    }

    @Test
    void withoutAProfileThePageSaysSo() {
        ReportUnusual without = ReportUnusual.of(WHY, HeatMaps.Style.defaults());
        assertThat(without.sentences()).singleElement().asString().contains("without a profile");
        assertThat(without.maps()).isEmpty();
        assertThat(Report.of(WHY).toHtml()).contains("without a profile of it");
    }

    @Test
    void bothFacesAreShownWithTheirShareBeyondTheBound() {
        String page = Report.of(WHY.withUnusual(Samples.unusual(Samples.SIZE))).toHtml();
        assertThat(page)
                .contains("What is unusual here")
                .contains("Probe: against the typical map")
                .contains("Reference: against the typical map")
                .contains("Against 39 pairs of 20 persons");
        assertThat(
                        ReportUnusual.of(
                                        WHY.withUnusual(Samples.unusual(Samples.SIZE)),
                                        HeatMaps.Style.defaults())
                                .maps()
                                .orElseThrow()
                                .faces()
                                .get(0)
                                .detail())
                .endsWith("unusual");
    }
}
