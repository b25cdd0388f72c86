package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShuffledScoresTest {
    private static final FaceSize SIZE = new FaceSize(6, 7);
    private static final PatchMasks MASKS = new PatchMasks(2, 0.4);

    /** The greatest value that is dealt to one of three masks: alike for alike scores. */
    private static double[] ofThreeMasks(double[][] weights) {
        return Arrays.stream(weights)
                .mapToDouble(own -> Math.max(Math.abs(own[0]), Math.max(Math.abs(own[1]), own[2])))
                .toArray();
    }

    private static ShuffledScores shuffled(ShuffledScores.Maxima maxima, double... line) {
        MaskScores scores = MaskScores.of(MASKS, SIZE, 1, line);
        return ShuffledScores.own(
                DrawnMasks.of(scores), StandardScores.of(scores, 0, Correlation.PEARSON), maxima);
    }

    private static List<SaliencyMap.Significance> significances(
            double level, ShuffledScores... lines) {
        return ShuffledScores.significances(
                List.of(lines), level, ScoreCorrelation.Kernel.HIDDEN_RUNS, MaskCache.ofBytes(0));
    }

    private static double[] line(long seed) {
        return new Random(seed).doubles(60).toArray();
    }

    private static double[] holed(long seed) {
        double[] line = line(seed);
        line[4] = Double.NaN;
        return line;
    }

    /** 0 to 198 in a shuffled order: of 199 the 190th smallest is the bound at 5 %. */
    private static ShuffledScores.Maxima allTo198() {
        List<Integer> told = new ArrayList<>();
        return weights ->
                IntStream.range(0, weights.length)
                        .mapToDouble(
                                v -> {
                                    told.add(v);
                                    return 37 * (told.size() - 1) % 199;
                                })
                        .toArray();
    }

    @Test
    void whereMasksWereLeftOutTheBoundIsARankOfTheMaxima() {
        SaliencyMap.Significance bound = significances(0.05, shuffled(allTo198(), holed(1))).get(0);
        assertThat(bound.bound()).isEqualTo(189);
        assertThat(bound.shuffleCount()).isEqualTo(199);
        assertThat(shuffled(allTo198(), holed(1)).significance(0.05)).isEqualTo(bound);
    }

    @Test
    void aWholeLineIsPairedWithNormalScores() {
        ShuffledScores whole = shuffled(ShuffledScoresTest::ofThreeMasks, line(1));
        SaliencyMap.Significance bound = significances(0.05, whole).get(0);
        PairedMaxima paired =
                new PairedMaxima(whole.maxima(0, 64), whole.ofNormalScores().maxima(0, 399));
        assertThat(paired.areAlike()).isTrue();
        assertThat(bound.bound()).isEqualTo(paired.quantile(0.95));
        assertThat(bound.shuffleCount()).isEqualTo(399);
    }

    /**
     * Lines over the same masks share them; other sums and other counts have maxima of their own.
     */
    @Test
    void maximaOfNormalScoresAreKeptForTheMasksTheSumsAndTheCount() {
        MaskCache cache = MaskCache.ofBytes(1 << 20);
        ShuffledScores first = shuffled(ShuffledScoresTest::ofThreeMasks, line(1));
        ShuffledScores.Maxima none =
                weights -> {
                    throw new AssertionError("they are kept");
                };
        double[] normal = NormalMaxima.of(first, ScoreCorrelation.Kernel.HIDDEN_RUNS, 50, cache);
        assertThat(normal).isEqualTo(first.ofNormalScores().maxima(0, 50));
        assertThat(normal).isNotEqualTo(first.maxima(0, 50));
        // 50 maxima of eight bytes each, and the 60 indices of the masks in the key.
        assertThat(cache.byteCount()).isEqualTo(8 * 50 + 8 * 60);
        ShuffledScores second = shuffled(none, line(2));
        assertThat(NormalMaxima.of(second, ScoreCorrelation.Kernel.HIDDEN_RUNS, 50, cache))
                .isSameAs(normal);
        assertThat(NormalMaxima.of(first, ScoreCorrelation.Kernel.PLAIN_JAVA, 50, cache))
                .isEqualTo(normal)
                .isNotSameAs(normal);
        assertThat(NormalMaxima.of(first, ScoreCorrelation.Kernel.HIDDEN_RUNS, 51, cache))
                .hasSize(51)
                .startsWith(normal);
    }

    @Test
    void whereNormalScoresAreUnlikeTheLineIsShuffledFurther() {
        // Late digits of a value: those of normal scores have nothing to do with them.
        ShuffledScores line =
                shuffled(
                        weights ->
                                Arrays.stream(weights)
                                        .mapToDouble(own -> Math.abs(own[0] * 9973 % 1))
                                        .toArray(),
                        line(1));
        double[] all = line.maxima(0, 199);
        PairedMaxima paired =
                new PairedMaxima(line.maxima(0, 64), line.ofNormalScores().maxima(0, 399));
        assertThat(paired.areAlike()).isFalse();
        Arrays.sort(all);
        SaliencyMap.Significance bound = significances(0.05, line).get(0);
        assertThat(bound.shuffleCount()).isEqualTo(199);
        assertThat(bound.bound()).isEqualTo(all[189]);
    }

    @Test
    void aLineHasTheBoundThatItHasAlone() {
        ShuffledScores[] lines = {
            shuffled(ShuffledScoresTest::ofThreeMasks, line(1)),
            shuffled(ShuffledScoresTest::ofThreeMasks, holed(2)),
            shuffled(ShuffledScoresTest::ofThreeMasks, oneApart(60)),
            shuffled(ShuffledScoresTest::ofThreeMasks, line(3)),
            shuffled(ShuffledScoresTest::ofThreeMasks, line(4))
        };
        List<SaliencyMap.Significance> together = significances(0.05, lines);
        for (int i = 0; i < lines.length; i++) {
            assertThat(together.get(i)).isEqualTo(significances(0.05, lines[i]).get(0));
        }
    }

    /** All scores equal but one, which may fall to each of the masks. */
    private static double[] oneApart(int count) {
        double[] line = new double[count];
        line[1] = 1;
        return line;
    }

    /** 39 shuffles are shared at a level of 50 %. */
    @Test
    void fewShufflesThatDifferMakeNothingSignificant() {
        assertThat(ShuffledScores.sharedCount(0.5)).isEqualTo(39);
        SaliencyMap.Significance few =
                significances(0.5, shuffled(ShuffledScoresTest::ofThreeMasks, oneApart(38))).get(0);
        assertThat(few.bound()).isGreaterThan(1).isLessThan(1.000001);
        assertThat(few.shuffleCount()).isEqualTo(38);
        SaliencyMap.Significance enough =
                significances(0.5, shuffled(ShuffledScoresTest::ofThreeMasks, oneApart(39))).get(0);
        assertThat(enough.bound()).isNotEqualTo(few.bound());
        assertThat(enough.shuffleCount()).isEqualTo(39);
    }

    @Test
    void ofEqualScoresNothingIsSignificant() {
        SaliencyMap.Significance none =
                significances(0.05, shuffled(ShuffledScoresTest::ofThreeMasks, new double[60]))
                        .get(0);
        assertThat(none.bound()).isZero();
        assertThat(none.reaches(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 199, 399, 64, 190", "0.01, 999, 1999, 320, 990", "0.5, 19, 39, 7, 10"})
    void countsFollowFromTheLevel(double level, int own, int shared, int paired, int rank) {
        assertThat(ShuffledScores.shuffleCount(level)).isEqualTo(own);
        assertThat(ShuffledScores.sharedCount(level)).isEqualTo(shared);
        assertThat(ShuffledScores.pairedCount(level)).isEqualTo(paired);
        assertThat(ShuffledScores.rank(level, own)).isEqualTo(rank);
    }

    /** Normal scores of 60 masks: of mean 0 and mean square 1, and of a normal one's tails. */
    @Test
    void normalScoresAreDealtOutOnceEach() {
        MaskScores scores = MaskScores.of(MASKS, SIZE, 1, line(1));
        Shuffles shuffles =
                Shuffles.of(
                                DrawnMasks.of(scores),
                                StandardScores.of(scores, 0, Correlation.PEARSON))
                        .ofNormalScores();
        double[] one = shuffles.shuffled(0);
        double[] other = shuffles.shuffled(1);
        assertThat(one).isNotEqualTo(other);
        Arrays.sort(one);
        Arrays.sort(other);
        assertThat(one).isEqualTo(other);
        assertThat(Arrays.stream(one).sum()).isCloseTo(0, within(1e-9));
        assertThat(Arrays.stream(one).map(z -> z * z).sum()).isCloseTo(60, within(1e-9));
        // The quantile at (59 + 1/2) / 60 of the normal distribution is 2.394.
        assertThat(one[59]).isCloseTo(2.394, within(0.05));
    }
}
