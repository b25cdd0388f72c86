package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Threshold;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FigureWordsTest {
    private static final SaliencyMap SLOPE = Samples.slope(Samples.SIZE, 0.5f);

    private static Explanation scored(double similarity, Optional<Threshold> threshold) {
        return Samples.explanation(Samples.pair(), similarity, threshold, SLOPE, Optional.empty());
    }

    private static Optional<Threshold> at(double threshold) {
        return Optional.of(Threshold.of(threshold));
    }

    @Nested
    class Verdict {
        @Test
        void tellsDecisionScoreAndThreshold() {
            assertThat(FigureWords.verdict(scored(0.5312, at(0.31))))
                    .isEqualTo("Match: similarity 0.531 is at or above the threshold 0.310");
            assertThat(FigureWords.verdict(scored(-0.02, at(0.31))))
                    .isEqualTo("Non-match: similarity \u22120.020 is below the threshold 0.310");
        }

        @Test
        void isAMatchAtTheThresholdItself() {
            assertThat(FigureWords.verdict(scored(0.31, at(0.31))))
                    .isEqualTo("Match: similarity 0.310 is at or above the threshold 0.310");
        }

        @Test
        void tellsNumbersApartThatRoundToTheSame() {
            assertThat(FigureWords.verdict(scored(0.30996, at(0.31))))
                    .isEqualTo("Non-match: similarity 0.30996 is below the threshold 0.31000");
        }

        @Test
        void saysSoWhereThereIsNoThreshold() {
            assertThat(FigureWords.verdict(scored(0.5312, Optional.empty())))
                    .isEqualTo("Similarity 0.531; no threshold, so no decision");
        }
    }

    @Nested
    class Run {
        @Test
        void tellsMasksPassesAndSeed() {
            Explanation both = Samples.explanation(SLOPE, Optional.of(SLOPE));
            assertThat(FigureWords.run(both))
                    .isEqualTo(
                            "Method: CorrRISE, 500 masks a side, 1002 passes, seed "
                                    + Long.MAX_VALUE);
        }

        @Test
        void tellsSkippedMasksAndABudget() {
            Provenance usual = Samples.provenance(Samples.pair(), Optional.empty());
            Provenance stopped =
                    new Provenance(
                            "CorrRISE",
                            "a\nb\t c",
                            Samples.inputs(Samples.pair(), "a\nb\t c", Optional.empty()),
                            Map.of(),
                            7,
                            1,
                            2,
                            1,
                            StopReason.TIME_BUDGET,
                            usual.libraryVersion(),
                            usual.timing());
            Explanation why =
                    Explanation.of(
                            Samples.pair(),
                            0.5,
                            Optional.empty(),
                            SLOPE,
                            Optional.empty(),
                            stopped);
            assertThat(FigureWords.run(why))
                    .isEqualTo(
                            "Method: CorrRISE, 1 mask, 1 pass, 2 scores failed, seed 7,"
                                    + " stopped by the time budget");
            assertThat(FigureWords.verifier(why)).isEqualTo("Verifier: a b c");
        }
    }

    @Nested
    class Statement {
        @Test
        void tellsTheShareBeyondChance() {
            assertThat(FigureWords.statement(SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT)))
                    .isEqualTo(
                            "63 % of the pixels are beyond chance at 5 % (bound 0.200,"
                                    + " 199 shuffles).");
        }

        @Test
        void saysThatClustersWereJudged() {
            assertThat(FigureWords.statement(Samples.clusteredAbove(SLOPE, 0.2f)))
                    .matches(
                            "3\\d % of the pixels are beyond chance at 5 % \\(by clusters, the least"
                                    + " value 0\\.200, 399 shuffles\\)\\.");
            assertThat(FigureWords.statement(Samples.clusteredAbove(SLOPE, 0.6f)))
                    .isEqualTo(
                            "Nothing in this map is beyond chance at 5 %, clusters of values taken"
                                    + " together: its largest magnitude is 0.500.");
        }

        @Test
        void saysSoWhereNothingIs() {
            SaliencyMap.Significance strict = new SaliencyMap.Significance(0.01, 0.50001, 999);
            assertThat(FigureWords.statement(SLOPE.withSignificance(strict)))
                    .isEqualTo(
                            "Nothing in this map is beyond chance at 1 %: its largest magnitude is"
                                    + " 0.50000, the bound 0.50001.");
        }

        @Test
        void saysSoWhereTheMapIsZero() {
            SaliencyMap zero = Samples.constant(Samples.SIZE, 0);
            assertThat(FigureWords.statement(zero)).isEqualTo("The map is zero everywhere.");
            assertThat(FigureWords.statement(zero.withSignificance(Samples.AT_FIVE_PER_CENT)))
                    .isEqualTo(
                            "Nothing in this map is beyond chance at 5 %: it is zero everywhere.");
        }

        @Test
        void saysSoWhereTheMethodCannotTell() {
            assertThat(FigureWords.statement(SLOPE))
                    .isEqualTo("The method does not say how much of this map is chance.");
        }

        @Test
        void countsUndefinedPixels() {
            BitSet one = new BitSet();
            one.set(3);
            assertThat(FigureWords.statement(SLOPE.withUndefined(one)))
                    .endsWith(" 1 pixel is undefined (hatched): visibility never varied.");
        }
    }

    @Nested
    class Detail {
        @Test
        void tellsShareAndPeakOfEachSign() {
            SaliencyMap map = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);
            assertThat(FigureWords.detail(map, Sign.SIMILAR))
                    .isEqualTo("31 % beyond chance, peak +0.500");
            assertThat(FigureWords.detail(map, Sign.DISSIMILAR))
                    .isEqualTo("31 % beyond chance, peak \u22120.500");
            assertThat(FigureWords.detail(SLOPE, Sign.BOTH)).startsWith("peak ");
        }

        @Test
        void saysSoWhereASignIsMissing() {
            SaliencyMap positive = Samples.constant(Samples.SIZE, 0.5f);
            assertThat(FigureWords.detail(positive, Sign.DISSIMILAR)).isEqualTo("zero everywhere");
        }
    }

    @Nested
    class Legend {
        @Test
        void explainsOnlyWhatIsThere() {
            assertThat(FigureWords.legend(Samples.explanation(SLOPE, Optional.empty()))).hasSize(1);
            SaliencyMap judged = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);
            assertThat(FigureWords.legend(Samples.explanation(SLOPE, Optional.of(judged))))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("not used by the model");
        }
    }
}
