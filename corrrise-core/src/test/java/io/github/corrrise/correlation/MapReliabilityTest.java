package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.model.Cholesky;
import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.internal.model.PenalisedModel;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapReliabilityTest {
    private static final FaceSize SIZE = new FaceSize(48, 48);
    private static final MixedMasks MASKS = MixedMasks.defaults();
    private static final ScoreCorrelation PLAIN = ScoreCorrelation.defaults().withoutSignificance();
    private static final ScoreCorrelation ADJUSTED = PLAIN.withEstimator(Estimator.ADJUSTED);

    /** Tests differ in scores and seeds; what depends on their masks alone is made once. */
    private static final MaskCache KEPT = MaskCache.ofBytes(128 << 20);

    private static double[] scores(int maskCount, long seed, DoubleBinaryOperator ofTwoPlaces) {
        MaskBatch batch = MASKS.generate(0, maskCount, SIZE, seed);
        return IntStream.range(0, maskCount)
                .mapToDouble(
                        i ->
                                ofTwoPlaces.applyAsDouble(
                                        mean(batch, i, 8, 6), mean(batch, i, 28, 26)))
                .toArray();
    }

    /** Mean visibility of 14 by 14 pixels, each fourth of which is looked at. */
    private static double mean(MaskBatch batch, int i, int top, int left) {
        double sum = 0;
        for (int row = top; row < top + 14; row += 2) {
            for (int column = left; column < left + 14; column += 2) {
                sum += batch.at(i, row, column) / 49;
            }
        }
        return sum;
    }

    private static double additive(double one, double other) {
        return 0.3 + one - 0.6 * other;
    }

    /** Both seen or both hidden: what either does alone says nothing. */
    private static double[] interacting(int maskCount, long seed) {
        double[] one = scores(maskCount, seed, (first, second) -> first);
        double[] other = scores(maskCount, seed, (first, second) -> second);
        double oneMean = Arrays.stream(one).average().orElseThrow();
        double otherMean = Arrays.stream(other).average().orElseThrow();
        return IntStream.range(0, maskCount)
                .mapToDouble(i -> (one[i] - oneMean) * (other[i] - otherMean))
                .toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    }

    /** Adds normal noise of this many times the scores' own deviation. */
    private static double[] noisy(double[] scores, double times, long seed) {
        Random random = new Random(seed);
        double deviation = times * deviation(scores);
        return Arrays.stream(scores).map(s -> s + deviation * random.nextGaussian()).toArray();
    }

    private static SaliencyMap map(ScoreCorrelation by, long seed, double[] scores) {
        return by.maps(MaskScores.of(MASKS, SIZE, seed, scores), KEPT).get(0);
    }

    private static SaliencyMap.ExplainedVariance explained(long seed, double[] scores) {
        return map(ADJUSTED, seed, scores).reliability().orElseThrow().explained().orElseThrow();
    }

    private static double splitHalf(SaliencyMap map) {
        return map.reliability().orElseThrow().splitHalf().orElseThrow();
    }

    @Nested
    class Explained {
        /** The rest is the edge of the two places, which is finer than the fit. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void isNearOneForAnAdditiveScore(long seed) {
            double[] scores = scores(500, seed, MapReliabilityTest::additive);
            assertThat(explained(seed, scores).share()).isBetween(0.9, 1.0);
        }

        /** The rest is noise: share 1 / (1 + times^2), less what 2,000 masks do not know. */
        @ParameterizedTest(name = "noise of {0} deviations")
        @ValueSource(doubles = {0.5, 1, 2})
        void isTheShareThatIsNotNoise(double times) {
            double due = 1 / (1 + times * times);
            double[] scores = scores(2000, 1, MapReliabilityTest::additive);
            double[] shares =
                    IntStream.range(0, 8)
                            .mapToDouble(seed -> explained(1, noisy(scores, times, seed)).share())
                            .toArray();
            assertThat(Arrays.stream(shares).average().orElseThrow())
                    .isBetween(due - 0.05, due + 0.02);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void isLowWherePlacesActTogether(long seed) {
            SaliencyMap.ExplainedVariance explained = explained(seed, interacting(500, seed));
            assertThat(explained.share()).isLessThan(0.3);
            assertThat(explained.isLow()).isTrue();
        }

        /** No bias upwards: the penalty, too, is chosen by the scores. */
        @Test
        void isNothingOfShuffledScores() {
            double[] shares = new double[40];
            for (int seed = 0; seed < shares.length; seed++) {
                List<Double> shuffled =
                        Arrays.asList(
                                Arrays.stream(scores(300, 1, MapReliabilityTest::additive))
                                        .boxed()
                                        .toArray(Double[]::new));
                Collections.shuffle(shuffled, new Random(seed));
                shares[seed] =
                        explained(1, shuffled.stream().mapToDouble(s -> s).toArray()).share();
            }
            assertThat(Arrays.stream(shares).average().orElseThrow()).isBetween(-0.05, 0.005);
            assertThat(Arrays.stream(shares).max().orElseThrow()).isLessThan(0.12);
        }

        /** Over 40 runs of other masks and noise. */
        @Tag("slow")
        @Test
        void movesFromRunToRunAsItsStandardErrorSays() {
            double[] shares = new double[40];
            double error = 0;
            for (int seed = 0; seed < shares.length; seed++) {
                double[] scores = scores(250, seed, MapReliabilityTest::additive);
                SaliencyMap.ExplainedVariance explained = explained(seed, noisy(scores, 1, seed));
                shares[seed] = explained.share();
                error += explained.standardError() / shares.length;
            }
            assertThat(deviation(shares) / error).isBetween(0.7, 1.3);
        }

        /** The formula gives what fitting without each mask gives, at the same penalty. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void isThatOfRefitsWithoutEachMask(long seed) {
            int count = 30;
            int featureCount = 6;
            Random random = new Random(seed);
            double[][] features = new double[count][featureCount];
            double[] line = new double[count];
            for (int i = 0; i < count; i++) {
                Arrays.setAll(features[i], k -> random.nextGaussian());
                line[i] = features[i][0] - features[i][1] + random.nextGaussian() + i % 2;
            }
            StandardScores scores =
                    StandardScores.of(
                            MaskScores.of(MASKS, SIZE, seed, line), 0, Correlation.PEARSON);
            Reference all = new Reference(features, scores, -1);
            PenalisedModel model = new PenalisedModel(all.gram);
            double[][] products = new double[featureCount][];
            Arrays.setAll(products, k -> new double[] {all.products[k]});
            model.turn(products);
            PenalisedFit fit =
                    model.fit(
                                    Arrays.stream(products).mapToDouble(row -> row[0]).toArray(),
                                    scores.square(),
                                    scores.freedom())
                            .orElseThrow();
            double trace = IntStream.range(0, featureCount).mapToDouble(k -> all.gram[k][k]).sum();
            double penalty = 1e-4 * Math.pow(1e7, fit.penalty() / 21.0) * trace / featureCount;
            double lost = 0;
            double spread = 0;
            for (int i = 0; i < count; i++) {
                Reference rest = new Reference(features, scores, i);
                lost += Math.pow(scores.value(i) - rest.predicted(i, penalty), 2);
                spread += Math.pow(scores.value(i) - rest.scoreMean[scores.stratum(i)], 2);
            }
            double[][] centred = new double[featureCount][count];
            for (int k = 0; k < featureCount; k++) {
                for (int i = 0; i < count; i++) {
                    centred[k][i] = features[i][k] - all.means[scores.stratum(i)][k];
                }
            }
            assertThat(
                            new HeldOutMasks(centred, model)
                                    .explained(fit, scores)
                                    .orElseThrow()
                                    .share())
                    .isCloseTo(1 - lost / spread, within(1e-9));
        }

        /** Moments within strata, without one mask, and the prediction for it. */
        private static final class Reference {
            private final double[][] features;
            private final double[][] means;
            private final double[] scoreMean;
            private final double[][] gram;
            private final double[] products;

            Reference(double[][] features, StandardScores scores, int without) {
                int featureCount = features[0].length;
                this.features = features;
                this.means = new double[scores.stratumCount()][featureCount];
                this.scoreMean = new double[scores.stratumCount()];
                this.gram = new double[featureCount][featureCount];
                this.products = new double[featureCount];
                for (int g = 0; g < means.length; g++) {
                    int stratum = g;
                    int[] members =
                            IntStream.range(0, features.length)
                                    .filter(i -> scores.stratum(i) == stratum && i != without)
                                    .toArray();
                    for (int i : members) {
                        scoreMean[g] += scores.value(i) / members.length;
                        for (int k = 0; k < featureCount; k++) {
                            means[g][k] += features[i][k] / members.length;
                        }
                    }
                    for (int i : members) {
                        for (int k = 0; k < featureCount; k++) {
                            double own = features[i][k] - means[g][k];
                            products[k] += own * (scores.value(i) - scoreMean[g]);
                            for (int l = 0; l < featureCount; l++) {
                                gram[k][l] += own * (features[i][l] - means[g][l]);
                            }
                        }
                    }
                }
                this.stratumOf = IntStream.range(0, features.length).map(scores::stratum).toArray();
            }

            private final int[] stratumOf;

            double predicted(int i, double penalty) {
                double[][] matrix = new double[gram.length][];
                for (int k = 0; k < matrix.length; k++) {
                    matrix[k] = gram[k].clone();
                    matrix[k][k] += penalty;
                }
                double[] coefficients = new Cholesky(matrix).solve(products);
                double predicted = scoreMean[stratumOf[i]];
                for (int k = 0; k < coefficients.length; k++) {
                    predicted += coefficients[k] * (features[i][k] - means[stratumOf[i]][k]);
                }
                return predicted;
            }
        }
    }

    @Nested
    class SplitHalf {
        /** A run of 200 masks foretells how its map agrees with that of another seed. */
        @Tag("slow")
        @Test
        void isTheCorrelationWithAnotherSeed() {
            agreesWithAnotherSeed(ADJUSTED, 0.05, 0.1);
        }

        @Test
        void ofPlainMapsIsTheCorrelationWithAnotherSeed() {
            agreesWithAnotherSeed(PLAIN, 0.05, 0.1);
        }

        private void agreesWithAnotherSeed(ScoreCorrelation by, double bias, double error) {
            int pairs = 12;
            double meanError = 0;
            double meanMagnitude = 0;
            for (int pair = 0; pair < pairs; pair++) {
                SaliencyMap one = noisyMap(by, 2L * pair);
                SaliencyMap other = noisyMap(by, 2L * pair + 1);
                double actual = one.correlationWith(other);
                for (SaliencyMap map : List.of(one, other)) {
                    meanError += (splitHalf(map) - actual) / (2 * pairs);
                    meanMagnitude += Math.abs(splitHalf(map) - actual) / (2 * pairs);
                }
            }
            assertThat(meanError).isBetween(-bias, bias);
            assertThat(meanMagnitude).isLessThan(error);
        }

        private SaliencyMap noisyMap(ScoreCorrelation by, long seed) {
            return map(by, seed, noisy(scores(200, seed, MapReliabilityTest::additive), 1, seed));
        }
    }

    @Nested
    class DegenerateCases {
        @Test
        void equalScoresHaveNeither() {
            SaliencyMap.Reliability told =
                    map(ADJUSTED, 1, new double[100]).reliability().orElseThrow();
            assertThat(told.explained()).isEmpty();
            assertThat(told.splitHalf()).isEmpty();
        }

        @Test
        void thePlainEstimatorFitsNothingThatCouldExplain() {
            double[] scores = scores(100, 1, MapReliabilityTest::additive);
            SaliencyMap.Reliability told = map(PLAIN, 1, scores).reliability().orElseThrow();
            assertThat(told.explained()).isEmpty();
            assertThat(told.splitHalf()).isPresent();
        }

        @Test
        void fewerThan32ScoresTellNothing() {
            double[] scores = scores(33, 1, MapReliabilityTest::additive);
            scores[5] = Double.NaN;
            assertThat(map(ADJUSTED, 1, scores).reliability()).isPresent();
            scores[6] = Double.NaN;
            assertThat(map(ADJUSTED, 1, scores).reliability()).isEmpty();
            assertThat(map(PLAIN, 1, scores).reliability()).isEmpty();
        }

        /** Scores that the model is not believed about still have a share, of about 0. */
        @Test
        void noiseHasAShareBesideAPlainMap() {
            SaliencyMap map = map(ADJUSTED, 1, noisy(scores(100, 1, (a, b) -> a), 1e6, 3));
            assertThat(Estimator.of(map)).isEqualTo(Estimator.PLAIN);
            SaliencyMap.Reliability told = map.reliability().orElseThrow();
            assertThat(told.explained().orElseThrow().share()).isLessThan(0.1);
            assertThat(told.splitHalf()).isPresent();
        }
    }
}
