package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every kernel of {@link ScoreCorrelation} must do, held against a textbook double loop. The
 * tolerance allows for products in single precision within a tile.
 */
public interface CorrelationContract {
    /** A tile of 256 masks and one that is cut. */
    int MASK_COUNT = 300;

    /**
     * Sums are single within a tile of 256 masks: at worst 256 x 2^-24 = 1.5e-5 of the largest
     * weight, and far less where roundings go both ways.
     */
    double TOLERANCE = 1e-5;

    /** The kernel under test. */
    ScoreCorrelation.Kernel kernel();

    /** Whether it takes masks that are neither 0 nor 1. */
    boolean takesSoftMasks();

    private FaceSize size() {
        return new FaceSize(9, 7);
    }

    private ScoreCorrelation correlation() {
        return ScoreCorrelation.defaults().withKernel(kernel());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    default void equalsTheTextbookOnBinaryMasks(long seed) {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), seed);
        double[] scores = masks.scores(seed);
        assertMap(only(masks, scores), masks.pearson(scores), masks.standardErrors(scores));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    default void equalsTheTextbookOnSoftMasks(long seed) {
        if (takesSoftMasks()) {
            GivenMasks masks = GivenMasks.soft(MASK_COUNT, size(), seed);
            double[] scores = masks.scores(seed);
            assertMap(only(masks, scores), masks.pearson(scores), masks.standardErrors(scores));
        }
    }

    /** Stable under a huge offset: the textbook sum of squares loses every digit here. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    default void isInvariantToAnAffineChangeOfTheScores(long seed) {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), seed);
        double[] scores = masks.scores(seed);
        SaliencyMap plain = only(masks, scores);
        SaliencyMap moved = only(masks, Arrays.stream(scores).map(s -> 1e6 + 3 * s).toArray());
        SaliencyMap turned = only(masks, Arrays.stream(scores).map(s -> -s).toArray());
        for (int p = 0; p < size().pixelCount(); p++) {
            assertThat(moved.toArray()[p]).isCloseTo(plain.toArray()[p], within(1e-5f));
            assertThat(turned.toArray()[p]).isCloseTo(-plain.toArray()[p], within(1e-6f));
        }
        assertThat(moved.significance().orElseThrow().bound())
                .isCloseTo(plain.significance().orElseThrow().bound(), within(1e-5));
    }

    @Test
    default void ranksSharePlacesAmongEqualScores() {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), 4);
        double[] scores = masks.scores(4);
        double[] coarse = Arrays.stream(scores).map(s -> Math.round(s * 2) / 2.0).toArray();
        SaliencyMap map =
                correlation()
                        .withCorrelation(Correlation.RANKED_SCORES)
                        .maps(MaskScores.of(masks, size(), 0, coarse))
                        .get(0);
        double[] ranks = new double[coarse.length];
        for (int i = 0; i < ranks.length; i++) {
            for (double other : coarse) {
                ranks[i] += other < coarse[i] ? 1 : other == coarse[i] ? 0.5 : 0;
            }
        }
        assertMap(map, masks.pearson(ranks), masks.standardErrors(ranks));
    }

    @Test
    default void equalScoresSayNothing() {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), 6);
        double[] scores = new double[MASK_COUNT];
        Arrays.fill(scores, 0.1f);
        SaliencyMap map = only(masks, scores);
        assertThat(map.toArray()).containsOnly(0f);
        assertThat(map.standardErrors().orElseThrow()).containsOnly(0f);
        assertThat(map.significantShare()).isZero();
    }

    @Test
    default void aPixelThatNeverVariesIsUndefinedAndZero() {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), 7);
        masks.freeze(1, 2, 1f);
        masks.freeze(3, 4, 0f);
        SaliencyMap map = only(masks, masks.scores(7));
        assertThat(map.undefinedCount()).isEqualTo(2);
        assertThat(map.isDefined(1, 2)).isFalse();
        assertThat(map.isDefined(3, 4)).isFalse();
        assertThat(map.at(1, 2)).isZero();
        assertThat(map.at(3, 4)).isZero();
        assertThat(map.coverage().orElseThrow()[1 * 7 + 2]).isEqualTo(1f);
        assertThat(map.coverage().orElseThrow()[3 * 7 + 4]).isZero();
    }

    @Test
    default void aSoftPixelThatNeverVariesIsUndefinedToo() {
        if (takesSoftMasks()) {
            GivenMasks masks = GivenMasks.soft(MASK_COUNT, size(), 8);
            masks.freeze(2, 2, 0.3f);
            SaliencyMap map = only(masks, masks.scores(8));
            assertThat(map.undefinedCount()).isEqualTo(1);
            assertThat(map.at(2, 2)).isZero();
        }
    }

    @Test
    default void aMaskWithoutAScoreIsLeftOut() {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), 9);
        double[] scores = masks.scores(9);
        double[] holed = scores.clone();
        for (int i = 0; i < holed.length; i += 3) {
            holed[i] = Double.NaN;
        }
        GivenMasks kept = masks.where(i -> i % 3 != 0);
        double[] keptScores = Arrays.stream(holed).filter(s -> !Double.isNaN(s)).toArray();
        assertMap(only(masks, holed), kept.pearson(keptScores), kept.standardErrors(keptScores));
    }

    @Test
    default void strataAreComparedWithTheirLikeOnly() {
        assertStrata(GivenMasks.binary(MASK_COUNT, size(), 10).inStrata(3));
        if (takesSoftMasks()) {
            assertStrata(GivenMasks.soft(MASK_COUNT, size(), 10).inStrata(3));
        }
    }

    private void assertStrata(GivenMasks masks) {
        double[] scores = masks.scores(10);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scores[i] * (1 + i % 3) + 100 * (i % 3);
        }
        assertMap(only(masks, scores), masks.pearson(scores), masks.standardErrors(scores));
    }

    @Test
    default void aPixelThatVariesBetweenStrataAloneIsUndefinedToo() {
        assertUndefinedBetweenStrata(GivenMasks.binary(MASK_COUNT, size(), 11), 1, 0, 1);
        if (takesSoftMasks()) {
            assertUndefinedBetweenStrata(GivenMasks.soft(MASK_COUNT, size(), 11), 0.1f, 0.3f, 0.7f);
        }
    }

    private void assertUndefinedBetweenStrata(GivenMasks masks, float... ofStrata) {
        GivenMasks inStrata = masks.inStrata(ofStrata.length);
        inStrata.freeze(2, 2, ofStrata);
        SaliencyMap map = only(inStrata, masks.scores(11));
        assertThat(map.undefinedCount()).isEqualTo(1);
        assertThat(map.isDefined(2, 2)).isFalse();
    }

    /** Powers of visibility lose every digit of it unless they are taken from near by. */
    @Test
    default void visibilityThatVariesByAHairSaysAsMuch() {
        if (takesSoftMasks()) {
            GivenMasks masks = GivenMasks.soft(MASK_COUNT, size(), 13);
            double[] scores = masks.scores(13);
            masks.change(visible -> 0.9f + 1e-3f * visible);
            assertMap(only(masks, scores), masks.pearson(scores), masks.standardErrors(scores));
        }
    }

