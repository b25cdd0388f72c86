package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.face;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.Truth;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a score stands among others, beside the maps of an explanation. */
class ExplainerRatesTest {
    private static Explainer.Builder few() {
        return Explainer.builder(VERIFIER).maskCount(40);
    }

    /** Scores around the pair's own: two impostor pairs as high, one genuine pair as low. */
    private static ErrorRates around(double similarity) {
        return ErrorRates.of(
                LabelledScores.of(
                        "gate 4",
                        new double[] {similarity, similarity + 0.1, similarity + 0.2},
                        new double[] {similarity - 0.1, similarity, similarity + 0.1}));
    }

    @Test
    void anExplanationTellsHowItsScoreStands() {
        try (Explainer plain = few().build()) {
            Explanation without = plain.explain(pair());
            ErrorRates rates = around(without.similarity());
            try (Explainer explainer = few().rates(rates).build()) {
                Explanation why = explainer.explain(pair());
                assertThat(without.scoreMeaning()).isEmpty();
                assertThat(why.scoreMeaning()).contains(rates.meaningOf(why.similarity()));
                assertThat(why.scoreMeaning().orElseThrow().impostorsAsHigh())
                        .isEqualTo(new ErrorRates.Rate(2, 3));
                assertThat(why.scoreMeaning().orElseThrow().genuineAsLow())
                        .isEqualTo(new ErrorRates.Rate(1, 3));
                assertThat(why.provenance().settings())
                        .containsEntry("rates", "gate 4, sha256 " + rates.scores().digest());
                assertThat(why.probe()).isEqualTo(without.probe());
                assertThat(why.provenance().passCount())
                        .isEqualTo(without.provenance().passCount());
                assertThat(why).isNotEqualTo(without);
            }
        }
    }

    /** Of many comparisons the best scores high more often than one. */
    @Test
    void ofAGalleryNothingIsTold() {
        try (Explainer explainer = few().rates(around(0.5)).build()) {
            assertThat(explainer.explain(face(1), List.of(face(2), face(3))))
                    .allMatch(why -> why.scoreMeaning().isEmpty());
            assertThat(explainer.explain(face(1), face(2), face(3)).mate().scoreMeaning())
                    .isEmpty();
        }
    }

    @Test
    void scoresOfAnotherVerifierAreRefused() {
        LabelledScores.Builder scores =
                LabelledScores.builder("X").add(1, Truth.GENUINE).add(0, Truth.IMPOSTOR);
        ErrorRates other = ErrorRates.of(scores.verifier("another model").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> few().rates(other))
                .withMessage(
                        "rates must be of scores by "
                                + VERIFIER.description()
                                + ", was by another model");
        few().rates(ErrorRates.of(scores.verifier(VERIFIER.description()).build()));
    }

    @Test
    void aMeaningOfAnotherScoreIsRefused() {
        try (Explainer explainer = few().build()) {
            Explanation why = explainer.explain(pair());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> why.withScoreMeaning(around(0.5).meaningOf(0.25)))
                    .withMessage(
                            "similarity of the meaning must be " + why.similarity() + ", was 0.25");
        }
    }
}
