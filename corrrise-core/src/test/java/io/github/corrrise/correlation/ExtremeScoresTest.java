package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain maps at the ends of the range of scores and over faces of extreme shapes. */
class ExtremeScoresTest {
    private static final int MASKS = 40;
    private static final FaceSize SIZE = new FaceSize(7, 9);
    private static final ScoreCorrelation PLAIN = ScoreCorrelation.defaults().withoutSignificance();

    /** Visibility in 23rds of a mask at a pixel; below 13 it counts as visible. */
    private static int cell(int mask, int pixel) {
        return (7 * mask * mask + 13 * pixel + 5 * mask * pixel + mask * pixel / 7) % 23;
    }

    private static final MaskGenerator BINARY =
            (first, count, size, seed) -> {
                BitSet[] hidden = new BitSet[count];
                Arrays.setAll(
                        hidden,
                        i -> {
                            BitSet set = new BitSet();
                            for (int p = 0; p < size.pixelCount(); p++) {
                                set.set(p, cell((int) first + i, p) >= 13);
                            }
                            return set;
                        });
                return MaskBatch.ofHidden(first, size, hidden);
            };

    private static final MaskGenerator SOFT =
            (first, count, size, seed) -> {
                float[] visibility = new float[count * size.pixelCount()];
                for (int i = 0; i < visibility.length; i++) {
                    int mask = (int) first + i / size.pixelCount();
                    visibility[i] = cell(mask, i % size.pixelCount()) / 32f;
                }
                return MaskBatch.ofVisibility(first, size, visibility);
            };

    /** Whole numbers in [0, 17). */
    private static double[] scores() {
        return IntStream.range(0, MASKS).mapToDouble(i -> (5 * i * i + 3 * i) % 17).toArray();
    }

    private static double[] scores(DoubleUnaryOperator changed) {
        return Arrays.stream(scores()).map(changed).toArray();
    }

    private static SaliencyMap map(MaskGenerator masks, FaceSize size, double[] scores) {
        return map(PLAIN, masks, size, scores);
    }

    private static SaliencyMap map(
            ScoreCorrelation correlation, MaskGenerator masks, FaceSize size, double[] scores) {
        return correlation.maps(MaskScores.of(masks, size, 0, scores)).get(0);
    }

    /**
     * Against SciPy 1.17.1 with NumPy 2.4.6, in double, by
     *
     * <pre>{@code
     * import numpy as np
     * from scipy.stats import pearsonr
     * i = np.arange(40); s = (5*i*i + 3*i) % 17
     * for p in [...]:
     *     m = (7*i*i + 13*p + 5*i*p + i*p//7) % 23
     *     print(p, pearsonr(m < 13, s)[0], pearsonr(m / 32, 1e6 + s / 16)[0])
     * }</pre>
     *
     * which gives the same for s and 1e6 + s / 16 to twelve places.
     */
    @Nested
    class EqualsSciPy {
        @ParameterizedTest(name = "{0} x {1}")
        @CsvSource({
            "1, 1, 0, 0.0131067114895995, -0.053446793465397",
            "5, 37, 61, -0.10647942749999, 0.226737214753736",
            "37, 5, 92, -0.130972712576192, 0.145566215797331",
            "1, 512, 511, 0.0535790397710935, -0.0722727250737481",
            "512, 1, 256, 0.155939881170497, -0.192856476579526"
        })
        void inEveryShape(int height, int width, int pixel, double binary, double soft) {
            FaceSize size = new FaceSize(height, width);
            double[] scores = scores(s -> 1e6 + s / 16);
            assertThat((double) map(BINARY, size, scores).toArray()[pixel])
                    .isCloseTo(binary, within(1e-7));
            assertThat((double) map(SOFT, size, scores).toArray()[pixel])
                    .isCloseTo(soft, within(1e-6));
        }

        @Tag("slow")
        @Test
        void overALargeFace() {
            inEveryShape(512, 512, 262143, -0.115276115871141, 0.121123603598211);
        }

        @ParameterizedTest
        @EnumSource(
                value = ScoreCorrelation.Kernel.class,
                names = {"HIDDEN_RUNS", "ND4J", "PLAIN_JAVA"})
        void byEveryKernel(ScoreCorrelation.Kernel kernel) {
            SaliencyMap map =
                    map(
                            PLAIN.withKernel(kernel),
                            BINARY,
                            new FaceSize(5, 37),
                            scores(s -> 1e6 + s / 16));
            assertThat((double) map.toArray()[61]).isCloseTo(-0.10647942749999, within(1e-6));
            assertThat((double) map.toArray()[184]).isCloseTo(-0.107685621702411, within(1e-6));
        }
    }

    /** Scores whose changes are exact give the same map to the last bit. */
    @Nested
    class HasNoUnit {
        @ParameterizedTest(name = "shift {0}")
        @ValueSource(doubles = {1, -1e6, 1e9, 1L << 48, -(1L << 52)})
        void aShiftChangesNothing(double shift) {
            for (MaskGenerator masks : new MaskGenerator[] {BINARY, SOFT}) {
                assertThat(map(masks, SIZE, scores(s -> s + shift)))
                        .isEqualTo(map(masks, SIZE, scores()));
            }
        }

