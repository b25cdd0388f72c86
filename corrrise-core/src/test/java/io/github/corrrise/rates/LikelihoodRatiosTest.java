package io.github.corrrise.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LikelihoodRatiosTest {
    private static List<LikelihoodRatios> both(LabelledScores scores) {
        return List.of(LikelihoodRatios.isotonic(scores), LikelihoodRatios.logistic(scores));
    }

    /**
     * SciPy 1.17.1 on {@link Samples}: optimize.isotonic_regression of the truth on the score with
     * weights of 1 / 2n a class, its logit to base 10 clipped to the bounds; the logistic line by
     * minimising the loss with BFGS and Nelder-Mead.
     */
    @Nested
    class KnownValues {
        private final LabelledScores scores = Samples.overlapping();

        @ParameterizedTest(name = "at {0}")
        @CsvSource({
            "0.1, -0.9305311317836323",
            "0.2, -0.3802112417116059",
            "0.25, 0.09691001300805625",
            "0.3, 0.09691001300805625",
            "0.35, 0.09691001300805649",
            "0.4, 0.3979400086720374",
            "-9, -0.9305311317836323",
            "9, 1.0221216632442067"
        })
        void isotonicRatios(double score, double expected) {
            assertThat(LikelihoodRatios.isotonic(scores).log10At(score))
                    .isCloseTo(expected, offset(1e-12));
        }

        @ParameterizedTest(name = "at {0}")
        @CsvSource({
            "0.1, -0.8864416278888476",
            "0.3, 0.040748701274042974",
            "0.5, 0.9679390304369337",
            "-0.1, -0.9305311317836323"
        })
        void logisticRatios(double score, double expected) {
            assertThat(LikelihoodRatios.logistic(scores).log10At(score))
                    .isCloseTo(expected, offset(1e-7));
        }

        @Test
        void costs() {
            assertThat(LikelihoodRatios.minCllr(scores))
                    .isCloseTo(0.3352478042056747, offset(1e-12));
            assertThat(LikelihoodRatios.isotonic(scores).cllr(scores))
                    .isCloseTo(0.42953637397473676, offset(1e-12));
            assertThat(LikelihoodRatios.logistic(scores).cllr(scores))
                    .isCloseTo(0.4880444577086407, offset(1e-7));
        }

        /** log10 of 1 - 0.05^(1/24), and less that of 1 - 0.05^(1/30). */
        @Test
        void bounds() {
            LikelihoodRatios ratios = LikelihoodRatios.isotonic(scores);
            assertThat(ratios.least()).isCloseTo(-0.9305311317836323, offset(1e-12));
            assertThat(ratios.greatest()).isCloseTo(1.0221216632442067, offset(1e-12));
            assertThat(ratios)
                    .hasToString(
                            "LikelihoodRatios[isotonic, of LabelledScores[drawn, 24 genuine and 30"
                                    + " impostor pairs, groups []], log10 in [-0.93, 1.02]]");
        }
    }

    @Nested
    class Properties {
        /** No ratio says more than the pairs can carry, however far the classes are apart. */
        @ParameterizedTest(name = "gap {0}")
        @ValueSource(doubles = {0.1, 10, 1e6})
        void classesThatAreApartStayWithinTheBounds(double gap) {
            LabelledScores scores =
                    LabelledScores.of(
                            "apart",
                            Samples.steps(gap, 0.01, 2000),
                            Samples.steps(-20, 0.01, 2000));
            double bound = Math.log10(1 / (1 - Math.pow(0.05, 1.0 / 2000)));
            for (LikelihoodRatios ratios : both(scores)) {
                assertThat(ratios.greatest()).isCloseTo(bound, offset(1e-9));
                assertThat(ratios.least()).isCloseTo(-bound, offset(1e-9));
                assertThat(ratios.log10At(2 * gap + 100)).isCloseTo(bound, offset(1e-9));
                assertThat(ratios.log10At(-100)).isCloseTo(-bound, offset(1e-9));
                assertThat(ratios.cllr(scores)).isBetween(0.0, 0.03);
            }
            assertThat(LikelihoodRatios.minCllr(scores)).isZero();
        }

        /** Two normal classes of spread 1, 3 apart: the true ratio is e^(3 (s - 1.5)). */
        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void bothComeNearTheTrueRatio(long seed) {
            LabelledScores scores =
                    LabelledScores.of(
                            "normal",
                            Samples.normal(3, 20_000, seed, 0),
                            Samples.normal(0, 20_000, seed, 1));
            LikelihoodRatios logistic = LikelihoodRatios.logistic(scores);
            LikelihoodRatios isotonic = LikelihoodRatios.isotonic(scores);
            for (double score = 0; score <= 3; score += 0.25) {
                double truth = 3 * (score - 1.5) / Math.log(10);
                assertThat(logistic.log10At(score)).isCloseTo(truth, offset(0.06));
                assertThat(isotonic.log10At(score)).isCloseTo(truth, offset(0.4));
            }
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void ratiosNeverFall(long seed) {
            LabelledScores scores =
                    LabelledScores.of(
                            "normal",
                            Samples.normal(1, 50, seed, 0),
                            Samples.normal(0, 70, seed, 1));
            for (LikelihoodRatios ratios : both(scores)) {
                double before = Double.NEGATIVE_INFINITY;
                for (double score = -4; score < 5; score += 0.01) {
                    double ratio = ratios.log10At(score);
                    assertThat(ratio)
                            .isGreaterThanOrEqualTo(before)
                            .isBetween(ratios.least(), ratios.greatest());
                    before = ratio;
                }
                assertThat(ratios.cllr(scores))
                        .isGreaterThanOrEqualTo(LikelihoodRatios.minCllr(scores));
            }
        }

        /** Twice the impostors of the same scores: other bounds, the same ratios between them. */
        @Test
        void theCountsOfTheClassesDoNotMatter() {
            double[] twice = new double[2 * Samples.IMPOSTOR.length];
            for (int i = 0; i < twice.length; i++) {
                twice[i] = Samples.IMPOSTOR[i / 2];
            }
            LikelihoodRatios once = LikelihoodRatios.isotonic(Samples.overlapping());
            LikelihoodRatios more =
                    LikelihoodRatios.isotonic(LabelledScores.of("twice", Samples.GENUINE, twice));
            assertThat(more.log10At(0.3)).isCloseTo(once.log10At(0.3), offset(1e-12));
            assertThat(more.greatest()).isGreaterThan(once.greatest());
            assertThat(LikelihoodRatios.minCllr(more.scores()))
                    .isCloseTo(LikelihoodRatios.minCllr(once.scores()), offset(1e-12));
        }

        /** A change of the scale changes no ratio. */
        @ParameterizedTest(name = "scale {0}")
        @ValueSource(doubles = {1e-9, 3, 1e9})
        void ratiosFollowTheScale(double scale) {
            LabelledScores scaled =
                    LabelledScores.of(
                            "scaled",
                            scaled(Samples.GENUINE, scale),
                            scaled(Samples.IMPOSTOR, scale));
            for (int method = 0; method < 2; method++) {
                assertThat(both(scaled).get(method).log10At(7 + 0.3 * scale))
                        .isCloseTo(
                                both(Samples.overlapping()).get(method).log10At(0.3), offset(1e-5));
            }
        }

        private double[] scaled(double[] scores, double scale) {
            double[] scaled = scores.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = 7 + scale * scaled[i];
            }
            return scaled;
        }

        /** Higher for impostors: there is nothing to be learned, and the ratio is 1. */
        @Test
        void scoresTheWrongWayRoundSayNothing() {
            LabelledScores wrong = LabelledScores.of("wrong", Samples.IMPOSTOR, Samples.GENUINE);
            for (LikelihoodRatios ratios : both(wrong)) {
                assertThat(ratios.log10At(-1)).isCloseTo(0, offset(1e-12));
                assertThat(ratios.log10At(1)).isCloseTo(0, offset(1e-12));
                assertThat(ratios.cllr(wrong)).isCloseTo(1, offset(1e-12));
            }
            assertThat(LikelihoodRatios.minCllr(wrong)).isCloseTo(1, offset(1e-12));
        }

        @Test
        void tiesEverywhereCostOneBit() {
            double[] ties = new double[30];
            assertThat(LikelihoodRatios.minCllr(LabelledScores.of("ties", ties, ties)))
                    .isCloseTo(1, offset(1e-15));
        }
    }

    @Nested
    class Rejects {
        @Test
        void fewerPairsThanTwentyOfAClass() {
            LabelledScores few = LabelledScores.of("X", new double[19], Samples.steps(0, 1, 1000));
            for (var method :
                    List.<Function<LabelledScores, LikelihoodRatios>>of(
                            LikelihoodRatios::isotonic, LikelihoodRatios::logistic)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> method.apply(few))
                        .withMessage(
                                "pairs of X must be at least 20 of each class for likelihood"
                                        + " ratios, was 19 genuine and 1000 impostor");
            }
        }

        @Test
        void threePairsAndAGroupOfOne() {
            LabelledScores scores =
                    LabelledScores.builder("X")
                            .add(0.9, Truth.GENUINE, "a")
                            .add(0.8, Truth.GENUINE, "b")
                            .add(0.1, Truth.IMPOSTOR, "b")
                            .build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LikelihoodRatios.logistic(scores))
                    .withMessageEndingWith("was 2 genuine and 1 impostor");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LikelihoodRatios.isotonic(scores.ofGroup("a")))
                    .withMessage(
                            "pairs of X, group a must be at least 20 of each class for likelihood"
                                    + " ratios, was 1 genuine and 0 impostor");
        }

        @Test
        void tiesEverywhere() {
            double[] ties = new double[30];
            LabelledScores scores = LabelledScores.of("X", ties, ties);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LikelihoodRatios.isotonic(scores))
                    .withMessage(
                            "scores of X must be of at least two values for likelihood ratios, was"
                                    + " 0.0 all of them");
        }

        @Test
        void costsOfOneClassAndScoresThatAreNone() {
            LabelledScores one = LabelledScores.of("X", new double[0], new double[] {1});
            LikelihoodRatios ratios = LikelihoodRatios.isotonic(Samples.overlapping());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ratios.cllr(one))
                    .withMessage(
                            "pairs of X must be at least 1 of each class for Cllr, was 0 genuine"
                                    + " and 1 impostor");
            assertThatIllegalArgumentException().isThrownBy(() -> LikelihoodRatios.minCllr(one));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ratios.log10At(Double.NaN))
                    .withMessage("score must be finite, was NaN");
        }
    }

    /** Squares of such scores are infinite, or 0: no line can be fitted, and none is guessed. */
    @Test
    void scoresTooLargeOrTooSmallForALine() {
        for (double unit : new double[] {1e200, 1e-200}) {
            double[] genuine = new double[30];
            double[] impostor = new double[30];
            for (int i = 0; i < 30; i++) {
                genuine[i] = unit * (i + 10);
                impostor[i] = unit * i;
            }
            LabelledScores scores = LabelledScores.of("far", genuine, impostor);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LikelihoodRatios.logistic(scores))
                    .withMessageStartingWith("standard deviation of the scores must be in (");
        }
    }
}
