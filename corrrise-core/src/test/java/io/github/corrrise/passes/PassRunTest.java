package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassRunTest {
    private static final FaceSize SIZE = new FaceSize(4, 5);
    private static final FaceVerifier RED =
            FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) - reference.mean(0));

    /** An embedding of three means. */
    private static final FaceEmbedder MEANS = new Means();

    private static class Means implements FaceEmbedder {
        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            float[][] rows = new float[faces.count()][];
            for (int i = 0; i < rows.length; i++) {
                FaceImage face = faces.face(i);
                rows[i] = new float[3];
                for (int colour = 0; colour < 3; colour++) {
                    rows[i][colour] = (float) face.mean(colour);
                }
            }
            return rows;
        }
    }

    private static FacePair pair() {
        return FacePair.of(FaceImage.filled(SIZE, 10, 2, 3), FaceImage.filled(SIZE, 30, 4, 5));
    }

    private static MaskPlan plan(int maskCount, double bothHidden) {
        return new MaskPlan(
                new PatchMasks(1, 0.5), maskCount, Fills.of(Fill.black()), 3, bothHidden);
    }

    private static MaskedPasses.Result run(
            FaceVerifier verifier, PassSettings settings, MaskPlan plan, Side... sides) {
        try (MaskedPasses passes = new MaskedPasses(verifier, settings)) {
            return passes.run(plan, pair(), List.of(sides));
        }
    }

    /** The whole faces score 0, the k-th masked one what the function says, from k = 0 on. */
    private static FaceVerifier scoring(IntToDoubleFunction scores) {
        AtomicInteger asked = new AtomicInteger(-1);
        return FaceVerifier.of(
                SIZE,
                (probe, reference) -> {
                    int mask = asked.getAndIncrement();
                    return mask < 0 ? 0 : scores.applyAsDouble(mask);
                });
    }

    @Nested
    class ToldProgress {
        private final List<List<Long>> told = new ArrayList<>();
        private final PassSettings.Builder settings =
                PassSettings.builder()
                        .batchSize(4)
                        .progress((done, total) -> told.add(List.of(done, total)));

        @Test
        void countsTheWholeFacesThenEachBatch() {
            run(RED, settings.build(), plan(10, 0), Side.PROBE, Side.REFERENCE);
            assertThat(told)
                    .containsExactly(
                            List.of(1L, 21L),
                            List.of(9L, 21L),
                            List.of(17L, 21L),
                            List.of(21L, 21L));
        }

        @Test
        void countsComparisonsOfMaskedFacesWithEachOther() {
            run(RED, settings.build(), plan(4, 0.5), Side.PROBE);
            run(MEANS, settings.build(), plan(4, 0.5), Side.PROBE);
            assertThat(told)
                    .containsExactly(
                            List.of(1L, 9L), List.of(9L, 9L), List.of(2L, 10L), List.of(10L, 10L));
        }

        @Test
        void ofAGalleryEmbedsEveryFaceOnceAndComparesEveryTwo() {
            List<FaceImage> references =
                    List.of(pair().reference(), pair().probe(), pair().reference());
            for (FaceVerifier verifier : List.of(MEANS, RED)) {
                try (MaskedPasses passes = new MaskedPasses(verifier, settings.build())) {
                    passes.run(plan(2, 0), pair().probe(), references);
                }
            }
            assertThat(told)
                    .containsExactly(
                            List.of(4L, 6L), List.of(6L, 6L), List.of(3L, 9L), List.of(9L, 9L));
        }
    }

    @Nested
    class PassBudget {
        @ParameterizedTest
        @CsvSource({"5, 2", "6, 2", "7, 3", "20, 9", "21, 10", "22, 10", "1000, 10"})
        void paysForTheWholeFacesAndAsManyMasksAsItCan(long budget, int masks) {
            PassSettings settings = PassSettings.builder().passBudget(budget).build();
            MaskedPasses.Result result =
                    run(RED, settings, plan(10, 0), Side.PROBE, Side.REFERENCE);
            assertThat(result.scores().maskCount()).isEqualTo(masks);
            assertThat(result.passCount()).isEqualTo(1 + 2L * masks).isLessThanOrEqualTo(budget);
            assertThat(result.stopReason())
                    .isEqualTo(masks < 10 ? StopReason.PASS_BUDGET : StopReason.MASK_COUNT);
        }

        @Test
        void mustPayForTwoMasks() {
            PassSettings settings = PassSettings.builder().passBudget(4).build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run(RED, settings, plan(10, 0), Side.PROBE, Side.REFERENCE))
                    .withMessage("passBudget must be at least 5, was 4");
        }
    }

    @Nested
    class Stops {
        private final List<Integer> looks = new ArrayList<>();

        private StopRule met(int at) {
            return new StopRule() {
                @Override
                public StopReason reason() {
                    return StopReason.STANDARD_ERROR;
                }

                @Override
                public boolean isMet(MaskScores soFar) {
                    looks.add(soFar.maskCount());
                    return soFar.maskCount() >= at;
                }
            };
        }

        private MaskedPasses.Result until(int met, int maskCount) {
            PassSettings settings = PassSettings.builder().stopRule(met(met)).build();
            return run(RED, settings, plan(maskCount, 0), Side.PROBE);
        }

        @Test
        void areAskedAfter96MasksThenAfterAQuarterMoreEach() {
            MaskedPasses.Result result = until(180, 400);
            assertThat(looks).containsExactly(96, 120, 150, 187);
            assertThat(result.scores().maskCount()).isEqualTo(187);
            assertThat(result.scores().line(0)).hasSize(187);
            assertThat(result.passCount()).isEqualTo(1 + 187);
            assertThat(result.stopReason()).isEqualTo(StopReason.STANDARD_ERROR);
        }

        @Test
        void takeNoMoreMasksThanThereAre() {
            MaskedPasses.Result result = until(1000, 100);
            assertThat(looks).containsExactly(96, 100);
            assertThat(result.scores().maskCount()).isEqualTo(100);
            assertThat(result.stopReason()).isEqualTo(StopReason.MASK_COUNT);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void byTimeComeAfterTheBatchThatHoldsTheSecondMask(int batchSize) {
            PassSettings settings =
                    PassSettings.builder()
                            .batchSize(batchSize)
                            .timeBudget(Duration.ofNanos(1))
                            .build();
            MaskedPasses.Result result = run(RED, settings, plan(50, 0), Side.PROBE);
            assertThat(result.scores().maskCount()).isEqualTo(Math.max(2, batchSize));
            assertThat(result.stopReason()).isEqualTo(StopReason.TIME_BUDGET);
        }

        @Test
        void byTimeNeverComeWhileThereIsTime() {
            PassSettings settings =
                    PassSettings.builder().timeBudget(Duration.ofSeconds(Long.MAX_VALUE)).build();
            MaskedPasses.Result result = run(RED, settings, plan(50, 0), Side.PROBE);
            assertThat(result.scores().maskCount()).isEqualTo(50);
            assertThat(result.stopReason()).isEqualTo(StopReason.MASK_COUNT);
        }
    }

    @Nested
    class Failing {
        private MaskedPasses.Result with(FailurePolicy policy, IntToDoubleFunction scores) {
            PassSettings settings = PassSettings.builder().failurePolicy(policy).build();
            return run(scoring(scores), settings, plan(6, 0), Side.PROBE);
        }

        private static double score(int mask) {
            return switch (mask) {
                case 1 -> Double.NaN;
                case 3 -> Double.POSITIVE_INFINITY;
                case 4 -> -5;
                default -> mask;
            };
        }

        @Test
        void skippedScoresAreNoNumbers() {
            MaskedPasses.Result result = with(FailurePolicy.SKIP, Failing::score);
            assertThat(result.scores().line(0))
                    .containsExactly(0, Double.NaN, 2, Double.NaN, -5, 5);
            assertThat(result.failedCount()).isEqualTo(2);
            assertThat(result.passCount()).isEqualTo(7);
        }

        @Test
        void lowestScoresStandInForThoseThatFailed() {
            MaskedPasses.Result result = with(FailurePolicy.LOWEST, Failing::score);
            assertThat(result.scores().line(0)).containsExactly(0, -5, 2, -5, -5, 5);
            assertThat(result.failedCount()).isEqualTo(2);
        }

        @Test
        void theFirstIsNamedWhereNoneMay() {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> with(FailurePolicy.FAIL, mask -> mask == 4 ? 1 / 0.0 : 0))
                    .withMessageContaining(
                            " must give a finite similarity, gave Infinity for mask 4;")
                    .withMessageContaining("SKIP or LOWEST allows it");
        }

        @Test
        void twoScoresAreEnough() {
            assertThat(with(FailurePolicy.SKIP, mask -> mask < 2 ? mask : Double.NaN).failedCount())
                    .isEqualTo(4);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> with(FailurePolicy.LOWEST, mask -> mask < 1 ? 0 : Double.NaN))
                    .withMessageContaining(" scored 1 of 6 masked faces; a map needs at least 2");
        }
    }

    @Nested
    class Cancelled {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final FaceVerifier counting =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            cancelled.set(asked.incrementAndGet() == 3);
                            return 0;
                        });

        private PassSettings.Builder settings() {
            return PassSettings.builder().batchSize(2).cancelWhen(cancelled::get);
        }

        @Test
        void beforeItBeginsNothingIsAsked() {
            cancelled.set(true);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> run(counting, settings().build(), plan(10, 0), Side.PROBE))
                    .withMessage("cancelled after 0 passes");
            assertThat(asked).hasValue(0);
        }

        @Test
        void aRunEndsBeforeTheNextBatchAndTellsHowFarItCame() {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> run(counting, settings().build(), plan(10, 0), Side.PROBE))
                    .withMessage("cancelled after 3 passes");
            assertThat(asked).hasValue(3);
        }

        @Test
        void anInterruptDoesSoTooAndStays() {
            Thread.currentThread().interrupt();
            try {
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(
                                () -> run(counting, settings().build(), plan(10, 0), Side.PROBE))
                        .withMessage("interrupted after 0 passes");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        /** A verifier that waits may answer an interrupt by an exception of its own. */
        @Test
        void aFailureAfterAnInterruptIsACancellationThatKeepsIt() {
            IllegalStateException own = new IllegalStateException("woken");
            FaceVerifier waiting =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                Thread.currentThread().interrupt();
                                throw own;
                            });
            try {
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> run(waiting, settings().build(), plan(10, 0), Side.PROBE))
                        .satisfies(
                                stop ->
                                        assertThat(stop.getSuppressed()[0])
                                                .isInstanceOf(VerifierException.class)
                                                .hasCause(own));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        @Test
        void noFaceIsEmbeddedOrDerivedAfterwards() {
            DifferentiableEmbedder embedder = new Derived();
            PassSettings settings = PassSettings.builder().cancelWhen(cancelled::get).build();
            try (MaskedPasses passes = new MaskedPasses(embedder, settings)) {
                MaskedPasses.Whole whole = passes.whole(pair());
                FaceBatch faces = FaceBatch.of(embedder.layout(), pair().probe());
                assertThat(whole.embed(faces)).isDeepEqualTo(new float[][] {{10, 2, 3}});
                assertThat(whole.pullBack(faces, new float[][] {{1, 0, 0}})[0])
                        .containsOnly(0.5f)
                        .hasSize(60);
                cancelled.set(true);
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> whole.embed(faces));
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> whole.pullBack(faces, new float[][] {{1, 0, 0}}));
            }
        }

        @Test
        void byAnotherReasonBesidesIsCancelledByEither() {
            AtomicBoolean other = new AtomicBoolean();
            PassSettings settings = PassSettings.builder().cancelWhen(cancelled::get).build();
            try (MaskedPasses passes = new MaskedPasses(RED, settings)) {
                MaskedPasses either = passes.cancelledAlsoBy(other::get);
                assertThat(either.whole(pair()).similarity()).isEqualTo(-20);
                other.set(true);
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> either.whole(pair()));
                assertThat(passes.whole(pair()).similarity()).isEqualTo(-20);
                other.set(false);
                cancelled.set(true);
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> either.whole(pair()));
            }
        }
    }

    /** Of constant derivatives. */
    private static final class Derived extends Means implements DifferentiableEmbedder {
        @Override
        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
            float[][] rows = new float[faces.count()][faces.faceLength()];
            for (float[] row : rows) {
                Arrays.fill(row, 0.5f);
            }
            return rows;
        }
    }

    @Test
    void whatAVerifierIsNotIsSaid() {
        try (MaskedPasses passes = new MaskedPasses(RED, PassSettings.defaults())) {
            MaskedPasses.Whole whole = passes.whole(pair());
            FaceBatch faces = FaceBatch.of(RED.layout(), pair().probe());
            assertThat(whole.embeddings()).isEmpty();
            assertThatIllegalStateException()
                    .isThrownBy(() -> whole.embed(faces))
                    .withMessageStartingWith("verifier must be a FaceEmbedder, was ");
        }
        try (MaskedPasses passes = new MaskedPasses(MEANS, PassSettings.defaults())) {
            MaskedPasses.Whole whole = passes.whole(pair());
            assertThat(whole.embeddings())
                    .containsExactly(new float[] {10, 2, 3}, new float[] {30, 4, 5});
            assertThat(whole.isOfEveryMask()).isFalse();
            assertThat(passes.ofEveryMask(Progress.NONE).whole(pair()).isOfEveryMask()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    whole.pullBack(
                                            FaceBatch.of(MEANS.layout(), pair().probe()),
                                            new float[1][3]))
                    .withMessageStartingWith("verifier must be a DifferentiableEmbedder, was ");
        }
    }

    @Test
    void aGeneratorThatDrawsOtherMasksAgainIsFoundOut() {
        AtomicLong drawn = new AtomicLong();
        MaskGenerator fickle =
                (firstIndex, count, size, seed) ->
                        new PatchMasks(1, 0.5)
                                .generate(firstIndex, count, size, drawn.incrementAndGet());
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                run(
                                        RED,
                                        PassSettings.defaults(),
                                        new MaskPlan(fickle, 4, Fill.black(), 3),
                                        Side.PROBE))
                .withMessageContaining("again as it gave it among 4");
    }

    /** Changes size once it was asked so often. */
    private static FaceVerifier growingAfter(int calls, AtomicInteger asked) {
        return new FaceVerifier() {
            @Override
            public FaceSize inputSize() {
                return asked.get() < calls ? SIZE : new FaceSize(5, 5);
            }

            @Override
            public float[] similarities(FaceBatch probes, FaceImage reference) {
                asked.addAndGet(probes.count());
                return new float[probes.count()];
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void aVerifierThatChangesItsSizeIsAskedNoMore(int calls) {
        AtomicInteger asked = new AtomicInteger();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(
                        () ->
                                run(
                                        growingAfter(calls, asked),
                                        PassSettings.defaults(),
                                        plan(6, 0),
                                        Side.PROBE))
                .withMessageContaining("must keep its input size 4x5, gave 5x5");
        assertThat(asked).hasValue(calls);
        FaceVerifier later = growingAfter(8, new AtomicInteger());
        assertThat(run(later, PassSettings.defaults(), plan(6, 0), Side.PROBE).passCount())
                .isEqualTo(7);
    }

    /** Fails once it was asked so often. */
    private static FaceVerifier failingAt(int call, AtomicInteger asked) {
        return FaceVerifier.of(
                SIZE,
                (probe, reference) -> {
                    if (asked.incrementAndGet() == call) {
                        throw new IllegalStateException("no device");
                    }
                    return 0;
                });
    }

    @Test
    void theMasksOfABatchThatFailedAreNamed() {
        PassSettings settings = PassSettings.builder().batchSize(4).build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(
                        () ->
                                run(
                                        failingAt(1 + 6, new AtomicInteger()),
                                        settings,
                                        plan(10, 0),
                                        Side.PROBE))
                .withMessageEndingWith(" failed on masks 4 to 7: no device");
    }

    @Test
    void afterAFailureNoThreadTakesAnotherBatch() {
        AtomicInteger asked = new AtomicInteger();
        // The helper's work is done first, by the caller.
        PassSettings settings =
                PassSettings.builder().batchSize(1).executor(Runnable::run, 2).build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> run(failingAt(1 + 1, asked), settings, plan(10, 0), Side.PROBE));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aFaceOfAMethodsOwnIsNamedWhereItCannotBeEmbedded() {
        FaceEmbedder uneven =
                new Means() {
                    @Override
                    public float[][] embed(FaceBatch faces) {
                        float[][] rows = super.embed(faces);
                        if (rows.length > 1) {
                            rows[1] = new float[2];
                        }
                        return rows;
                    }
                };
        try (MaskedPasses passes = new MaskedPasses(uneven, PassSettings.defaults())) {
            MaskedPasses.Whole whole = passes.whole(pair());
            FaceBatch faces = FaceBatch.of(uneven.layout(), pair().probe(), pair().reference());
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> whole.embed(faces))
                    .withMessageContaining(" failed on altered faces: ")
                    .withMessageEndingWith("received 2 for altered face 1");
        }
    }

    /** A view of a batch that is kept shows what a later run wrote to the same memory. */
    @Test
    void theMemoryOfARunServesTheNext() {
        List<FloatBuffer> seen = new ArrayList<>();
        FaceVerifier keeping =
                new FaceVerifier() {
                    @Override
                    public FaceSize inputSize() {
                        return SIZE;
                    }

                    @Override
                    public float[] similarities(FaceBatch probes, FaceImage reference) {
                        seen.add(probes.values());
                        return new float[probes.count()];
                    }
                };
        PassSettings settings = PassSettings.builder().batchSize(4).build();
        try (MaskedPasses passes = new MaskedPasses(keeping, settings)) {
            MaskedPasses.Whole whole = passes.whole(pair());
            whole.run(plan(4, 0), List.of(Side.PROBE));
            MaskPlan white = new MaskPlan(new PatchMasks(9, 0.5), 4, Fill.colour(255, 255, 255), 1);
            whole.run(white, List.of(Side.PROBE));
        }
        assertThat(seen).hasSize(3);
        assertThat(seen.get(1)).isEqualTo(seen.get(2));
    }

    /** Every mask has the score of its own red mean, whoever took its batch. */
    @Test
    void helpersTakeBatchesOfTheirOwn() {
        Executor threads = task -> new Thread(task).start();
        PassSettings alone = PassSettings.builder().batchSize(3).build();
        PassSettings helped = alone.toBuilder().executor(threads, 4).build();
        MaskedPasses.Result expected = run(RED, alone, plan(200, 0.25), Side.PROBE, Side.REFERENCE);
        MaskedPasses.Result result = run(RED, helped, plan(200, 0.25), Side.PROBE, Side.REFERENCE);
        for (int line = 0; line < 2; line++) {
            assertThat(result.scores().line(line)).isEqualTo(expected.scores().line(line));
        }
        assertThat(result.passCount()).isEqualTo(expected.passCount()).isEqualTo(1 + 3 * 200);
    }

    @Test
    void linesOfAGalleryAreThoseOfItsPairs() {
        List<FaceImage> references = new ArrayList<>();
        for (int face = 0; face < 5; face++) {
            references.add(FaceImage.filled(SIZE, 30 + face, 4, 50 * face));
        }
        PassSettings settings = PassSettings.builder().batchSize(2).build();
        for (FaceVerifier verifier : List.of(MEANS, RED)) {
            try (MaskedPasses passes = new MaskedPasses(verifier, settings)) {
                MaskedPasses.Result all = passes.run(plan(7, 0), pair().probe(), references);
                assertThat(all.similarities()).hasSize(5);
                for (int j = 0; j < 5; j++) {
                    MaskedPasses.Result one =
                            passes.run(
                                    plan(7, 0),
                                    FacePair.of(pair().probe(), references.get(j)),
                                    List.of(Side.PROBE));
                    assertThat(all.scores().line(j)).isEqualTo(one.scores().line(0));
                    assertThat(all.similarity(MaskScores.Line.ofReference(j)))
                            .isCloseTo(one.similarities().get(0), within(1e-6));
                }
            }
        }
    }

    @Test
    void facesOfAnotherSizeAreNamed() {
        FaceImage large = FaceImage.filled(new FaceSize(6, 5), 1, 2, 3);
        try (MaskedPasses passes = new MaskedPasses(MEANS, PassSettings.defaults())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> passes.whole(FacePair.of(large, pair().reference())))
                    .withMessageStartingWith("probe must be 4x5")
                    .withMessageEndingWith("was 6x5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> passes.whole(FacePair.of(pair().probe(), large)))
                    .withMessageStartingWith("reference must be 4x5");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    passes.run(
                                            plan(4, 0),
                                            pair().probe(),
                                            List.of(pair().reference(), large)))
                    .withMessageStartingWith("reference 1 must be 4x5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> passes.run(plan(4, 0), pair().probe(), List.of()))
                    .withMessage("references.size() must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> passes.run(plan(4, 0), pair(), List.of()))
                    .withMessage("sides.size() must be at least 1, was 0");
        }
    }

    @Test
    void aClosedOneIsOnlyOfUseToWhatIsUnderWay() {
        MaskedPasses passes = new MaskedPasses(RED, PassSettings.defaults());
        MaskedPasses underWay = passes.underWay();
        passes.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> passes.run(plan(4, 0), pair(), List.of(Side.PROBE)))
                .withMessageStartingWith("closed");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> passes.run(plan(4, 0), pair().probe(), List.of(pair().reference())));
        assertThatIllegalStateException().isThrownBy(passes::underWay);
        assertThat(underWay.run(plan(4, 0), pair(), List.of(Side.PROBE)).passCount()).isEqualTo(5);
    }

    @Test
    void whatTheVerifierSaysOfItselfIsAsked() {
        try (MaskedPasses passes = new MaskedPasses(RED, PassSettings.defaults())) {
            assertThat(passes.verifierDescription()).isEqualTo(RED.description());
            assertThat(passes.threshold()).isEmpty();
            assertThat(passes.environment().verifier()).isEqualTo(RED.origin());
        }
        FaceVerifier deciding =
                FaceVerifier.of("deciding", SIZE, Threshold.of(2), (probe, reference) -> 0);
        try (MaskedPasses passes = new MaskedPasses(deciding, PassSettings.defaults())) {
            assertThat(passes.threshold()).contains(Threshold.of(2));
        }
    }

    /** Means of 10, 2, 3 and of 30, 4, 5. */
    @Test
    void theSimilarityOfWholeFacesIsTheEmbedders() {
        double cosine = (300 + 8 + 15) / Math.sqrt((100 + 4 + 9) * (900.0 + 16 + 25));
        try (MaskedPasses passes = new MaskedPasses(MEANS, PassSettings.defaults())) {
            assertThat(passes.whole(pair()).similarity()).isCloseTo(cosine, within(1e-6));
            assertThat(passes.whole(pair()).passCount()).isEqualTo(2);
        }
    }

    /** A matcher that answers at random is found out by its 32nd call, unless that is allowed. */
    @Test
    void callsAreLookedAtTwiceUnlessThatIsSwitchedOff() {
        AtomicInteger asked = new AtomicInteger();
        FaceVerifier random =
                FaceVerifier.of(SIZE, (probe, reference) -> asked.incrementAndGet() % 7);
        PassSettings settings = PassSettings.builder().batchSize(2).build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> run(random, settings, plan(80, 0), Side.PROBE))
                .withMessageContaining("expected the same answer for the same face");
        PassSettings unchecked = settings.toBuilder().unchecked().build();
        assertThat(run(random, unchecked, plan(80, 0), Side.PROBE).passCount()).isEqualTo(81);
    }

    @Test
    void passesOfEveryMaskHaveTheSameHelpers() {
        AtomicInteger lent = new AtomicInteger();
        Executor counting =
                task -> {
                    lent.incrementAndGet();
                    task.run();
                };
        PassSettings settings = PassSettings.builder().executor(counting, 4).build();
        try (MaskedPasses passes = new MaskedPasses(RED, settings)) {
            passes.ofEveryMask(Progress.NONE).run(plan(4, 0), pair(), List.of(Side.PROBE));
        }
        assertThat(lent).hasValue(3);
    }
}