        /** From the least number there is to nearly the greatest. */
        @ParameterizedTest(name = "2^{0}")
        @ValueSource(ints = {-1074, -1070, -1022, -500, 500, 1019})
        void aPowerOfTwoChangesNothing(int exponent) {
            for (MaskGenerator masks : new MaskGenerator[] {BINARY, SOFT}) {
                double[] scaled = scores(s -> Math.scalb(s, exponent));
                assertThat(map(masks, SIZE, scaled)).isEqualTo(map(masks, SIZE, scores()));
            }
        }

        /** Two values a rounding apart say as much as any two. */
        @ParameterizedTest(name = "{0}")
        @ValueSource(
                doubles = {
                    0,
                    1e6,
                    -1e6,
                    Double.MIN_VALUE,
                    Double.MIN_NORMAL,
                    -Double.MAX_VALUE,
                    0x1.fffffffffffffp-1022
                })
        void twoNeighboursAreAnyTwoValues(double value) {
            double[] expected = scores(s -> s > 8 ? 1 : 0);
            assertThat(map(BINARY, SIZE, scores(s -> s > 8 ? Math.nextUp(value) : value)))
                    .isEqualTo(map(BINARY, SIZE, expected));
        }

        @Test
        void valuesFurtherApartThanAnyDoubleAreTwoValuesToo() {
            double[] widest = scores(s -> s > 8 ? 0x1p1023 : -0x1p1023);
            assertThat(map(BINARY, SIZE, widest))
                    .isEqualTo(map(BINARY, SIZE, scores(s -> s > 8 ? 1 : 0)));
        }

        @Test
        void theAdjustedMapAndItsBoundHaveNoUnitEither() {
            ScoreCorrelation adjusted =
                    ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED);
            SaliencyMap map = map(adjusted, BINARY, SIZE, scores());
            assertThat(map(adjusted, BINARY, SIZE, scores(s -> s * 0x1p-1070))).isEqualTo(map);
            assertThat(map(adjusted, BINARY, SIZE, scores(s -> s + 0x1p48))).isEqualTo(map);
        }
    }

    @Nested
    class SaysNothing {
        @ParameterizedTest(name = "{0}")
        @ValueSource(
                doubles = {
                    0,
                    1e6,
                    -1e6,
                    0.1,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    -Double.MAX_VALUE
                })
        void whereAllScoresAreEqual(double value) {
            for (MaskGenerator masks : new MaskGenerator[] {BINARY, SOFT}) {
                SaliencyMap map = map(ScoreCorrelation.defaults(), masks, SIZE, scores(s -> value));
                assertThat(map.toArray()).containsOnly(0f);
                assertThat(map.standardErrors().orElseThrow()).containsOnly(0f);
                assertThat(map.significantShare()).isZero();
            }
        }

        /** They are equal as numbers. */
        @Test
        void whereScoresAreZerosOfBothSigns() {
            assertThat(map(BINARY, SIZE, scores(s -> s > 8 ? 0.0 : -0.0)).toArray())
                    .containsOnly(0f);
        }

        @Test
        void whereAPixelNeverVaries() {
            MaskGenerator frozen =
                    (first, count, size, seed) -> {
                        MaskBatch drawn = SOFT.generate(first, count, size, seed);
                        float[] visibility = new float[count * size.pixelCount()];
                        for (int i = 0; i < visibility.length; i++) {
                            int p = i % size.pixelCount();
                            visibility[i] =
                                    p == 4 ? 0.1f : drawn.at(i / size.pixelCount(), p / 9, p % 9);
                        }
                        return MaskBatch.ofVisibility(first, size, visibility);
                    };
            SaliencyMap map = map(frozen, SIZE, scores(s -> 1e6 + s / 16));
            assertThat(map.isDefined(0, 4)).isFalse();
            assertThat(map.at(0, 4)).isZero();
            assertThat(map.undefinedCount()).isEqualTo(1);
        }
    }

    /** Each of two masks is all that the other is not: full correlation, without an error. */
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"0, 1", "1e6, 1000000.0625", "-4.9e-324, 0", "1, -1e300"})
    void twoMasksTellSignsAlone(double one, double other) {
        SaliencyMap map = map(ScoreCorrelation.defaults(), BINARY, SIZE, new double[] {one, other});
        for (int p = 0; p < SIZE.pixelCount(); p++) {
            boolean before = cell(0, p) < 13;
            boolean after = cell(1, p) < 13;
            int row = p / 9;
            int column = p % 9;
            assertThat(map.isDefined(row, column)).isEqualTo(before != after);
            double expected = before == after ? 0 : after == other > one ? 1 : -1;
            assertThat((double) map.at(row, column)).isCloseTo(expected, within(1e-7));
            assertThat(map.standardErrors().orElseThrow()[p]).isCloseTo(0f, within(1e-6f));
        }
        assertThat(map.significantShare()).isZero();
    }
}
