package io.github.corrrise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.SaliencyExplainerContract;
import io.github.corrrise.correlation.CorrelationKernel;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest implements SaliencyExplainerContract {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    @Override
    public SaliencyExplainer explainer(FaceVerifier verifier) {
        return Explainer.builder(verifier).maskCount(60).build();
    }

    @Nested
    class Determinism {
        @ParameterizedTest(name = "batches of {0} on {1} threads")
        @CsvSource({"1, 1", "7, 1", "16, 1", "64, 1", "1, 2", "7, 2", "16, 4", "7, 4"})
        void batchesAndThreadsLeaveNoTrace(int batchSize, int threads) {
            Explanation expected =
                    Explainer.builder(VERIFIER).maskCount(100).build().explain(pair());
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            try (Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .maskCount(100)
                            .batchSize(batchSize)
                            .executor(executor, threads)
                            .build()) {
                assertThat(explainer.explain(pair())).isEqualTo(expected);
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void anotherSeedGivesAnotherMap() {
            Explanation one =
                    Explainer.builder(VERIFIER).maskCount(100).seed(1).build().explain(pair());
            Explanation two =
                    Explainer.builder(VERIFIER).maskCount(100).seed(2).build().explain(pair());
            assertThat(one.probe()).isNotEqualTo(two.probe());
        }

        @Test
        void equalIgnoresTimingAndVersionOnly() {
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(40).build();
            Explanation why = explainer.explain(pair());
            assertThat(explainer.explain(pair())).isEqualTo(why).hasSameHashCodeAs(why);
            assertThat(explainer.explain(pair().swapped())).isNotEqualTo(why);
        }
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
        void aGalleryGivesTheMapsOfItsPairs() {
            FacePair pair = pair();
            List<FaceImage> gallery = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                gallery.add(face(100 + j));
            }
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(80).bothHidden(0).build();
            List<Explanation> all = explainer.explain(pair.probe(), gallery);
            assertThat(all).hasSize(10);
            for (int j = 0; j < 10; j++) {
                Explanation alone = explainer.explain(FacePair.of(pair.probe(), gallery.get(j)));
                assertThat(all.get(j).probe()).isEqualTo(alone.probe());
                assertThat(all.get(j).similarity()).isEqualTo(alone.similarity());
                assertThat(all.get(j).reference()).isEmpty();
                assertThat(all.get(j).provenance().passCount()).isEqualTo(80 + 10 + 1);
            }
        }

        @Test
        void aStreamIsExplainedInOrderAndLazily() {
            AtomicInteger taken = new AtomicInteger();
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(20).build();
            Stream<FacePair> pairs =
                    Stream.iterate(0L, i -> i + 1)
                            .peek(i -> taken.incrementAndGet())
                            .map(i -> FacePair.of(face(i), face(i + 1)));
            List<Explanation> some = explainer.explainAll(pairs).limit(3).toList();
            assertThat(taken).hasValue(3);
            for (int i = 0; i < 3; i++) {
                assertThat(some.get(i).pair().probe()).isEqualTo(face(i));
            }
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

        @Test
        void gridsGiveTheSameMapByAllTheirKernels() {
            Explainer.Builder builder =
                    Explainer.builder(VERIFIER).masks(GridMasks.defaults()).maskCount(150);
            Explanation nd4j = builder.kernel(CorrelationKernel.ND4J).build().explain(pair());
            Explanation java = builder.kernel(CorrelationKernel.PLAIN_JAVA).build().explain(pair());
            Explanation nodes = builder.kernel(CorrelationKernel.AUTO).build().explain(pair());
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
    class Stops {
        @Test
        void aPassBudgetLeavesMasksOut() {
            Explanation why =
                    Explainer.builder(VERIFIER)
                            .maskCount(100)
                            .passBudget(63)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().maskCount()).isEqualTo(30);
            assertThat(why.provenance().passCount()).isEqualTo(62);
            assertThat(why.provenance().stopReason()).isEqualTo(StopReason.PASS_BUDGET);
            assertThat(why.probe())
                    .isEqualTo(
                            Explainer.builder(VERIFIER)
                                    .maskCount(30)
                                    .build()
                                    .explain(pair())
                                    .probe());
        }

        /** Looks come after 96, 120, 150, 187 masks, whatever the batch size and the threads. */
        @Test
        void aStandardErrorAskedForEndsTheRun() {
            Explanation why =
                    Explainer.builder(VERIFIER)
                            .published()
                            .untilStandardError(0.08, 2_000)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().stopReason()).isEqualTo(StopReason.STANDARD_ERROR);
            assertThat(why.provenance().maskCount()).isIn(120, 150, 187, 233);
            assertThat(why.provenance().settings())
                    .containsEntry("stopRule", "StopRule[STANDARD_ERROR 0.08]");
            ExecutorService executor = Executors.newFixedThreadPool(2);
            try {
                Explanation other =
                        Explainer.builder(VERIFIER)
                                .published()
                                .untilStandardError(0.08, 2_000)
                                .batchSize(7)
                                .executor(executor, 3)
                                .build()
                                .explain(pair());
                assertThat(other.probe()).isEqualTo(why.probe());
                assertThat(other.provenance().maskCount()).isEqualTo(why.provenance().maskCount());
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void theAdjustedEstimatorReachesTheSameErrorSooner() {
            Explainer.Builder builder =
                    Explainer.builder(VERIFIER).published().untilStandardError(0.06, 5_000);
            int plain = builder.build().explain(pair()).provenance().maskCount();
            int adjusted =
                    builder.estimator(Estimator.ADJUSTED)
                            .build()
                            .explain(pair())
                            .provenance()
                            .maskCount();
            assertThat(adjusted).isLessThan(plain);
        }

        @Test
        void aReliabilityAskedForEndsTheRun() {
            Explanation why =
                    Explainer.builder(VERIFIER)
                            .untilReliability(0.7, 5_000)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().stopReason()).isEqualTo(StopReason.RELIABILITY);
            assertThat(why.provenance().maskCount()).isLessThan(5_000);
        }

        @Test
        void aTargetOutOfReachEndsAtItsBound() {
            Explanation why =
                    Explainer.builder(VERIFIER)
                            .untilStandardError(1e-6, 130)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().stopReason()).isEqualTo(StopReason.MASK_COUNT);
            assertThat(why.provenance().maskCount()).isEqualTo(130);
        }

        @Test
        void targetsThatNoMapCanHaveAreRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(VERIFIER).untilStandardError(0, 500))
                    .withMessage("target standard error must be in (0.0, 1.0), was 0.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(VERIFIER).untilReliability(1, 500))
                    .withMessage("target reliability must be in (0.0, 1.0), was 1.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(VERIFIER).untilReliability(0.9, 1))
                    .withMessage("maskCount must be at least 2, was 1");
        }

        @Test
        void aPassBudgetThatPaysForNoMapIsRefused() {
            Explainer explainer = Explainer.builder(VERIFIER).passBudget(5).build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessage("passBudget must be at least 6, was 5");
        }

        @Test
        void aTimeBudgetEndsWithWhatIsDone() {
            FaceVerifier slow =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                pause(5);
                                return probe.mean(0);
                            });
            Explanation why =
                    Explainer.builder(slow)
                            .published()
                            .maskCount(100_000)
                            .batchSize(4)
                            .timeBudget(Duration.ofMillis(200))
                            .withoutSignificance()
                            .build()
                            .explain(pair());
            assertThat(why.provenance().stopReason()).isEqualTo(StopReason.TIME_BUDGET);
            assertThat(why.provenance().maskCount()).isBetween(2, 1000);
            assertThat(why.provenance().passCount())
                    .isEqualTo(1 + 2L * why.provenance().maskCount());
        }

        @Test
        void progressCountsEveryPassInOrder() {
            List<Long> seen = new ArrayList<>();
            ExecutorService executor = Executors.newFixedThreadPool(3);
            try {
                Explainer.builder(VERIFIER)
                        .maskCount(70)
                        .batchSize(8)
                        .executor(executor, 3)
                        .progress(
                                (done, total) -> {
                                    assertThat(total).isEqualTo(142);
                                    seen.add(done);
                                })
                        .build()
                        .explain(pair());
            } finally {
                executor.shutdownNow();
            }
            assertThat(seen).isSorted().startsWith(2L).endsWith(142L).doesNotHaveDuplicates();
        }

        @Test
        void aTokenCancels() {
            AtomicInteger asked = new AtomicInteger();
            Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .batchSize(4)
                            .cancelWhen(() -> asked.incrementAndGet() == 5)
                            .build();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessage("cancelled after 26 passes");
            assertThat(explainer.explain(pair()).provenance().maskCount()).isEqualTo(500);
        }

        @Test
        void anInterruptCancelsAndStaysSet() {
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier verifier =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                if (calls.incrementAndGet() == 20) {
                                    Thread.currentThread().interrupt();
                                }
                                return probe.mean(0);
                            });
            Explainer explainer = Explainer.builder(verifier).maskCount(100).batchSize(4).build();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageStartingWith("interrupted after");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(explainer.explain(pair()).provenance().maskCount()).isEqualTo(100);
        }

        /** A verifier that waits answers an interrupt by an exception of its own. */
        @Test
        void anInterruptInsideASlowVerifierCancelsToo() throws InterruptedException {
            CountDownLatch inside = new CountDownLatch(1);
            FaceVerifier remote =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                inside.countDown();
                                pause(60_000);
                                return 0;
                            });
            Thread caller = Thread.currentThread();
            Thread other =
                    new Thread(
                            () -> {
                                pauseFor(inside);
                                caller.interrupt();
                            });
            other.start();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> Explainer.of(remote).explain(pair()));
            assertThat(Thread.interrupted()).isTrue();
            other.join();
        }
    }

    @Nested
    class Threads {
        @Test
        void anAsyncRunGivesTheSameExplanation() throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                Explainer explainer = Explainer.builder(VERIFIER).maskCount(50).build();
                assertThat(explainer.explainAsync(pair(), executor).get())
                        .isEqualTo(explainer.explain(pair()));
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void cancellingTheFutureEndsTheRun() throws InterruptedException {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            AtomicInteger calls = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            FaceVerifier slow =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                calls.incrementAndGet();
                                begun.countDown();
                                pause(2);
                                return 0;
                            });
            CompletableFuture<Explanation> future =
                    Explainer.builder(slow)
                            .maskCount(1_000_000)
                            .build()
                            .explainAsync(pair(), executor);
            begun.await();
            future.cancel(true);
            executor.shutdown();
            assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            assertThat(calls.get()).isLessThan(10_000);
        }

        /** The run's own thread occupies the executor's only one: it must not wait for a second. */
        @Test
        void anExecutorWithoutAFreeThreadSlowsDownButNeverStops() throws Exception {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            try {
                Explainer explainer =
                        Explainer.builder(VERIFIER).maskCount(50).executor(executor, 4).build();
                Explanation why = explainer.explainAsync(pair(), executor).get();
                assertThat(why.provenance().maskCount()).isEqualTo(50);
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void anExecutorThatRejectsIsReported() {
            ExecutorService executor = Executors.newSingleThreadExecutor();
            executor.shutdown();
            Explainer explainer = Explainer.builder(VERIFIER).executor(executor, 2).build();
            assertThatThrownBy(() -> explainer.explain(pair()))
                    .isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> explainer.explainAsync(pair(), executor))
                    .isInstanceOf(RejectedExecutionException.class);
        }

        @Test
        void whatAHelperThrowsComesOut() {
            ExecutorService executor = Executors.newFixedThreadPool(3);
            Thread caller = Thread.currentThread();
            CountDownLatch failed = new CountDownLatch(1);
            FaceVerifier fragile =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                if (Thread.currentThread() != caller) {
                                    failed.countDown();
                                    throw new IllegalStateException("helper down");
                                }
                                if (probe.mean(0) < reference.mean(0) - 5) {
                                    pauseFor(failed);
                                }
                                return probe.mean(0);
                            });
            try {
                Explainer explainer =
                        Explainer.builder(fragile).maskCount(400).executor(executor, 3).build();
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> explainer.explain(pair()))
                        .withMessageContaining("helper down");
            } finally {
                executor.shutdownNow();
            }
        }
    }

    @Nested
    class Failures {
        @Test
        void aScoreThatIsNoNumberNamesItsMask() {
            Explainer explainer = Explainer.builder(failingOn(25)).maskCount(40).build();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageContaining("function of two 32x40 faces")
                    .withMessageContaining("NaN")
                    .withMessageContaining("mask 7");
        }

        @Test
        void skippedMasksAreCountedAndLeftOut() {
            Explanation why =
                    Explainer.builder(failingOn(25))
                            .maskCount(40)
                            .sides(Side.PROBE)
                            .failurePolicy(FailurePolicy.SKIP)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().failedCount()).isEqualTo(1);
            assertThat(why.provenance().maskCount()).isEqualTo(40);
        }

        @Test
        void aFailureMayCountAsTheLowestScore() {
            Explanation why =
                    Explainer.builder(failingOn(25))
                            .maskCount(40)
                            .sides(Side.PROBE)
                            .failurePolicy(FailurePolicy.LOWEST)
                            .build()
                            .explain(pair());
            assertThat(why.provenance().failedCount()).isEqualTo(1);
            assertThat(why.provenance().settings()).containsEntry("failurePolicy", "LOWEST");
            FaceVerifier dark = FaceVerifier.of(SIZE, replacing(25, 0));
            FaceVerifier blind = FaceVerifier.of(SIZE, replacing(25, Double.NaN));
            Explainer.Builder lowest = Explainer.builder(dark).maskCount(40).sides(Side.PROBE);
            assertThat(why.probe().toArray())
                    .as("a failure ranks with the darkest mask, not with zero or a gap")
                    .isNotEqualTo(lowest.build().explain(pair()).probe().toArray())
                    .isNotEqualTo(
                            Explainer.builder(blind)
                                    .maskCount(40)
                                    .sides(Side.PROBE)
                                    .failurePolicy(FailurePolicy.SKIP)
                                    .build()
                                    .explain(pair())
                                    .probe()
                                    .toArray());
        }

        @Test
        void whenAlmostNothingCanBeScoredThereIsNoMap() {
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier blind =
                    FaceVerifier.of(SIZE, (a, b) -> calls.incrementAndGet() > 2 ? Double.NaN : 1);
            Explainer explainer =
                    Explainer.builder(blind)
                            .published()
                            .maskCount(30)
                            .failurePolicy(FailurePolicy.SKIP)
                            .build();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageContaining("scored 1 of 30 masked faces; a map needs at least 2");
        }

        @Test
        void wholeFacesMustBeScored() {
            FaceVerifier blind = FaceVerifier.of(SIZE, (a, b) -> Double.NaN);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(blind).explain(pair()))
                    .withMessageContaining("the whole faces")
                    .withMessageContaining("NaN");
        }

        @Test
        void aWrongCountOfScoresIsNamed() {
            FaceVerifier short1 = counting(1);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(short1).explain(pair()))
                    .withMessageContaining("masks 0 to 15")
                    .withMessageContaining("expected 16 scores, received 15");
        }

        @Test
        void aWrongCountOfEmbeddingsIsNamed() {
            FaceEmbedder empty =
                    new FaceEmbedder() {
                        @Override
                        public FaceSize inputSize() {
                            return SIZE;
                        }

                        @Override
                        public float[][] embed(FaceBatch faces) {
                            return new float[0][];
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(empty).explain(pair()))
                    .withMessageContaining("the whole probe")
                    .withMessageContaining("expected 1 embeddings, received 0");
        }

        @Test
        void aGeneratorThatBreaksItsWordIsNamed() {
            Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .masks(
                                    (first, count, size, seed) ->
                                            MaskBatch.ofVisibility(
                                                    first, size, new float[size.pixelCount()]))
                            .build();
            assertThatIllegalStateException()
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageContaining("16 masks of 32x40")
                    .withMessageContaining("1 soft masks");
        }

        private static FaceVerifier failingOn(int call) {
            return FaceVerifier.of(SIZE, replacing(call, Double.NaN));
        }

        private static ToDoubleBiFunction<FaceImage, FaceImage> replacing(int call, double score) {
            AtomicInteger calls = new AtomicInteger();
            return (probe, reference) -> calls.incrementAndGet() == call ? score : probe.mean(0);
        }

        private static FaceVerifier counting(int missing) {
            return new FaceVerifier() {
                @Override
                public FaceSize inputSize() {
                    return SIZE;
                }

                @Override
                public float[] similarities(FaceBatch probes, FaceImage reference) {
                    return new float[probes.count() == 1 ? 1 : probes.count() - missing];
                }
            };
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
        void anEmptyGallery() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.of(VERIFIER).explain(face(1), List.of()))
                    .withMessage("references.size() must be at least 1, was 0");
        }

        @Test
        void aReferenceOfAnotherSizeByItsPlace() {
            FaceImage large = FaceImage.filled(new FaceSize(40, 40), 0, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Explainer.of(VERIFIER).explain(face(1), List.of(face(2), large)))
                    .withMessageStartingWith("reference 1 must be 32x40");
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

    private static FacePair pair() {
        return FacePair.of(face(1), face(2));
    }

    private static FaceImage face(long seed) {
        Random random = new Random(seed);
        double phase = random.nextDouble() * 6;
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            double wave = Math.sin(row * 0.6 + phase) * Math.cos(column * 0.5);
            rgb[i] = (float) (120 + 90 * wave + 20 * random.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
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

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    private static void pauseFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
