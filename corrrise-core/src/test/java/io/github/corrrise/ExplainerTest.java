package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.SaliencyExplainerContract;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest implements SaliencyExplainerContract {
    @Override
    public SaliencyExplainer explainer(FaceVerifier verifier) {
        return Explainer.builder(verifier).maskCount(60).build();
    }

    @Nested
    class Properties {
        @Test
        void swappingTheRolesSwapsTheMaps() {
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(100).build();
            Explanation why = explainer.explain(pair());
            Explanation swapped = explainer.explain(pair().swapped());
            assertThat(swapped.probe()).isEqualTo(why.reference().orElseThrow());
            assertThat(swapped.reference()).contains(why.probe());
        }

        /** The lower half of the reference is the probe's negative: that is where it differs. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void theMapFindsWhatIsAlikeAndWhatIsNot(long seed) {
            FacePair pair = halfAlike();
            Explanation why =
                    Explainer.builder(VERIFIER)
                            .masks(new PatchMasks(3, 0.25))
                            .maskCount(800)
                            .seed(seed)
                            .fill(Fill.mean())
                            .build()
                            .explain(pair);
            double upper = 0;
            double lower = 0;
            for (int row = 0; row < 32; row++) {
                for (int column = 0; column < 40; column++) {
                    if (row < 12) {
                        upper += why.probe().at(row, column);
                    } else if (row >= 20) {
                        lower += why.probe().at(row, column);
                    }
                }
            }
            assertThat(upper / (12 * 40)).isGreaterThan(0.05);
            assertThat(lower / (12 * 40)).isLessThan(-0.05);
        }

        @Test
        void aScorerIsExplainedJustLikeAnEmbedder() {
            FaceVerifier blackBox =
                    new FaceVerifier() {
                        @Override
                        public FaceSize inputSize() {
                            return SIZE;
                        }

                        @Override
                        public float[] similarities(FaceBatch probes, FaceImage reference) {
                            return VERIFIER.similarities(probes, reference);
                        }
                    };
            for (double weight : new double[] {0, 0.33, 1}) {
                Explanation scored =
                        Explainer.builder(blackBox)
                                .maskCount(100)
                                .bothHidden(weight)
                                .build()
                                .explain(pair());
                Explanation embedded =
                        Explainer.builder(VERIFIER)
                                .maskCount(100)
                                .bothHidden(weight)
                                .build()
                                .explain(pair());
                for (int p = 0; p < SIZE.pixelCount(); p++) {
                    assertThat(scored.probe().toArray()[p])
                            .isCloseTo(embedded.probe().toArray()[p], within(1e-5f));
                }
                assertThat(scored.provenance().passCount()).isEqualTo(weight > 0 ? 301 : 201);
                assertThat(embedded.provenance().passCount()).isEqualTo(202);
                assertThat(embedded.provenance().settings())
                        .containsEntry("bothHidden", Double.toString(weight));
            }
        }

        @Test
        void whereBothFacesAreHiddenBothHaveOneMap() {
            Explanation why =
                    Explainer.builder(VERIFIER).maskCount(60).bothHidden(1).build().explain(pair());
            assertThat(why.reference()).contains(why.probe());
        }

        @Test
        void oneSideCostsHalfThePassesUnlessBothAreHidden() {
            for (double weight : new double[] {0, 0.33}) {
                Explainer.Builder builder =
                        Explainer.builder(VERIFIER).maskCount(50).bothHidden(weight);
                Explanation both = builder.build().explain(pair());
                Explanation one = builder.sides(Side.PROBE).build().explain(pair());
                assertThat(one.reference()).isEmpty();
                assertThat(one.provenance().passCount()).isEqualTo(weight > 0 ? 102 : 52);
                assertThat(one.probe()).isEqualTo(both.probe());
            }
        }

        @Tag("slow")
        @Test
        void gridsGiveTheSameMapByAllTheirKernels() {
            Explainer.Builder builder =
                    Explainer.builder(VERIFIER).masks(GridMasks.defaults()).maskCount(150);
            Explanation nd4j = builder.kernel(ScoreCorrelation.Kernel.ND4J).build().explain(pair());
            Explanation java =
                    builder.kernel(ScoreCorrelation.Kernel.PLAIN_JAVA).build().explain(pair());
            Explanation nodes =
                    builder.kernel(ScoreCorrelation.Kernel.AUTO).build().explain(pair());
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                assertThat(nd4j.probe().toArray()[p])
                        .isCloseTo(java.probe().toArray()[p], within(1e-5f));
                assertThat(nodes.probe().toArray()[p])
                        .isCloseTo(java.probe().toArray()[p], within(1e-5f));
            }
            assertThat(nodes.provenance().settings()).containsEntry("kernel", "GRID_NODES");
            assertThat(nd4j.provenance().settings()).containsEntry("kernel", "ND4J");
            assertThat(java.provenance().settings()).containsEntry("kernel", "PLAIN_JAVA");
        }

        @Test
        void theDecisionFollowsTheThreshold() {
            Explainer explainer =
                    Explainer.builder(VERIFIER.withThreshold(-1)).maskCount(10).build();
            assertThat(explainer.explain(pair()).decision()).contains(Decision.MATCH);
            assertThat(
                            Explainer.builder(VERIFIER.withThreshold(1.1))
                                    .maskCount(10)
                                    .build()
                                    .explain(pair())
                                    .decision())
                    .contains(Decision.NON_MATCH);
            FaceVerifier open = FaceVerifier.of(SIZE, (a, b) -> a.mean(0));
            assertThat(Explainer.builder(open).maskCount(10).build().explain(pair()).decision())
                    .isEqualTo(Optional.empty());
        }

        @Test
        void aVerifierThatAnswersOtherwiseEachTimeIsFoundOut() {
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier drifting =
                    FaceVerifier.of(
                            SIZE, (probe, reference) -> probe.mean(0) + calls.getAndIncrement());
            Explanation drifted =
                    Explainer.builder(drifting)
                            .published()
                            .maskCount(20)
                            .repeatScore()
                            .build()
                            .explain(pair());
            assertThat(drifted.provenance().settings().get("repeatedScore"))
                    .startsWith("differs by 41.0");
            assertThat(drifted.provenance().passCount()).isEqualTo(42);
            Explanation steady =
                    Explainer.builder(VERIFIER).maskCount(20).repeatScore().build().explain(pair());
            assertThat(steady.provenance().settings()).containsEntry("repeatedScore", "equal");
        }

        @Test
        void tellsItsShapeAndNoPixels() {
            String text =
                    Explainer.builder(VERIFIER).maskCount(10).build().explain(pair()).toString();
            assertThat(text)
                    .matches(
                            "Explanation\\[similarity -?\\d\\.\\d{4}, threshold \\d\\.\\d{4}, (NON_)?MATCH, 10"
                                    + " masks, 22 passes, both sides]");
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest(name = "{0} masks")
        @ValueSource(ints = {-1, 0, 1})
        void tooFewMasks(int maskCount) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(VERIFIER).maskCount(maskCount))
                    .withMessage("maskCount must be at least 2, was " + maskCount);
        }

        @Test
        void settingsOutOfRange() {
            Explainer.Builder builder = Explainer.builder(VERIFIER);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.batchSize(0))
                    .withMessage("batchSize must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.bothHidden(1.5))
                    .withMessage("bothHidden must be in [0.0, 1.0], was 1.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.bothHidden(Double.NaN))
                    .withMessage("bothHidden must be in [0.0, 1.0], was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.significanceLevel(Double.NaN))
                    .withMessage("significanceLevel must be in [0.001, 0.5], was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.passBudget(0))
                    .withMessage("passBudget must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.timeBudget(Duration.ZERO))
                    .withMessage("timeBudget must be above zero, was PT0S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.sides(Side.REFERENCE))
                    .withMessage("sides must be PROBE, or PROBE and REFERENCE, was [REFERENCE]");
        }

        @Test
        void useAfterClose() {
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(10).build();
            explainer.close();
            explainer.close();
            assertThatIllegalStateException().isThrownBy(() -> explainer.explain(pair()));
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                CompletableFuture<Explanation> future = explainer.explainAsync(pair(), executor);
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(future::get)
                        .withCauseInstanceOf(IllegalStateException.class);
                assertThatExceptionOfType(CompletionException.class).isThrownBy(future::join);
            } finally {
                executor.shutdownNow();
            }
        }
    }

    /** The same texture above, upright against lying stripes below. */
    private static FacePair halfAlike() {
        float[] probe = new float[3 * SIZE.pixelCount()];
        float[] reference = new float[probe.length];
        for (int i = 0; i < probe.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            double upright = 80 * Math.sin(column * 0.9);
            double lying = 80 * Math.sin(row * 0.9);
            probe[i] = (float) (128 + upright);
            reference[i] = (float) (128 + (row < 16 ? upright : lying));
        }
        return FacePair.of(FaceImage.ofFloats(SIZE, probe), FaceImage.ofFloats(SIZE, reference));
    }
}
