package io.github.corrrise.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrendsTest {
    private static Trends of(double[] similarities, double[][] values) {
        return Trends.of(similarities, values, 1, 1e-3);
    }

    @Test
    void anOwnDeviationIsThatFromTheTrendOfAllOtherPairs() {
        Random random = new Random(1);
        double[] similarities = random.doubles(12, -0.2, 0.9).toArray();
        double[][] values = new double[12][1];
        for (int i = 0; i < 12; i++) {
            similarities[i] = similarities[i - i % 2];
            values[i][0] = 0.3 * similarities[i] - 0.1 + 0.05 * random.nextGaussian();
        }
        double[][] own = Trends.ownDeviations(similarities, values, 2, 1e-3);
        for (int i = 0; i < 12; i++) {
            int pair = i / 2;
            int[] others = IntStream.range(0, 12).filter(j -> j / 2 != pair).toArray();
            Trends without =
                    of(
                            Arrays.stream(others).mapToDouble(j -> similarities[j]).toArray(),
                            Arrays.stream(others)
                                    .mapToObj(j -> values[j])
                                    .toArray(double[][]::new));
            assertThat(own[i][0])
                    .isCloseTo(
                            without.deviations(similarities[i], values[i], new double[1])[0],
                            within(1e-4));
        }
    }

    /** The two maps of a pair are alike: left out one by one, they would excuse each other. */
    @Tag("slow")
    @Test
    void twoObservationsOfAPairCountOnce() {
        Random random = new Random(11);
        int runs = 400;
        int beyond = 0;
        for (int run = 0; run < runs; run++) {
            int n = 24;
            double[] similarities = new double[2 * (n + 1)];
            double[][] values = new double[2 * (n + 1)][8];
            for (int i = 0; i <= n; i++) {
                double similarity = random.nextDouble();
                for (int q = 0; q < 8; q++) {
                    double shared = random.nextGaussian();
                    for (int side = 0; side < 2; side++) {
                        similarities[2 * i + side] = similarity;
                        values[2 * i + side][q] = shared + 0.4 * random.nextGaussian();
                    }
                }
            }
            Trends trends =
                    Trends.of(
                            Arrays.copyOf(similarities, 2 * n),
                            Arrays.copyOf(values, 2 * n),
                            2,
                            1e-3);
            double largest = 0;
            for (int side = 0; side < 2; side++) {
                for (double deviation :
                        trends.deviations(
                                similarities[2 * n + side], values[2 * n + side], new double[8])) {
                    largest = Math.max(largest, Math.abs(deviation));
                }
            }
            beyond += largest > trends.bound().orElseThrow() ? 1 : 0;
        }
        // One in 25; four standard errors of 400 runs are 4 %.
        assertThat((double) beyond / runs).isLessThan(0.08);
    }

    @Test
    void eighteenPairsOfTwoObservationsHaveNoBound() {
        double[] similarities = new Random(3).doubles(36).toArray();
        double[][] values =
                new Random(4).doubles(36).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        assertThat(Trends.of(similarities, values, 2, 1e-3).bound()).isEmpty();
    }

    @Test
    void theLineIsThatOfLeastSquares() {
        double[] similarities = {0, 1, 2, 3};
        double[][] values = {{1}, {3}, {5}, {7}};
        Trends trends = of(similarities, values);
        assertThat(trends.typical(0, 5)).isCloseTo(11, within(1e-6));
    }

    /** Whatever the distribution: heavy tails are no exception. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void atMostOneInTwentyIsBeyondTheBound(boolean heavyTails) {
        Random random = new Random(7);
        int runs = 1500;
        int beyond = 0;
        for (int run = 0; run < runs; run++) {
            int n = 24;
            double[] similarities = random.doubles(n + 1).toArray();
            double[][] values = new double[n + 1][6];
            for (int i = 0; i <= n; i++) {
                for (int q = 0; q < 6; q++) {
                    double noise = random.nextGaussian();
                    values[i][q] = similarities[i] + (heavyTails ? noise * noise * noise : noise);
                }
            }
            Trends trends = of(Arrays.copyOf(similarities, n), Arrays.copyOf(values, n));
            double largest =
                    Arrays.stream(trends.deviations(similarities[n], values[n], new double[6]))
                            .map(Math::abs)
                            .max()
                            .orElseThrow();
            beyond += largest > trends.bound().orElseThrow() ? 1 : 0;
        }
        // The rank is ceil(0.95 * 25) = 24 of 24: one in 25 by exchangeability. Three standard
        // errors of 1500 runs are 1.5 %.
        assertThat((double) beyond / runs).isBetween(0.02, 0.06);
    }

    @Test
    void eighteenPairsHaveNoBound() {
        double[] similarities = new Random(3).doubles(19).toArray();
        double[][] values =
                new Random(4).doubles(19).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        assertThat(of(similarities, values).bound()).isPresent();
        assertThat(of(Arrays.copyOf(similarities, 18), Arrays.copyOf(values, 18)).bound())
                .isEmpty();
    }

    @Test
    void equalSimilaritiesHaveAFlatLine() {
        Trends trends = of(new double[] {1, 1, 1, 1}, new double[][] {{1}, {2}, {3}, {2}});
        assertThat(trends.typical(0, 9)).isEqualTo(2);
        assertThat(trends.deviations(1, new double[] {2}, new double[1])[0]).isZero();
    }

    @Test
    void aQuantityThatNeverVariesDeviatesByTheLeastSpread() {
        double[] similarities = {0, 1, 2, 3};
        Trends trends = of(similarities, new double[][] {{0}, {0}, {0}, {0}});
        assertThat(trends.deviations(1, new double[] {0}, new double[1])[0]).isZero();
        assertThat(trends.deviations(1, new double[] {0.1}, new double[1])[0])
                .isBetween(50.0, 100.0); // 0.1 over 1e-3 and what a mean of four adds
    }

    /** A profile comes out of a file, whose author may write what no measurement gives. */
    @Test
    void numbersThatNoMeasurementGivesAreRefused() {
        assertRefused("meanSimilarity", Double.POSITIVE_INFINITY, 1, 0.5f, 0.5f, 1);
        assertRefused("similaritySquares", 0.5, -1, 0.5f, 0.5f, 1);
        assertRefused("heights[1]", 0.5, 1, Float.NaN, 0.5f, 1);
        assertRefused("slopes[1]", 0.5, 1, 0.5f, Float.NEGATIVE_INFINITY, 1);
        assertRefused("variances[1]", 0.5, 1, 0.5f, 0.5f, -1);
    }

    private static void assertRefused(
            String name, double mean, double square, float height, float slope, float variance) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Trends(
                                        3,
                                        mean,
                                        square,
                                        new double[] {0, height},
                                        new double[] {0, slope},
                                        new double[] {1, variance},
                                        OptionalDouble.empty()))
                .withMessageStartingWith(name + " must be in [");
    }

    @Test
    void deviationsAreFiniteForTheLargestNumbers() {
        double[] most = {Float.MAX_VALUE};
        Trends trends =
                new Trends(
                        3,
                        -Float.MAX_VALUE,
                        Double.MIN_VALUE,
                        most,
                        most,
                        new double[] {Float.MIN_VALUE},
                        OptionalDouble.empty());
        assertThat(trends.deviations(Float.MAX_VALUE, new double[1], new double[1])[0])
                .isBetween((double) -Float.MAX_VALUE, (double) Float.MAX_VALUE);
    }
}
