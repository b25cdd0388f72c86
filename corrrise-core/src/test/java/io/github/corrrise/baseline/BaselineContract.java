package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.contract.SaliencyExplainerContract;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every method of this package must do besides what every explainer must. */
interface BaselineContract extends SaliencyExplainerContract {
    FaceSize SIZE = new FaceSize(32, 40);

    /** The method with its defaults. */
    Baseline published();

    /** Masks a side that its Javadoc promises for a face of 112 x 112. */
    int documentedMaskCount();

    /** The method with few masks. */
    Baseline small();

    @Override
    default SaliencyExplainer explainer(FaceVerifier verifier) {
        return small().on(verifier);
    }

    @Test
    default void costsWhatItsDocumentationSays() {
        assertThat(published().maskCount(FaceSize.ARCFACE)).isEqualTo(documentedMaskCount());
    }

    @Test
    default void takesAPassAMaskAndSideAndTheWholeFaces() {
        int masks = small().maskCount(SIZE);
        LocalDescriptorVerifier embedder = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        Explanation why = small().on(embedder).explain(noise(1));
        assertThat(why.provenance().passCount()).isEqualTo(2L * masks + 2);
        assertThat(why.provenance().maskCount()).isEqualTo(masks);

        AtomicInteger asked = new AtomicInteger();
        FaceVerifier scorer =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            asked.incrementAndGet();
                            return probe.mean(0) - reference.mean(1);
                        });
        Explanation scored = small().on(scorer).explain(noise(1));
        assertThat(asked).hasValue(2 * masks + 1);
        assertThat(scored.provenance().passCount()).isEqualTo(2L * masks + 1);
    }

    @Test
    default void theProbeAloneGetsTheSameMapAtHalfTheCost() {
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        Explanation both = small().on(verifier).explain(noise(2));
        Explanation one =
                small().on(verifier, RunSettings.defaults().withSides(Side.PROBE))
                        .explain(noise(2));
        assertThat(one.probe()).isEqualTo(both.probe());
        assertThat(both.reference()).isPresent();
        assertThat(one.reference()).isEmpty();
        assertThat(one.provenance().passCount()).isEqualTo(small().maskCount(SIZE) + 2L);
    }

    @Test
    default void batchesAndThreadsLeaveNoTrace() {
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        Explanation expected = small().on(verifier).explain(noise(3));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            PassSettings passes = passes(7, FailurePolicy.FAIL, OptionalLong.empty(), executor, 2);
            RunSettings run = RunSettings.defaults().withPasses(passes);
            assertThat(small().on(verifier, run).explain(noise(3))).isEqualTo(expected);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    default void saysNothingOfUncertainty() {
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        SaliencyMap map = small().on(verifier).explain(noise(4)).probe();
        assertThat(map.standardErrors()).isEmpty();
        assertThat(map.significance()).isEmpty();
    }

    @Test
    default void theProvenanceTellsTheSettings() {
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        RunSettings run = RunSettings.defaults().withSeed(77);
        Explanation why = small().on(verifier, run).explain(noise(5));
        assertThat(why.provenance().settings()).containsEntry("method", small().toString());
        assertThat(why.provenance().seed()).isEqualTo(77);
    }

    @Test
    default void turnedRoundItPointsTheOtherWay() {
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        SaliencyMap map = small().on(verifier).explain(noise(6)).probe();
        Explanation negated = small().negated().on(verifier).explain(noise(6));
        assertThat(negated.probe().similar().toArray()).isEqualTo(map.dissimilar().toArray());
        assertThat(negated.probe().dissimilar().toArray()).isEqualTo(map.similar().toArray());
        assertThat(negated.probe().undefinedCount()).isEqualTo(map.undefinedCount());
        assertThat(negated.provenance().method()).endsWith(", negated");
        assertThat(small().negated().negated()).isEqualTo(small());
        assertThat(small().negated().maskCount(SIZE)).isEqualTo(small().maskCount(SIZE));
    }

    static PassSettings passes(
            int batchSize,
            FailurePolicy policy,
            OptionalLong budget,
            ExecutorService executor,
            int helpers) {
        PassSettings.Builder passes =
                PassSettings.builder()
                        .batchSize(batchSize)
                        .failurePolicy(policy)
                        .executor(executor, helpers + 1);
        budget.ifPresent(passes::passBudget);
        return passes.build();
    }

    /** The settings of a run with another policy and, where given, a budget. */
    static RunSettings run(FailurePolicy policy, OptionalLong budget) {
        PassSettings.Builder passes = PassSettings.builder().batchSize(5).failurePolicy(policy);
        budget.ifPresent(passes::passBudget);
        return RunSettings.defaults().withPasses(passes.build());
    }

    static FacePair noise(long seed) {
        return FacePair.of(noiseFace(2 * seed), noiseFace(2 * seed + 1));
    }

    private static FaceImage noiseFace(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = random.nextInt(256);
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    /** A method that looks at scores and can therefore be held to a known truth. */
    interface OfScores extends BaselineContract {
        /** Enough masks for a face of 56 x 56 with 7 x 7 cells of known weight. */
        Baseline thorough();

        /** The rank correlation with the truth that must be reached. */
        double leastRankCorrelation();

        /** False for a method that only tells how important a pixel is. */
        default boolean tellsTheSign() {
            return true;
        }

        /** False for a method whose zero means nothing, so that only the order of values counts. */
        default boolean isCentred() {
            return true;
        }

        /**
         * A hill of positive weights at the upper left, one of negative ones at the lower right.
         */
        static double weight(int row, int column) {
            double up = Math.pow(row - 1.8, 2) + Math.pow(column - 2.3, 2);
            double down = Math.pow(row - 4.6, 2) + Math.pow(column - 4.1, 2);
            return Math.exp(-up / 3) - 0.8 * Math.exp(-down / 2);
        }

        @Test
        default void ranksPixelsLikeTheKnownContributions() {
            FaceSize size = new FaceSize(56, 56);
            double[][] weights = new double[7][7];
            double[] truth = new double[size.pixelCount()];
            for (int pixel = 0; pixel < truth.length; pixel++) {
                int row = pixel / 56 / 8;
                int column = pixel % 56 / 8;
                weights[row][column] = weight(row, column);
                truth[pixel] = tellsTheSign() ? weight(row, column) : Math.abs(weight(row, column));
            }
            AdditiveVerifier verifier = AdditiveVerifier.of(size, weights);
            FacePair white = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
            Explanation why = thorough().on(verifier).explain(white);
            for (SaliencyMap map : new SaliencyMap[] {why.probe(), why.reference().orElseThrow()}) {
                assertThat(Correlations.rank(Correlations.doubles(map), truth))
                        .isGreaterThan(leastRankCorrelation());
                if (isCentred()) {
                    assertThat(map.at(16, 20)).as("the positive hill").isPositive();
                }
                if (tellsTheSign() && isCentred()) {
                    assertThat(map.at(39, 35)).as("the negative hill").isNegative();
                } else if (!tellsTheSign()) {
                    assertThat(map.dissimilar().largestMagnitude()).isZero();
                }
            }
        }

        @Test
        default void aVerifierThatIgnoresTheFaceGetsNoOrder() {
            FaceVerifier constant = FaceVerifier.of(SIZE, (probe, reference) -> 0.25);
            SaliencyMap map = small().on(constant).explain(noise(7)).probe();
            if (isCentred()) {
                assertThat(map.largestMagnitude()).isLessThan(1e-9f);
            }
        }

        @Test
        default void masksWithoutAScoreAreLeftOut() {
            FaceVerifier blindAtTimes =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) ->
                                    Math.floorMod(Arrays.hashCode(probe.toPlanes()), 5) == 0
                                            ? Double.NaN
                                            : probe.mean(0) / 255);
            FacePair pair = noise(9);
            RunSettings run = run(FailurePolicy.SKIP, OptionalLong.empty());
            Explanation why = small().on(blindAtTimes, run).explain(pair);
            assertThat(why.provenance().failedCount()).isPositive();
            assertThat(why.probe().undefinedCount()).isLessThan(SIZE.pixelCount() / 2);
        }

        @Test
        default void aBudgetLeavesMasksOut() {
            LocalDescriptorVerifier verifier =
                    LocalDescriptorVerifier.defaults().withInputSize(SIZE);
            int masks = small().maskCount(SIZE);
            RunSettings run = run(FailurePolicy.FAIL, OptionalLong.of(masks));
            Explanation why = small().on(verifier, run).explain(noise(8));
            assertThat(why.provenance().maskCount()).isEqualTo((masks - 2) / 2);
            assertThat(why.probe().undefinedCount()).isLessThan(SIZE.pixelCount());
        }
    }
}
