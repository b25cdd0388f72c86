package io.github.corrrise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifiers, listeners and generators that break their contract are reported, never believed. */
class ForeignVerifiersTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier DESCRIPTOR =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @AfterEach
    void endPool() {
        pool.shutdownNow();
    }

    /** Neither a RuntimeException nor an Error, as a Scala ControlThrowable is. */
    private static final class Oddity extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    @Nested
    class CheckedExceptions {
        @Test
        void onAHelperThreadEndTheRun() {
            for (Throwable thrown : new Throwable[] {new IOException("down"), new Oddity()}) {
                FaceVerifier fragile = failingInHelpers(thrown);
                try (Explainer explainer =
                        Explainer.builder(fragile).maskCount(400).executor(pool, 3).build()) {
                    assertThatExceptionOfType(VerifierException.class)
                            .isThrownBy(() -> explainer.explain(pair()))
                            .withMessageContaining("function of two 32x40 faces failed on masks")
                            .satisfies(e -> assertThat(e.getCause()).isSameAs(thrown));
                }
            }
        }

        @Test
        void inTheCallersThreadAreTheCauseToo() {
            IOException thrown = new IOException("down");
            FaceVerifier fragile = FaceVerifier.of(SIZE, (probe, reference) -> sneak(thrown));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(fragile).explain(pair()))
                    .withMessage("function of two 32x40 faces failed on the whole faces: down")
                    .withCause(thrown);
        }

        @Test
        void completeTheFutureOfAnAsyncRun() {
            IOException ofVerifier = new IOException("down");
            FaceVerifier fragile = FaceVerifier.of(SIZE, (probe, reference) -> sneak(ofVerifier));
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(
                            () ->
                                    Explainer.of(fragile)
                                            .explainAsync(pair(), pool)
                                            .get(20, TimeUnit.SECONDS))
                    .withCauseInstanceOf(VerifierException.class);
            IOException ofListener = new IOException("listener");
            CompletableFuture<Explanation> future =
                    Explainer.builder(DESCRIPTOR)
                            .maskCount(40)
                            .progress((done, total) -> sneak(ofListener))
                            .build()
                            .explainAsync(pair(), pool);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                    .withCause(ofListener);
        }

        @Test
        void ofAListenerComeOutAsTheyAreFromAnyThread() {
            IOException thrown = new IOException("listener");
            Thread caller = Thread.currentThread();
            CountDownLatch helped = new CountDownLatch(1);
            Explainer explainer =
                    Explainer.builder(DESCRIPTOR)
                            .maskCount(600)
                            .batchSize(4)
                            .executor(pool, 3)
                            .progress(
                                    (done, total) -> {
                                        if (Thread.currentThread() != caller) {
                                            helped.countDown();
                                            sneak(thrown);
                                        }
                                    })
                            .build();
            // A run whose helpers got no batch has not failed; it is run again.
            assertThatThrownBy(
                            () -> {
                                for (int run = 0; run < 100 && helped.getCount() > 0; run++) {
                                    explainer.explain(pair());
                                }
                            })
                    .isSameAs(thrown);
        }

        /** Thread.sleep in Kotlin: the flag is cleared, so the exception is all that is left. */
        @Test
        void anInterruptThrownAsItIsCancels() {
            FaceVerifier waiting =
                    FaceVerifier.of(
                            SIZE, (probe, reference) -> sneak(new InterruptedException("woken")));
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> Explainer.of(waiting).explain(pair()));
            assertThat(Thread.interrupted()).isTrue();
        }

        private FaceVerifier failingInHelpers(Throwable thrown) {
            Thread caller = Thread.currentThread();
            CountDownLatch failed = new CountDownLatch(1);
            AtomicInteger calls = new AtomicInteger();
            return FaceVerifier.of(
                    SIZE,
                    (probe, reference) -> {
                        if (Thread.currentThread() != caller) {
                            failed.countDown();
                            return sneak(thrown);
                        }
                        if (calls.incrementAndGet() > 20) {
                            await(failed);
                        }
                        return probe.mean(0);
                    });
        }
    }

    @Nested
    class SharedArrays {
        @Test
        void oneRowForAllFacesIsRefused() {
            FaceEmbedder careless =
                    new Embedder(
                            rows -> {
                                for (int i = 0; i < rows.length; i++) {
                                    rows[i] = rows[rows.length - 1];
                                }
                                return rows;
                            });
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(careless).explain(pair()))
                    .withMessageContaining("Embedder failed on masks 0 to 15")
                    .withMessageContaining("one array for mask 0 and mask 1");
            FaceBatch batch = FaceBatch.of(careless.layout(), face(1), face(2));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> careless.similarities(batch, face(3)))
                    .withMessage(
                            "Embedder must give an array per face, gave one for faces 0 and 1");
        }

        /** A cache of embeddings by picture gives equal faces one array: that is right. */
        @Test
        void oneRowForEqualFacesIsNot() {
            FaceEmbedder caching = new Embedder(rows -> rows);
            FaceEmbedder sharing =
                    new Embedder(
                            rows -> {
                                if (rows.length > 1) {
                                    rows[1] = rows[0];
                                }
                                return rows;
                            });
            FaceBatch batch = FaceBatch.of(caching.layout(), face(1), face(1), face(2));
            assertThat(sharing.similarities(batch, face(3)))
                    .isEqualTo(caching.similarities(batch, face(3)));
        }

        /** What is held across calls is copied, so a result that is written again does no harm. */
        @Test
        void anArrayThatIsWrittenAgainByTheNextCallIsCopied() {
            float[][] kept = new float[16][];
            FaceEmbedder reusing =
                    new Embedder(
                            rows -> {
                                float[][] same = new float[rows.length][];
                                for (int i = 0; i < rows.length; i++) {
                                    if (kept[i] == null) {
                                        kept[i] = new float[rows[i].length];
                                    }
                                    System.arraycopy(rows[i], 0, kept[i], 0, rows[i].length);
                                    same[i] = kept[i];
                                }
                                return same;
                            });
            Explanation why = Explainer.builder(reusing).maskCount(64).build().explain(pair());
            Explanation truth = Explainer.builder(DESCRIPTOR).maskCount(64).build().explain(pair());
            assertThat(why.similarity()).isEqualTo(truth.similarity()).isLessThan(0.99);
            assertThat(why.probe()).isEqualTo(truth.probe());
            assertThat(reusing.similarities(FaceBatch.of(reusing.layout(), face(1)), face(2))[0])
                    .isCloseTo((float) truth.similarity(), within(1e-6f));
        }

        @Test
        void oneArrayInTwoThreadsIsRefused() {
            float[] shared = new float[4];
            FaceVerifier racing =
                    new FaceVerifier() {
                        @Override
                        public FaceSize inputSize() {
                            return SIZE;
                        }

                        @Override
                        public float[] similarities(FaceBatch probes, FaceImage reference) {
                            pause();
                            return probes.count() == 4 ? shared : new float[probes.count()];
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () ->
                                    Explainer.builder(racing)
                                            .published()
                                            .maskCount(80)
                                            .batchSize(4)
                                            .executor(pool, 3)
                                            .build()
                                            .explain(pair()))
                    .withMessageContaining("one array in two threads");
        }
    }

    @Nested
    class Answers {
        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"null", "null row", "empty row", "longer row"})
        void embeddingsThatAreNoneAreNamed(String kind) {
            FaceEmbedder broken = new Embedder(rows -> broken(kind, rows));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () -> Explainer.builder(broken).batchSize(8).build().explain(pair()))
                    .withMessageStartingWith("Embedder failed on masks 0 to 7: expected ")
                    .withMessageContaining(
                            switch (kind) {
                                case "null" -> "8 embeddings, received null";
                                case "null row" -> "for mask 5, received null";
                                case "empty row" -> "for mask 5, received one of no floats";
                                default -> "floats, as before, received 1000 for mask 5";
                            });
        }

        private static float[][] broken(String kind, float[][] rows) {
            if (rows.length > 1) {
                switch (kind) {
                    case "null" -> {
                        return nothing();
                    }
                    case "null row" -> rows[5] = nothing();
                    case "empty row" -> rows[5] = new float[0];
                    default -> rows[5] = new float[1000];
                }
            }
            return rows;
        }

        @Test
        void noScoresAtAllAreNamed() {
            FaceVerifier silent = new Scorer(SIZE, batch -> nothing());
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(silent).explain(pair()))
                    .withMessageContaining("expected 1 scores, received null");
        }

        @Test
        void aBatchThatIsWrittenToIsRefused() {
            FaceVerifier writer =
                    new Scorer(
                            SIZE,
                            batch -> {
                                batch.values().put(0, 1f);
                                return new float[batch.count()];
                            });
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(writer).explain(pair()))
                    .withCauseInstanceOf(ReadOnlyBufferException.class);
        }

        /** The message of what failed first must survive a description that fails too. */
        @Test
        void aDescriptionThatFailsHidesNoCause() {
            IllegalStateException second = new IllegalStateException("no name");
            FaceVerifier nameless =
                    new Scorer(
                            SIZE,
                            batch -> {
                                throw new IllegalArgumentException("first");
                            }) {
                        @Override
                        public String description() {
                            throw second;
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(nameless).explain(pair()))
                    .withMessageEndingWith("failed on the whole faces: first")
                    .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(second));
        }

        @Test
        void anInputSizeThatChangedOnceIsNamedAndForgotten() {
            AtomicInteger asked = new AtomicInteger();
            AtomicInteger wrongAt = new AtomicInteger(3);
            FaceVerifier moody =
                    new Scorer(SIZE, batch -> new float[batch.count()]) {
                        @Override
                        public FaceSize inputSize() {
                            return asked.incrementAndGet() == wrongAt.get()
                                    ? new FaceSize(16, 16)
                                    : SIZE;
                        }
                    };
            Explainer explainer = Explainer.builder(moody).maskCount(20).build();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageContaining("must keep its input size 32x40, gave 16x16");
            for (int run = 0; run < 4; run++) {
                assertThat(explainer.explain(pair()).provenance().maskCount()).isEqualTo(20);
            }
        }

        @Test
        void aThresholdThatIsNullIsNamedBeforeAnyPass() {
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier undecided =
                    new Scorer(
                            SIZE,
                            batch -> {
                                calls.incrementAndGet();
                                return new float[batch.count()];
                            }) {
                        @Override
                        public Optional<Threshold> threshold() {
                            return nothing();
                        }
                    };
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(undecided).explain(pair()))
                    .withMessageContaining("failed on its threshold: expected one, received null");
            assertThat(calls).hasValue(0);
        }
    }

    @Nested
    class Scales {
        /** A correlation has no unit: any power of two gives the very same map. */
        @ParameterizedTest(name = "2^{0}")
        @ValueSource(ints = {-1000, -660, -60, 60, 531, 1000})
        void scoresOfAnyMagnitudeGiveTheSameMap(int exponent) {
            Explanation plain = Explainer.builder(DESCRIPTOR).maskCount(60).build().explain(pair());
            FaceEmbedder scaled =
                    new Embedder(rows -> rows) {
                        @Override
                        public double similarity(float[] a, float[] b) {
                            return Math.scalb(DESCRIPTOR.similarity(a, b), exponent);
                        }
                    };
            Explanation why = Explainer.builder(scaled).maskCount(60).build().explain(pair());
            assertThat(why.probe()).isEqualTo(plain.probe());
            assertThat(why.probe().largestMagnitude()).isGreaterThan(0.1f);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(doubles = {1e-200, -1e-39, 1e39, -1e160})
        void scoresThatNoFloatHoldsAreNamed(double score) {
            FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> score);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> Explainer.of(verifier).explain(pair()))
                    .withMessageContaining("similarity must be 0, or of a magnitude in [")
                    .withMessageContaining("was " + score);
        }
    }

    @Nested
    class Runs {
        @Test
        void closingDuringARunLetsItEndWithItsRepeatedScore() {
            Explainer[] explainer = new Explainer[1];
            explainer[0] =
                    Explainer.builder(DESCRIPTOR)
                            .maskCount(40)
                            .repeatScore()
                            .progress((done, total) -> explainer[0].close())
                            .build();
            Explanation why = explainer[0].explain(pair());
            assertThat(why.provenance().settings()).containsEntry("repeatedScore", "equal");
            assertThatIllegalStateException().isThrownBy(() -> explainer[0].explain(pair()));
        }

        @Test
        void aTimeBudgetMayBeLongerThanALongOfNanoseconds() {
            Explanation why =
                    Explainer.builder(DESCRIPTOR)
                            .maskCount(20)
                            .timeBudget(Duration.ofDays(200_000))
                            .build()
                            .explain(pair());
            assertThat(why.provenance().maskCount()).isEqualTo(20);
        }

        /** 2,000,000 faces of 32x40 would need more than a buffer can have. */
        @Test
        void aBatchIsNoLargerThanTheRun() {
            Explanation small = Explainer.builder(DESCRIPTOR).maskCount(20).build().explain(pair());
            Explanation large =
                    Explainer.builder(DESCRIPTOR)
                            .maskCount(20)
                            .batchSize(2_000_000)
                            .executor(pool, 3)
                            .build()
                            .explain(pair());
            assertThat(large.probe()).isEqualTo(small.probe());
        }

        @ParameterizedTest(name = "{0} masks")
        @ValueSource(ints = {1_000_001, Integer.MAX_VALUE})
        void moreMasksThanARunCanHaveAreRefused(int maskCount) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(DESCRIPTOR).maskCount(maskCount))
                    .withMessage("maskCount must be in [2, 1000000], was " + maskCount);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Explainer.builder(DESCRIPTOR).untilReliability(0.9, maskCount))
                    .withMessage("maskCount must be in [2, 1000000], was " + maskCount);
        }

        @Test
        void generatorsAndFillsThatGiveNullAreNamed() {
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    Explainer.builder(DESCRIPTOR)
                                            .masks((first, count, size, seed) -> nothing())
                                            .build()
                                            .explain(pair()))
                    .withMessageContaining("must give 16 masks of 32x40 from index 0, gave null");
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    Explainer.builder(DESCRIPTOR)
                                            .fill(face -> nothing())
                                            .build()
                                            .explain(pair()))
                    .withMessageContaining("must give a picture of 32x40, gave null");
            assertThatIllegalStateException()
                    .isThrownBy(
                            () ->
                                    Explainer.builder(DESCRIPTOR)
                                            .fill(face -> face.resizedTo(new FaceSize(2, 3)))
                                            .build()
                                            .explain(pair()))
                    .withMessageContaining("must give a picture of 32x40, gave FaceImage[2x3]");
        }

        @Test
        void aPhotographIsSentToTheAlignerFirst() {
            FaceImage photograph = FaceImage.filled(new FaceSize(300, 400), 1, 2, 3);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Explainer.of(DESCRIPTOR)
                                            .explain(FacePair.of(photograph, face(1))))
                    .withMessageStartingWith("probe must be 32x40, an aligned face")
                    .withMessageContaining("FaceAligner")
                    .withMessageContaining("--detector")
                    .withMessageEndingWith("was 300x400");
        }
    }

    /** The descriptor's embeddings, changed on their way out. */
    private static class Embedder implements FaceEmbedder {
        private final UnaryOperator<float[][]> change;

        Embedder(UnaryOperator<float[][]> change) {
            this.change = change;
        }

        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return change.apply(DESCRIPTOR.embed(faces));
        }

        @Override
        public String description() {
            return "Embedder";
        }
    }

    /** Scores by a function of the batch. */
    private static class Scorer implements FaceVerifier {
        private final FaceSize size;
        private final Function<FaceBatch, float[]> scores;

        Scorer(FaceSize size, Function<FaceBatch, float[]> scores) {
            this.size = size;
            this.scores = scores;
        }

        @Override
        public FaceSize inputSize() {
            return size;
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            return scores.apply(probes);
        }
    }

    private static double sneak(Throwable thrown) {
        return ForeignVerifiersTest.<RuntimeException>thrown(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> double thrown(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Null where the types allow none, as code without annotations returns it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static FacePair pair() {
        return FacePair.of(face(1), face(2));
    }

    private static FaceImage face(long seed) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + seed) * Math.cos(column * 0.5));
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