    @Test
    default void manyLinesAreWhatEachGivesAlone() {
        GivenMasks masks = GivenMasks.binary(MASK_COUNT, size(), 12);
        double[][] lines = new double[11][];
        Arrays.setAll(lines, masks::scores);
        var together = correlation().maps(MaskScores.of(masks, size(), 0, lines));
        for (int line = 0; line < lines.length; line++) {
            SaliencyMap alone = only(masks, lines[line]);
            for (int p = 0; p < size().pixelCount(); p++) {
                assertThat(together.get(line).toArray()[p])
                        .isCloseTo(alone.toArray()[p], within((float) TOLERANCE));
            }
        }
    }

    private SaliencyMap only(GivenMasks masks, double[] scores) {
        return correlation().maps(MaskScores.of(masks, size(), 0, scores)).get(0);
    }

    private static void assertMap(SaliencyMap map, double[] values, double[] errors) {
        for (int p = 0; p < values.length; p++) {
            assertThat((double) map.toArray()[p])
                    .as("value of pixel %d", p)
                    .isCloseTo(values[p], within(TOLERANCE));
            assertThat((double) map.standardErrors().orElseThrow()[p])
                    .as("standard error of pixel %d", p)
                    .isCloseTo(errors[p], within(TOLERANCE));
        }
    }

    /** Masks given one by one, and the textbook formulas over them. */
    final class GivenMasks implements MaskGenerator {
        private final FaceSize size;
        private final float[][] masks;
        private final boolean binary;
        private final int strata;

        private GivenMasks(FaceSize size, float[][] masks, boolean binary, int strata) {
            this.size = size;
            this.masks = masks;
            this.binary = binary;
            this.strata = strata;
        }

        /** The given masks, kept dense. */
        public static GivenMasks dense(FaceSize size, float[][] masks) {
            return new GivenMasks(size, masks, false, 1);
        }

        /** The given masks of zeros and ones, kept as hidden runs. */
        public static GivenMasks binary(FaceSize size, float[][] masks) {
            return new GivenMasks(size, masks, true, 1);
        }

        static GivenMasks binary(int count, FaceSize size, long seed) {
            Random random = new Random(seed);
            float[][] masks = new float[count][size.pixelCount()];
            for (float[] mask : masks) {
                for (int p = 0; p < mask.length; p++) {
                    mask[p] = random.nextDouble() < 0.6 ? 1f : 0f;
                }
            }
            return binary(size, masks);
        }

