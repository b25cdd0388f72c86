package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shares that add up, in a report. */
class ReportPartSharesTest {
    private static final Explanation WHY =
            Samples.explanation(Samples.constant(Samples.SIZE, 0), Optional.empty());

    private static final PartEffects EFFECTS =
            Samples.parts(Samples.SIZE, WHY.similarity(), WHY.threshold());

    private static PartShares exact() {
        PartShares estimated = Samples.shares(EFFECTS);
        List<PartShares.Share> shares =
                estimated.probe().stream()
                        .map(share -> new PartShares.Share(share.part(), share.share(), 0))
                        .toList();
        return new PartShares(
                estimated.parts(),
                estimated.similarity(),
                estimated.probeHidden(),
                estimated.probeHidden(),
                shares,
                shares,
                Map.of(),
                2,
                4);
    }

    @Test
    void eachShareHasItsIntervalAndEachFaceItsSum() {
        ReportPartShares told = ReportPartShares.of(Samples.shares(EFFECTS));
        assertThat(told.rows())
                .extracting(row -> row.probe().share())
                .containsExactly("+0.156", "+0.250");
        assertThat(told.rows().get(0).probe().halfWidth()).contains("0.078");
        assertThat(told.rows().get(0).reference().halfWidth()).isEmpty();
        assertThat(told.sum().probe().share()).isEqualTo("+0.406");
        assertThat(told.sum().reference().share()).isEqualTo("0");
    }

    @Test
    void partsThatActTogetherAreNamed() {
        assertThat(ReportPartShares.of(Samples.shares(EFFECTS)).sentences())
                .hasSize(2)
                .first()
                .isEqualTo(
                        "In the reference lower \"half\" and upper half act together most"
                                + " (\u22120.750): either can stand in for the other.");
    }

    @Test
    void whatIsExactSaysSoAndHasNoInterval() {
        ReportPartShares told = ReportPartShares.of(exact());
        assertThat(told.sentences()).singleElement().asString().contains("They are exact");
        assertThat(told.rows()).allSatisfy(row -> assertThat(row.probe().halfWidth()).isEmpty());
        assertThat(ReportPartShares.of(Samples.shares(EFFECTS)).sentences().get(1))
                .contains("with a chance of about 95 %");
    }

    @Test
    void thePageShowsThem() {
        Explanation with = WHY.withParts(EFFECTS.withShares(Samples.shares(EFFECTS)));
        assertThat(Report.of(with).toHtml())
                .contains("Shares that add up", "act together most", "\u00b1 0.078");
        assertThat(Report.of(WHY.withParts(EFFECTS)).toHtml()).doesNotContain("Shares that add up");
    }
}
