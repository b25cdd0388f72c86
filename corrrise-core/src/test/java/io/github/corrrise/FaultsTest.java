package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a caller's code does ends in the named error or in the right result; the explainer works
 * again after, and threads and buffers are back.
 */
class FaultsTest {
    private static final int MASKS = 48;

    /** The thread that explains; faults that keep state are of one thread. */
    private static final AtomicReference<Thread> CALLER = new AtomicReference<>();

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(3, 3, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());

    @AfterEach
    void endPool() {
        pool.shutdownNow();
    }

    /**
     * A fault and its end.
     *
     * @param error what is thrown; empty where the result is the right one
     * @param message what its message, or its cause's, contains
     */
    private record Kind(
            FaultyVerifier.Fault fault,
            Optional<Class<? extends Throwable>> error,
            String message) {
        static Kind right(FaultyVerifier.Fault fault) {
            return new Kind(fault, Optional.empty(), "");
        }

        static Kind error(
                Class<? extends Throwable> error, String message, FaultyVerifier.Fault fault) {
            return new Kind(fault, Optional.of(error), message);
        }

        static Kind failure(String message, FaultyVerifier.Fault fault) {
            return error(VerifierException.class, message, fault);
        }
    }

    /** A fault of embeddings alone. */
    private interface Rows extends FaultyVerifier.Fault {
        float[][] rows(FaceBatch faces, float[][] right, int call);

        @Override
        default float[][] embed(FaceBatch faces, float[][] right, int call, FaultyVerifier self) {
            return rows(faces, right, call);
        }
    }

    /** A fault of similarities alone. */
    private interface Similarity extends FaultyVerifier.Fault {
        double of(double right);

        @Override
        default double similarity(double right) {
            return of(right);
        }
    }

    /** Throws in one call, from 1: 2 whole faces, then 24 batches a side. */
    private static Rows throwing(int at, Throwable thrown) {
        return (faces, right, call) -> call == at ? sneak(thrown) : right;
    }