        static GivenMasks soft(int count, FaceSize size, long seed) {
            Random random = new Random(seed);
            float[][] masks = new float[count][size.pixelCount()];
            for (float[] mask : masks) {
                for (int p = 0; p < mask.length; p++) {
                    mask[p] = random.nextFloat();
                }
            }
            return dense(size, masks);
        }

        GivenMasks inStrata(int count) {
            return new GivenMasks(size, masks, binary, count);
        }

        GivenMasks where(IntPredicate kept) {
            float[][] some =
                    IntStream.range(0, masks.length)
                            .filter(kept)
                            .mapToObj(i -> masks[i])
                            .toArray(float[][]::new);
            return new GivenMasks(size, some, binary, strata);
        }

        /** Gives a pixel one value in each stratum. */
        void freeze(int row, int column, float... ofStrata) {
            for (int i = 0; i < masks.length; i++) {
                masks[i][row * size.width() + column] = ofStrata[i % ofStrata.length];
            }
        }

        void change(UnaryOperator<Float> change) {
            for (float[] mask : masks) {
                for (int p = 0; p < mask.length; p++) {
                    mask[p] = change.apply(mask[p]);
                }
            }
        }

        /** Scores driven by two pixels and by noise. */
        double[] scores(long seed) {
            Random random = new Random(~seed);
            double[] scores = new double[masks.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = masks[i][17] - 0.5 * masks[i][40] + 0.3 * random.nextGaussian();
            }
            return scores;
        }

        @Override
        public MaskBatch generate(long firstIndex, int count, FaceSize ofSize, long seed) {
            float[][] some = Arrays.copyOfRange(masks, (int) firstIndex, (int) firstIndex + count);
            int[] stratum = new int[count];
            Arrays.setAll(stratum, i -> (int) ((firstIndex + i) % strata));
            if (binary) {
                BitSet[] hidden = new BitSet[count];
                for (int i = 0; i < count; i++) {
                    hidden[i] = new BitSet();
                    for (int p = 0; p < some[i].length; p++) {
                        hidden[i].set(p, some[i][p] == 0f);
                    }
                }
                return MaskBatch.ofHidden(firstIndex, size, hidden).withStrata(stratum);
            }
            float[] all = new float[count * size.pixelCount()];
            for (int i = 0; i < count; i++) {
                System.arraycopy(some[i], 0, all, i * size.pixelCount(), size.pixelCount());
            }
            return MaskBatch.ofVisibility(firstIndex, size, all).withStrata(stratum);
        }

        double[] pearson(double[] scores) {
            double[] map = new double[size.pixelCount()];
            double[] z = ofEachStratum(scores);
            for (int p = 0; p < map.length; p++) {
                double[] visible = standardised(column(p));
                for (int i = 0; i < z.length; i++) {
                    map[p] += visible[i] * z[i] / z.length;
                }
            }
            return map;
        }

        double[] standardErrors(double[] scores) {
            double[] errors = new double[size.pixelCount()];
            double[] z = ofEachStratum(scores);
            double[] r = pearson(scores);
            for (int p = 0; p < errors.length; p++) {
                double[] m = standardised(column(p));
                double[] psi = new double[z.length];
                for (int i = 0; i < z.length; i++) {
                    psi[i] = m[i] * z[i] - r[p] / 2 * (m[i] * m[i] + z[i] * z[i]);
                }
                errors[p] = rootMeanSquare(centred(psi)) / Math.sqrt(z.length);
            }
            return errors;
        }

        private double[] column(int p) {
            double[] column = new double[masks.length];
            Arrays.setAll(column, i -> masks[i][p]);
            return column;
        }

        /** Less the mean of its stratum. */
        private double[] centred(double[] values) {
            double[] centred = values.clone();
            for (int g = 0; g < strata; g++) {
                double mean = Arrays.stream(ofStratum(values, g)).average().orElseThrow();
                for (int i = g; i < values.length; i += strata) {
                    centred[i] -= mean;
                }
            }
            return centred;
        }

        /** Centred, and of a mean square of 1 over all strata. */
        private double[] standardised(double[] values) {
            double[] centred = centred(values);
            double deviation = rootMeanSquare(centred);
            return Arrays.stream(centred).map(v -> v / deviation).toArray();
        }

        /** Centred, and of a mean square of 1 in each stratum. */
        private double[] ofEachStratum(double[] values) {
            double[] z = centred(values);
            for (int g = 0; g < strata; g++) {
                double deviation = rootMeanSquare(ofStratum(z, g));
                for (int i = g; i < z.length; i += strata) {
                    z[i] /= deviation;
                }
            }
            return z;
        }

        private double[] ofStratum(double[] values, int stratum) {
            return IntStream.range(0, values.length)
                    .filter(i -> i % strata == stratum)
                    .mapToDouble(i -> values[i])
                    .toArray();
        }

        private static double rootMeanSquare(double[] values) {
            return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElseThrow());
        }
    }
}
