package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.SaliencyExplainerContract;
import io.github.corrrise.contract.SmoothEmbedder;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The methods that take derivatives, on embedders whose derivatives are known. */
class GradientMethodsTest {
    private static final FaceSize SIZE = new FaceSize(10, 8);
    private static final int LENGTH = 6;

    private static final SmoothEmbedder BENT =
            SmoothEmbedder.bent(SIZE, PixelLayout.RGB_PLANAR_0_255, LENGTH);

    private static FaceImage face(long seed) {
        return face(SIZE, seed);
    }

    private static FaceImage face(FaceSize size, long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = random.nextInt(256);
        }
        return FaceImage.ofFloats(size, rgb);
    }

    private static FacePair pair(long seed) {
        return FacePair.of(face(2 * seed), face(2 * seed + 1));
    }

    private static double similarity(FaceEmbedder embedder, FaceImage probe, FaceImage reference) {
        float[][] both = embedder.embed(FaceBatch.of(embedder.layout(), probe, reference));
        return embedder.similarity(both[0], both[1]);
    }

    static Stream<Baseline> methods() {
        return Stream.of(
                Baseline.gradient(),
                Baseline.gradientTimesInput(),
                Baseline.integratedGradients(5),
                Baseline.smoothGrad(5, 0.1),
                Baseline.fggb(),
                Baseline.xSsab());
    }

    /** The derivative of the cosine by a level of one colour of one pixel, by differences. */
    private static double slope(
            FaceEmbedder embedder, FacePair pair, Side side, int row, int column, int colour) {
        double[] scores = new double[2];
        for (int sign = 0; sign < 2; sign++) {
            FaceImage own = side == Side.PROBE ? pair.probe() : pair.reference();
            float[] planes = own.toPlanes();
            float[] rgb = new float[planes.length];
            int pixelCount = SIZE.pixelCount();
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = planes[i % 3 * pixelCount + i / 3];
            }
            int at = 3 * (row * SIZE.width() + column) + colour;
            float step = sign == 0 ? 2 : -2;
            rgb[at] = Math.min(252, Math.max(3, rgb[at])) + step;
            FaceImage moved = FaceImage.ofFloats(SIZE, rgb);
            scores[sign] =
                    side == Side.PROBE
                            ? similarity(embedder, moved, pair.reference())
                            : similarity(embedder, pair.probe(), moved);
        }
        return (scores[0] - scores[1]) / 4;
    }

    @Nested
    class KnownValues {
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"planar", "interleaved"})
        void theGradientIsTheSteepestColourOfEachPixel(String order) {
            PixelLayout layout =
                    PixelLayout.RGB_PLANAR_0_255
                            .withOrder(PixelLayout.ChannelOrder.BGR)
                            .withMean(100, 110, 120)
                            .withDeviation(60, 30, 90);
            SmoothEmbedder embedder =
                    SmoothEmbedder.bent(
                            SIZE, order.equals("planar") ? layout : layout.asInterleaved(), LENGTH);
            Explanation why = Baseline.gradient().on(embedder).explain(pair(1));
            for (Side side : Side.values()) {
                SaliencyMap map = side == Side.PROBE ? why.probe() : why.reference().orElseThrow();
                for (int[] pixel : new int[][] {{0, 0}, {3, 5}, {9, 7}}) {
                    double steepest = 0;
                    for (int colour = 0; colour < 3; colour++) {
                        steepest =
                                Math.max(
                                        steepest,
                                        Math.abs(
                                                slope(
                                                        embedder, pair(1), side, pixel[0], pixel[1],
                                                        colour)));
                    }
                    assertThat((double) map.at(pixel[0], pixel[1]))
                            .isCloseTo(steepest, within(0.05 * steepest));
                }
            }
        }

        /** What a map of integrated gradients is: a division of the similarity. */
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void integratedGradientsAddUpToTheSimilarityLostByHiding(long seed) {
            FacePair pair = pair(seed);
            RunSettings run = RunSettings.defaults().withFill(Fill.mean());
            Explanation why = Baseline.integratedGradients(200).on(BENT, run).explain(pair);
            double hiddenProbe =
                    similarity(BENT, Fill.mean().behind(pair.probe()), pair.reference());
            assertThat(sum(why.probe())).isCloseTo(why.similarity() - hiddenProbe, within(2e-4));
            double hiddenReference =
                    similarity(BENT, pair.probe(), Fill.mean().behind(pair.reference()));
            assertThat(sum(why.reference().orElseThrow()))
                    .isCloseTo(why.similarity() - hiddenReference, within(2e-4));
        }

        /** To first order the product is what a slight hiding takes away. */
        @Test
        void gradientTimesInputIsOneStepOfIntegratedGradientsWhereHidingIsSlight() {
            FacePair pair = pair(4);
            float[] planes = pair.probe().toPlanes();
            float[] rgb = new float[planes.length];
            for (int i = 0; i < rgb.length; i++) {
                float level = planes[i % 3 * SIZE.pixelCount() + i / 3];
                rgb[i] = level > 128 ? level - 0.5f : level + 0.5f;
            }
            Fill slight = Fill.image(FaceImage.ofFloats(SIZE, rgb));
            RunSettings run = RunSettings.defaults().withFill(slight).withSides(Side.PROBE);
            SaliencyMap product = Baseline.gradientTimesInput().on(BENT, run).explain(pair).probe();
            SaliencyMap integrated =
                    Baseline.integratedGradients(1).on(BENT, run).explain(pair).probe();
            assertThat(product.correlationWith(integrated)).isGreaterThan(0.999);
            assertThat(sum(product)).isCloseTo(sum(integrated), within(1e-4));
        }

        /** As of every method: which model it was, and what ran it. */
        @Test
        void recordsKeepTheOriginOfTheVerifier() {
            FaceVerifier.Origin origin =
                    new FaceVerifier.Origin(
                            Optional.of("ab".repeat(32)),
                            Optional.of("engine 1"),
                            Optional.empty(),
                            Optional.empty());
            DifferentiableEmbedder known =
                    new DifferentiableEmbedder() {
                        @Override
                        public FaceSize inputSize() {
                            return BENT.inputSize();
                        }

                        @Override
                        public PixelLayout layout() {
                            return BENT.layout();
                        }

                        @Override
                        public float[][] embed(FaceBatch faces) {
                            return BENT.embed(faces);
                        }

                        @Override
                        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
                            return BENT.pullBack(faces, cotangents);
                        }

                        @Override
                        public String description() {
                            return BENT.description();
                        }

                        @Override
                        public Origin origin() {
                            return origin;
                        }
                    };
            assertThat(
                            Baseline.xSsab()
                                    .on(known)
                                    .explain(pair(5))
                                    .provenance()
                                    .environment()
                                    .verifier())
                    .isEqualTo(origin);
        }

        @Test
        void smoothGradWithoutNoiseIsTheGradient() {
            SaliencyMap smooth = Baseline.smoothGrad(3, 0).on(BENT).explain(pair(5)).probe();
            SaliencyMap plain = Baseline.gradient().on(BENT).explain(pair(5)).probe();
            for (int row = 0; row < SIZE.height(); row++) {
                for (int column = 0; column < SIZE.width(); column++) {
                    double expected = plain.at(row, column);
                    assertThat((double) smooth.at(row, column))
                            .isCloseTo(expected, within(1e-4 * expected + 1e-9));
                }
            }
        }

        @Test
        void smoothGradDrawsByTheSeedAndTheSide() {
            RunSettings run = RunSettings.defaults();
            FacePair same = FacePair.of(face(1), face(2));
            SaliencyMap first = Baseline.smoothGrad(3, 0.3).on(BENT, run).explain(same).probe();
            SaliencyMap other =
                    Baseline.smoothGrad(3, 0.3).on(BENT, run.withSeed(1)).explain(same).probe();
            assertThat(first).isNotEqualTo(other);
        }

        /** The formula again, straight from an embedder whose gradients are its weights. */
        @Test
        void fggbWeightsTheNormalisedGradientOfEveryFeature() {
            SmoothEmbedder linear =
                    SmoothEmbedder.linear(SIZE, PixelLayout.RGB_PLANAR_0_255, LENGTH)
                            .withThreshold(0.3);
            FacePair pair = pair(6);
            double[][] unit = unitEmbeddings(linear, pair);
            double[] expected = new double[SIZE.pixelCount()];
            for (int d = 0; d < LENGTH; d++) {
                double[] slopes = new double[expected.length];
                for (int value = 0; value < 3 * slopes.length; value++) {
                    slopes[value % slopes.length] += Math.abs(linear.weight(d, value)) / 3;
                }
                double largest = Arrays.stream(slopes).max().orElseThrow();
                for (int pixel = 0; pixel < slopes.length; pixel++) {
                    double weight = unit[0][d] * unit[1][d] - 0.3 / LENGTH;
                    expected[pixel] += weight * slopes[pixel] / largest;
                }
            }
            assertClose(Baseline.fggb().on(linear).explain(pair).probe(), expected, 1e-5);
        }

        /** Without a bend the derivative of each part is a sum of weights. */
        @Test
        void xSsabTakesTheOpposingFeaturesFromTheSupporting() {
            SmoothEmbedder linear =
                    SmoothEmbedder.linear(SIZE, PixelLayout.RGB_PLANAR_0_255, LENGTH)
                            .withThreshold(0.2);
            FacePair pair = pair(7);
            double[][] unit = unitEmbeddings(linear, pair);
            double length = length(linear.embed(FaceBatch.of(linear.layout(), pair.probe()))[0]);
            double[] expected = new double[SIZE.pixelCount()];
            for (int sign = 1; sign >= -1; sign -= 2) {
                double[] held = new double[LENGTH];
                double along = 0;
                for (int d = 0; d < LENGTH; d++) {
                    boolean supports = unit[0][d] * unit[1][d] >= 0.2 / LENGTH;
                    held[d] = supports == (sign > 0) ? unit[1][d] : 0;
                    along += held[d] * unit[0][d];
                }
                for (int value = 0; value < 3 * expected.length; value++) {
                    double slope = 0;
                    for (int d = 0; d < LENGTH; d++) {
                        slope += (held[d] - along * unit[0][d]) / length * linear.weight(d, value);
                    }
                    expected[value % expected.length] += sign * Math.abs(slope) / 3;
                }
            }
            assertClose(Baseline.xSsab().on(linear).explain(pair).probe(), expected, 1e-7);
        }

        private static double[][] unitEmbeddings(SmoothEmbedder embedder, FacePair pair) {
            float[][] both =
                    embedder.embed(FaceBatch.of(embedder.layout(), pair.probe(), pair.reference()));
            double[][] unit = new double[2][LENGTH];
            for (int i = 0; i < 2; i++) {
                double length = length(both[i]);
                for (int d = 0; d < LENGTH; d++) {
                    unit[i][d] = both[i][d] / length;
                }
            }
            return unit;
        }

        private static double length(float[] embedding) {
            double squareSum = 0;
            for (float value : embedding) {
                squareSum += (double) value * value;
            }
            return Math.sqrt(squareSum);
        }

        private static void assertClose(SaliencyMap map, double[] expected, double tolerance) {
            float[] values = map.toArray();
            for (int pixel = 0; pixel < values.length; pixel++) {
                assertThat((double) values[pixel])
                        .as("pixel %s", pixel)
                        .isCloseTo(expected[pixel], within(tolerance));
            }
            assertThat(map.largestMagnitude()).isGreaterThan(10 * (float) tolerance);
        }

        private static double sum(SaliencyMap map) {
            double sum = 0;
            for (float value : map.toArray()) {
                sum += value;
            }
            return sum;
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @MethodSource("io.github.corrrise.baseline.GradientMethodsTest#methods")
        void batchesLeaveNoTraceButRounding(Baseline method) {
            PassSettings single = PassSettings.builder().batchSize(1).build();
            Explanation expected = method.on(BENT).explain(pair(1));
            Explanation one =
                    method.on(BENT, RunSettings.defaults().withPasses(single)).explain(pair(1));
            assertThat(one.probe()).isEqualTo(expected.probe());
            assertThat(one.reference()).isEqualTo(expected.reference());
        }

        /** Roles exchanged, maps exchanged; but what is drawn belongs to a side. */
        @ParameterizedTest
        @MethodSource("io.github.corrrise.baseline.GradientMethodsTest#methods")
        void aSwapSwapsTheMaps(Baseline method) {
            FacePair pair = pair(2);
            FacePair swapped = FacePair.of(pair.reference(), pair.probe());
            Explanation one = method.on(BENT).explain(pair);
            Explanation other = method.on(BENT).explain(swapped);
            if (!(method instanceof SmoothGrad)) {
                assertThat(other.probe()).isEqualTo(one.reference().orElseThrow());
                assertThat(other.reference().orElseThrow()).isEqualTo(one.probe());
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.baseline.GradientMethodsTest#methods")
        void theProvenanceTellsMethodAndPasses(Baseline method) {
            Explanation why = method.on(BENT).explain(pair(3));
            int perSide =
                    method instanceof IntegratedGradients || method instanceof SmoothGrad
                            ? 10
                            : method instanceof Fggb ? LENGTH : method instanceof XSsab ? 2 : 1;
            assertThat(why.provenance().passCount()).isEqualTo(2 + 2L * perSide);
            assertThat(why.provenance().settings()).containsEntry("method", method.toString());
            assertThat(why.provenance().maskCount()).isEqualTo(method.maskCount(SIZE)).isZero();
            assertThat(why.probe().largestMagnitude()).isPositive();
            Explanation alone =
                    method.on(BENT, RunSettings.defaults().withSides(Side.PROBE)).explain(pair(3));
            assertThat(alone.probe()).isEqualTo(why.probe());
            assertThat(alone.reference()).isEmpty();
            assertThat(alone.provenance().passCount()).isEqualTo(2 + perSide);
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @MethodSource("io.github.corrrise.baseline.GradientMethodsTest#methods")
        void aVerifierWithoutDerivatives(Baseline method) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> method.on(LocalDescriptorVerifier.defaults()))
                    .withMessageContaining("DifferentiableEmbedder")
                    .withMessageContaining("LocalDescriptorVerifier");
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.baseline.GradientMethodsTest#methods")
        void aDerivativeThatIsNotANumber(Baseline method) {
            Altered broken =
                    new Altered(BENT) {
                        @Override
                        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
                            float[][] gradients = super.pullBack(faces, cotangents);
                            gradients[0][7] = Float.NaN;
                            return gradients;
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> method.on(broken).explain(pair(1)))
                    .withMessageContaining("altered")
                    .withMessageContaining("finite gradient, received NaN");
        }

        @Test
        void derivativesOfAnotherNumberOrLength() {
            Altered few =
                    new Altered(BENT) {
                        @Override
                        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
                            return new float[faces.count() + 1][faces.faceLength()];
                        }
                    };
            Altered brief =
                    new Altered(BENT) {
                        @Override
                        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
                            return new float[faces.count()][5];
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Baseline.gradient().on(few).explain(pair(1)))
                    .withMessageContaining("expected 1 gradients, received 2");
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Baseline.gradient().on(brief).explain(pair(1)))
                    .withMessageContaining("received 5");
        }

        @Test
        void aSimilarityThatIsNotTheCosine() {
            Altered halved =
                    new Altered(BENT) {
                        @Override
                        public double similarity(float[] a, float[] b) {
                            return super.similarity(a, b) / 2 - 0.1;
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Baseline.xSsab().on(halved).explain(pair(1)))
                    .withMessageContaining("cosine");
        }

        @Test
        void settingsOutOfRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.integratedGradients(0))
                    .withMessageContaining("steps");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.smoothGrad(0, 0.1))
                    .withMessageContaining("sampleCount");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.smoothGrad(3, Double.NaN))
                    .withMessageContaining("noiseFraction");
        }
    }

    /** Another embedder with something changed. */
    private static class Altered implements DifferentiableEmbedder {
        private final DifferentiableEmbedder whole;

        Altered(DifferentiableEmbedder whole) {
            this.whole = whole;
        }

        @Override
        public FaceSize inputSize() {
            return whole.inputSize();
        }

        @Override
        public PixelLayout layout() {
            return whole.layout();
        }

        @Override
        public String description() {
            return "altered";
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return whole.embed(faces);
        }

        @Override
        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
            return whole.pullBack(faces, cotangents);
        }
    }

    /** What every explainer must do. */
    private interface Contract extends SaliencyExplainerContract {
        Baseline method();

        @Override
        default SaliencyExplainer explainer(FaceVerifier verifier) {
            return method().on(verifier);
        }

        @Override
        default FaceVerifier verifier() {
            return SmoothEmbedder.bent(new FaceSize(32, 40), PixelLayout.RGB_PLANAR_0_255, 4);
        }

        @Override
        default FaceVerifier failingWhile(BooleanSupplier broken) {
            return new Altered((DifferentiableEmbedder) verifier()) {
                @Override
                public float[][] embed(FaceBatch faces) {
                    if (broken.getAsBoolean()) {
                        throw new IllegalStateException("the matcher is down");
                    }
                    return super.embed(faces);
                }
            };
        }
    }

    @Nested
    class OfTheGradient implements Contract {
        @Override
        public Baseline method() {
            return Baseline.gradient();
        }
    }

    @Nested
    class OfIntegratedGradients implements Contract {
        @Override
        public Baseline method() {
            return Baseline.integratedGradients(4);
        }
    }

    @Nested
    class OfSmoothGrad implements Contract {
        @Override
        public Baseline method() {
            return Baseline.smoothGrad(4, 0.1);
        }
    }

    @Nested
    class OfFggb implements Contract {
        @Override
        public Baseline method() {
            return Baseline.fggb();
        }
    }
}