    private static Rows filled(float value) {
        return (faces, right, call) -> {
            if (call > 2) {
                Arrays.fill(right[0], value);
            }
            return right;
        };
    }

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put(
                "NaN", Kind.failure("must give a finite similarity, gave NaN", filled(Float.NaN)));
        KINDS.put("infinite", Kind.failure("gave NaN", filled(Float.POSITIVE_INFINITY)));
        KINDS.put("minus infinite", Kind.failure("gave NaN", filled(Float.NEGATIVE_INFINITY)));
        KINDS.put(
                "NaN of the whole faces",
                Kind.failure("finite similarity, received NaN", (Similarity) right -> Double.NaN));
        KINDS.put(
                "infinite similarity",
                Kind.failure("received -Infinity", (Similarity) right -> Double.NEGATIVE_INFINITY));
        KINDS.put(
                "too few",
                Kind.failure(
                        "expected 2 embeddings, received 1",
                        (Rows) (faces, right, call) -> Arrays.copyOf(right, 1)));
        KINDS.put(
                "too many",
                Kind.failure(
                        "embeddings, received 9", (Rows) (faces, right, call) -> new float[9][3]));
        KINDS.put("null", Kind.failure("received null", (Rows) (faces, right, call) -> nothing()));
        KINDS.put(
                "null row",
                Kind.failure(
                        "received null", (Rows) (faces, right, call) -> new float[right.length][]));
        KINDS.put(
                "empty rows",
                Kind.failure(
                        "one of no floats",
                        (Rows) (faces, right, call) -> new float[right.length][0]));
        KINDS.put(
                "varying length",
                Kind.failure(
                        "floats, as before, received ",
                        (Rows) (faces, right, call) -> new float[right.length][call]));
        KINDS.put(
                "one array for two faces",
                Kind.failure(
                        "expected an array per face",
                        (Rows)
                                (faces, right, call) -> {
                                    Arrays.fill(right, right[0]);
                                    return right;
                                }));
        float[][] shared = new float[2][embeddingLength()];
        KINDS.put(
                "arrays written again by the next call",
                Kind.right(
                        (Rows)
                                (faces, right, call) -> {
                                    if (Thread.currentThread() != CALLER.get()) {
                                        return right;
                                    }
                                    float[][] same = new float[right.length][];
                                    for (int i = 0; i < right.length; i++) {
                                        System.arraycopy(
                                                right[i], 0, shared[i], 0, right[i].length);
                                        same[i] = shared[i];
                                    }
                                    return same;
                                }));
        List<float[][]> kept = new ArrayList<>();
        KINDS.put(
                "answers scribbled on later",
                Kind.right(
                        (Rows)
                                (faces, right, call) -> {
                                    if (Thread.currentThread() == CALLER.get()) {
                                        kept.forEach(rows -> Arrays.fill(rows[0], -7f));
                                        kept.clear();
                                        kept.add(right);
                                    }
                                    return right;
                                }));
        List<FaceBatch> batches = Collections.synchronizedList(new ArrayList<>());
        KINDS.put(
                "batches kept and read later",
                Kind.right(
                        (Rows)
                                (faces, right, call) -> {
                                    batches.add(faces);
                                    batches.get(0).values().get(0);
                                    return right;
                                }));
        KINDS.put(
                "throws on the first call",
                Kind.failure(
                        "failed on the whole probe: down",
                        throwing(1, new IllegalStateException("down"))));
        KINDS.put(
                "throws on a middle call",
                Kind.failure("down", throwing(20, new IllegalStateException("down"))));
        KINDS.put(
                "throws on the last call",
                Kind.failure("down", throwing(50, new IllegalStateException("down"))));
        KINDS.put("checked", Kind.failure("down", throwing(9, new IOException("down"))));
        KINDS.put(
                "without a message",
                Kind.failure("NullPointerException", throwing(9, new NullPointerException())));
        KINDS.put(
                "whose message throws",
                Kind.failure(
                        "failed on masks",
                        throwing(
                                9,
                                new RuntimeException() {
                                    private static final long serialVersionUID = 1L;

                                    @Override
                                    public String getMessage() {
                                        throw new IllegalStateException("no message");
                                    }
                                })));
        KINDS.put(
                "its own exception",
                Kind.failure("mine", throwing(9, new VerifierException("mine"))));
        KINDS.put(
                "cancels",
                Kind.error(
                        CancellationException.class,
                        "enough",
                        throwing(9, new CancellationException("enough"))));
        KINDS.put(
                "out of memory",
                Kind.error(
                        OutOfMemoryError.class,
                        "none left",
                        throwing(9, new OutOfMemoryError("none left"))));
        KINDS.put(
                "stack overflow",
                Kind.error(
                        StackOverflowError.class,
                        "",
                        (Rows) (faces, right, call) -> call == 9 ? endless(right) : right));
        KINDS.put(
                "linkage",
                Kind.error(
                        NoClassDefFoundError.class,
                        "gone",
                        throwing(9, new NoClassDefFoundError("gone"))));
        KINDS.put(
                "assertion",
                Kind.error(AssertionError.class, "no", throwing(9, new AssertionError("no"))));
        KINDS.put(
                "slow",
                Kind.right(
                        (Rows)
                                (faces, right, call) -> {
                                    ExplainerSamples.pause(1);
                                    return right;
                                }));
        // A tenth more each time: draws may be as near as the answers of two batch sizes.
        KINDS.put(
                "another answer on every call",
                Kind.failure(
                        "expected the same answer for the same face",
                        (Rows)
                                (faces, right, call) -> {
                                    for (float[] row : right) {
                                        row[0] += (float) Math.pow(1.1, call);
                                    }
                                    return right;
                                }));
        KINDS.put(
                "writes to its input",
                Kind.failure(
                        "ReadOnlyBufferException",
                        (Rows)
                                (faces, right, call) -> {
                                    faces.values().put(0, 1f);
                                    return right;
                                }));
        KINDS.put(
                "closes itself",
                Kind.failure(
                        "closed by itself",
                        new FaultyVerifier.Fault() {
                            @Override
                            public float[][] embed(
                                    FaceBatch faces,
                                    float[][] right,
                                    int call,
                                    FaultyVerifier self) {
                                if (call == 9) {
                                    self.close();
                                }
                                return right;
                            }
                        }));
        KINDS.put(
                "another size",
                Kind.failure(
                        "must keep its input size 32x40, gave 40x32",
                        new FaultyVerifier.Fault() {
                            @Override
                            public FaceSize inputSize(int asked) {
                                return asked == 1 ? SIZE : new FaceSize(40, 32);
                            }
                        }));
        KINDS.put(
                "another layout",
                Kind.failure(
                        "must keep its layout",
                        new FaultyVerifier.Fault() {
                            @Override
                            public PixelLayout layout(int asked) {
                                return asked == 1
                                        ? PixelLayout.RGB_PLANAR_0_255
                                        : PixelLayout.RGB_PLANAR_0_255.asInterleaved();
                            }
                        }));
        KINDS.put(
                "no size",
                Kind.failure(
                        "input size: expected one, received null",
                        new FaultyVerifier.Fault() {
                            @Override
                            public FaceSize inputSize(int asked) {
                                return nothing();
                            }
                        }));
        KINDS.put(
                "no threshold",
                Kind.failure(
                        "threshold: expected one, received null",
                        new FaultyVerifier.Fault() {
                            @Override
                            public Optional<Threshold> threshold() {
                                return nothing();
                            }
                        }));
        KINDS.put(
                "no description",
                Kind.failure(
                        "description: expected one, received null",
                        new FaultyVerifier.Fault() {
                            @Override
                            public String description() {
                                return nothing();
                            }
                        }));
        KINDS.put(
                "no origin",
                Kind.failure(
                        "origin: expected one, received null",
                        new FaultyVerifier.Fault() {
                            @Override
                            public FaceVerifier.Origin origin() {
                                return nothing();
                            }
                        }));
    }

    private static int embeddingLength() {
        return ExplainerSamples.VERIFIER
                .embed(FaceBatch.of(ExplainerSamples.VERIFIER.layout(), ExplainerSamples.face(1)))[
                0]
                .length;
    }

    private static List<String> kinds() {
        return List.copyOf(KINDS.keySet());
    }

    @Test
    void thereAreThirtyKindsAndMore() {
        assertThat(KINDS).hasSizeGreaterThanOrEqualTo(30);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void endInTheCallersThread(String name) {
        ends(KINDS.get(name), builder -> builder);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void endWithHelpers(String name) {
        ends(KINDS.get(name), builder -> builder.executor(pool, 3));
    }

    private void ends(Kind kind, UnaryOperator<Explainer.Builder> threads) {
        CALLER.set(Thread.currentThread());
        FaultyVerifier verifier = new FaultyVerifier(kind.fault());
        try (Explainer explainer =
                threads.apply(Explainer.builder(verifier).maskCount(MASKS).batchSize(2)).build()) {
            AtomicReference<Explanation> why = new AtomicReference<>();
            Throwable thrown = catchThrowable(() -> why.set(explainer.explain(pair())));
            if (kind.error().isPresent()) {
                assertThat(thrown).isInstanceOf(kind.error().get());
                assertThat(texts(thrown)).contains(kind.message());
                assertThat(why).hasNullValue();
            } else {
                assertThat(thrown).isNull();
                assertSame(why.get());
            }
            requireIdle();
            verifier.mend();
            assertSame(explainer.explain(pair()));
        }
        assertThat(Thread.interrupted()).isFalse();
    }

    private static String texts(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            try {
                all.append(each).append('\n');
            } catch (IllegalStateException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    private static void assertSame(Explanation why) {
        assertThat(why.similarity()).isEqualTo(Truth.EXPLANATION.similarity());
        assertThat(why.probe()).isEqualTo(Truth.EXPLANATION.probe());
        assertThat(why.reference()).isEqualTo(Truth.EXPLANATION.reference());
    }

    /** Made when first asked for. */
    private static final class Truth {
        static final Explanation EXPLANATION =
                Explainer.builder(ExplainerSamples.VERIFIER)
                        .maskCount(MASKS)
                        .build()
                        .explain(pair());
    }

    /**
     * A helper's task ends a moment after the run, and one that found no thread in time starts
     * after it; read once, for it may start between two readings.
     */
    private void requireIdle() {
        boolean idle = isIdle();
        for (int wait = 0; wait < 2000 && !idle; wait++) {
            ExplainerSamples.pause(1);
            idle = isIdle();
        }
        assertThat(idle).as("no helper works or waits").isTrue();
    }

    private boolean isIdle() {
        return pool.getQueue().isEmpty() && pool.getActiveCount() == 0;
    }

    @Nested
    class Lives {
        @Test
        void aVerifierThatCallsTheExplainerGetsItsAnswer() {
            AtomicReference<Explainer> explainer = new AtomicReference<>();
            AtomicInteger depth = new AtomicInteger();
            FaultyVerifier verifier =
                    new FaultyVerifier(
                            (Rows)
                                    (faces, right, call) -> {
                                        if (depth.getAndIncrement() == 5) {
                                            assertSame(explainer.get().explain(pair()));
                                        }
                                        return right;
                                    });
            explainer.set(Explainer.builder(verifier).maskCount(MASKS).build());
            assertSame(explainer.get().explain(pair()));
        }

        @Test
        void aVerifierThatClosesTheExplainerGetsItsRunDone() {
            AtomicReference<Explainer> explainer = new AtomicReference<>();
            FaultyVerifier verifier =
                    new FaultyVerifier(
                            (Rows)
                                    (faces, right, call) -> {
                                        explainer.get().close();
                                        return right;
                                    });
            explainer.set(Explainer.builder(verifier).maskCount(MASKS).build());
            assertSame(explainer.get().explain(pair()));
            assertThatIllegalStateException().isThrownBy(() -> explainer.get().explain(pair()));
        }

        /** It hangs until its thread is interrupted, and says nothing of it. */
        @Test
        void aVerifierThatHangsIsEndedByAnInterrupt() throws InterruptedException {
            FaultyVerifier verifier =
                    new FaultyVerifier(
                            (Rows)
                                    (faces, right, call) -> {
                                        if (call == 9) {
                                            ExplainerSamples.pauseFor(new CountDownLatch(1));
                                        }
                                        return right;
                                    });
            Explainer explainer = Explainer.builder(verifier).maskCount(MASKS).batchSize(2).build();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread thread =
                    new Thread(
                            () -> {
                                thrown.set(catchThrowable(() -> explainer.explain(pair())));
                                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                            });
            thread.start();
            while (verifier.calls() < 9) {
                ExplainerSamples.pause(1);
            }
            thread.interrupt();
            thread.join(20_000);
            assertThat(thread.isAlive()).isFalse();
            assertThat(thrown.get()).isInstanceOf(CancellationException.class);
            verifier.mend();
            assertSame(explainer.explain(pair()));
        }

        /** Who swallows an interrupt is not ended by it; its result is the right one. */
        @Test
        void aVerifierThatSwallowsAnInterruptGetsTheRightResult() {
            FaultyVerifier verifier =
                    new FaultyVerifier(
                            (Rows)
                                    (faces, right, call) -> {
                                        Thread.currentThread().interrupt();
                                        Thread.interrupted();
                                        return right;
                                    });
            assertSame(Explainer.builder(verifier).maskCount(MASKS).build().explain(pair()));
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(doubles = {0, -0.0, 0.5, Double.MAX_VALUE, Double.MIN_VALUE, -1e300})
        void equalScoresGiveAMapOfNothing(double score) {
            FaultyVerifier verifier = new FaultyVerifier((Similarity) right -> score);
            Explanation why = Explainer.builder(verifier).maskCount(MASKS).build().explain(pair());
            assertThat(why.similarity()).isEqualTo(score);
            assertThat(why.probe().largestMagnitude()).isZero();
            assertThat(why.probe().significantShare()).isZero();
        }

        /** Buffers of failed runs are not used again, since the verifier may hold them. */
        @Tag("slow")
        @Test
        void nativeMemoryOfFailedRunsComesBack() {
            FaultyVerifier verifier =
                    new FaultyVerifier(
                            (Rows)
                                    (faces, right, call) ->
                                            right.length > 1 ? new float[0][] : right);
            long before = directBytes();
            try (Explainer explainer =
                    Explainer.builder(verifier).maskCount(512).batchSize(256).build()) {
                for (int run = 0; run < 100; run++) {
                    assertThat(catchThrowable(() -> explainer.explain(pair())))
                            .isInstanceOf(VerifierException.class);
                }
            }
            // 100 runs x 256 faces x 15 kB are 393 MB.
            for (int wait = 0; wait < 100 && directBytes() > before + (20 << 20); wait++) {
                System.gc();
                ExplainerSamples.pause(20);
            }
            assertThat(directBytes() - before).isLessThan(20 << 20);
        }

        private static long directBytes() {
            ByteBuffer.allocateDirect(1);
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
        }
    }

    @Nested
    class Generators {
        private final MaskGenerator right = PatchMasks.published();

        @Test
        void thatGiveOtherMasksTheNextTimeAreRefused() {
            AtomicInteger calls = new AtomicInteger();
            refused(
                    (first, count, size, seed) ->
                            right.generate(first, count, size, seed + calls.incrementAndGet()),
                    "again as it gave it among 16, gave another: a mask depends on seed, index and"
                            + " size alone");
            refused(
                    (first, count, size, seed) -> right.generate(first, count, size, seed + count),
                    "again as it gave it among 16");
            refused(
                    (first, count, size, seed) ->
                            right.generate(first, count, size, seed)
                                    .withStrata(new Random(count).ints(count, 0, 3).toArray()),
                    "again as it gave it among 16");
        }

        @Test
        void thatGiveAnotherBatchAreRefused() {
            String must = "must give 16 masks of 32x40 from index ";
            refused((first, count, size, seed) -> nothing(), must);
            refused((first, count, size, seed) -> right.generate(first, 3, size, seed), must);
            refused((first, count, size, seed) -> right.generate(9, count, size, seed), must);
            refused(
                    (first, count, size, seed) ->
                            right.generate(first, count, new FaceSize(9, 9), seed),
                    must);
        }

        @Test
        void thatThrowAreHeard() {
            for (Throwable thrown :
                    List.of(new IOException("a"), new OutOfMemoryError("b"), new Oddity())) {
                AtomicInteger calls = new AtomicInteger();
                MaskGenerator throwing =
                        (first, count, size, seed) ->
                                calls.incrementAndGet() == 4
                                        ? FaultsTest.<MaskBatch>sneak(thrown)
                                        : right.generate(first, count, size, seed);
                heard(builder -> builder.masks(throwing), thrown);
            }
        }

        private void refused(MaskGenerator masks, String message) {
            try (Explainer explainer =
                    Explainer.builder(ExplainerSamples.VERIFIER)
                            .maskCount(32)
                            .masks(masks)
                            .build()) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> explainer.explain(pair()))
                        .withMessageContaining(message);
            }
        }
    }

    @Test
    void fillsThatThrowAreHeard() {
        for (Throwable thrown :
                List.of(new IOException("a"), new OutOfMemoryError("b"), new Oddity())) {
            heard(builder -> builder.fill(face -> FaultsTest.<FaceImage>sneak(thrown)), thrown);
        }
    }

    /** A fill is asked once a face and run: what it gives another time changes nothing. */
    @Test
    void aFillThatGivesAnotherPictureEachTimeIsAskedOncePerFace() {
        AtomicInteger asked = new AtomicInteger();
        Fill moody = face -> FaceImage.filled(face.size(), asked.incrementAndGet(), 0, 0);
        Explainer.builder(ExplainerSamples.VERIFIER)
                .maskCount(MASKS)
                .fill(moody)
                .build()
                .explain(pair());
        assertThat(asked).hasValue(2);
    }

    @Test
    void listenersThatThrowAreHeardFromAnyThread() {
        for (Throwable thrown :
                List.of(new IOException("a"), new StackOverflowError("b"), new Oddity())) {
            heard(builder -> builder.progress((done, total) -> sneak(thrown)), thrown);
            heard(builder -> builder.cancelWhen(() -> sneak(thrown)), thrown);
            heard(
                    builder -> builder.executor(pool, 3).progress((done, total) -> sneak(thrown)),
                    thrown);
        }
        requireIdle();
    }

    private static void heard(UnaryOperator<Explainer.Builder> change, Throwable thrown) {
        try (Explainer explainer =
                change.apply(Explainer.builder(ExplainerSamples.VERIFIER).maskCount(200)).build()) {
            assertThat(catchThrowable(() -> explainer.explain(pair()))).isSameAs(thrown);
        }
    }

    @Nested
    class OtherExecutors {
        @Test
        void thatRejectAreReportedAndTheNextRunIsRight() {
            AtomicInteger tasks = new AtomicInteger();
            rejects(
                    task -> {
                        throw new RejectedExecutionException("shut");
                    });
            rejects(
                    task -> {
                        if (tasks.incrementAndGet() > 1) {
                            throw new RejectedExecutionException("one is enough");
                        }
                        pool.execute(task);
                    });
            requireIdle();
        }

        @Test
        void thatAreFullAreReported() throws InterruptedException {
            ThreadPoolExecutor full =
                    new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
            try {
                rejects(full);
            } finally {
                full.shutdownNow();
                assertThat(full.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
            }
        }

        private void rejects(Executor executor) {
            try (Explainer explainer =
                    Explainer.builder(ExplainerSamples.VERIFIER)
                            .maskCount(MASKS)
                            .executor(executor, 4)
                            .build()) {
                assertThat(catchThrowable(() -> explainer.explain(pair())))
                        .isInstanceOf(RejectedExecutionException.class);
            }
        }

        @Tag("slow")
        @Test
        void thatRunInTheCallerTwiceNeverOrLaterGiveTheSameMap() {
            right(Runnable::run);
            right(
                    task -> {
                        task.run();
                        task.run();
                    });
            right(task -> {});
            List<Runnable> later = new ArrayList<>();
            right(later::add);
            later.forEach(Runnable::run);
            right(pool);
            requireIdle();
        }

        /** On a platform that has them. */
        @Test
        void ofVirtualThreadsGiveTheSameMap() throws ReflectiveOperationException {
            if (Runtime.version().feature() < 21) {
                right(Executors.newCachedThreadPool());
                return;
            }
            Object threads =
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            right((ExecutorService) threads);
        }

        private void right(Executor executor) {
            try (Explainer explainer =
                    Explainer.builder(ExplainerSamples.VERIFIER)
                            .maskCount(MASKS)
                            .batchSize(4)
                            .executor(executor, 4)
                            .build()) {
                assertSame(explainer.explain(pair()));
                assertSame(explainer.explain(pair()));
            } finally {
                if (executor instanceof ExecutorService service && service != pool) {
                    service.shutdownNow();
                }
            }
        }
    }

    /** Neither a RuntimeException nor an Error, as a Scala ControlThrowable is. */
    private static final class Oddity extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static float[][] endless(float[][] right) {
        return right.length == 0 ? right : endless(right.clone());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T thrown(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T sneak(Throwable thrown) {
        return FaultsTest.<T, RuntimeException>thrown(thrown);
    }

    /** Null where the types allow none, as code without annotations returns it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
