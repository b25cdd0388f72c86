package io.github.corrrise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that share an explainer, and what ends a run from another thread while it goes on. Which
 * of them comes first is the machine's choice: the laws hold for every order.
 */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExplainerRacesTest {
    private static final FaceSize SIZE = new FaceSize(6, 5);
    private static final int SCHEDULES = 2_500;
    private static final int MASKS = 8;
    private static final String POOL = "races";
    private static final List<Event> EVENTS = List.of(Event.values());

    private final ThreadPoolExecutor helpers = pool(3);
    private final ThreadPoolExecutor runners = pool(16);

    private static ThreadPoolExecutor pool(int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                work -> new Thread(work, POOL));
    }

    /** Work that hangs would keep its pool from ending. */
    @AfterEach
    void poolsEnd() throws InterruptedException {
        for (ThreadPoolExecutor pool : List.of(helpers, runners)) {
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static FaceImage face(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = 20 + 200 * random.nextFloat();
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static FacePair pair(long seed) {
        return FacePair.of(face(seed), face(seed + 1_000));
    }

    private static double similarity(FaceImage probe, FaceImage reference) {
        double sum = 0;
        for (int row = 0; row < SIZE.height(); row++) {
            for (int column = 0; column < SIZE.width(); column++) {
                sum += probe.at(row, column, 0) * reference.at(row, column, 1) / 255 / 255;
            }
        }
        return sum / SIZE.pixelCount();
    }

    /** All that an explainer is asked: pairs, galleries and contrasts, by both estimators. */
    @Test
    void sixteenThreadsGetWhatOneThreadGets() throws Exception {
        FaceVerifier descriptor = ExplainerSamples.VERIFIER;
        Explainer.Builder builder = Explainer.builder(descriptor).maskCount(40).batchSize(4);
        List<FaceImage> faces = new ArrayList<>();
        for (int seed = 1; seed <= 6; seed++) {
            faces.add(ExplainerSamples.face(seed));
        }
        for (boolean published : new boolean[] {false, true}) {
            if (published) {
                builder.published().maskCount(40);
            }
            List<Object> expected = new ArrayList<>();
            try (Explainer alone = builder.build()) {
                questions(alone, faces).forEach(question -> expected.add(question.get()));
            }
            try (Explainer shared = builder.executor(helpers, 3).build()) {
                List<Supplier<Object>> questions = questions(shared, faces);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> threads = new ArrayList<>();
                for (int thread = 0; thread < 16; thread++) {
                    int first = thread;
                    threads.add(
                            runners.submit(
                                    () -> {
                                        ExplainerSamples.pauseFor(start);
                                        for (int i = 0; i < questions.size(); i++) {
                                            int which = (first + i) % questions.size();
                                            assertThat(questions.get(which).get())
                                                    .isEqualTo(expected.get(which));
                                        }
                                    }));
                }
                start.countDown();
                for (Future<?> thread : threads) {
                    thread.get();
                }
            }
        }
    }

    private static List<Supplier<Object>> questions(Explainer explainer, List<FaceImage> faces) {
        List<Supplier<Object>> questions = new ArrayList<>();
        for (int i = 0; i + 1 < faces.size(); i++) {
            FacePair pair = FacePair.of(faces.get(i), faces.get(i + 1));
            questions.add(() -> explainer.explain(pair));
        }
        questions.add(() -> explainer.explain(faces.get(0), faces.subList(1, 6)));
        questions.add(() -> explainer.explain(faces.get(0), faces.get(1), faces.get(2)));
        return questions;
    }

    /** What meets a run from another thread. */
    private enum Event {
        TOKEN,
        FUTURE,
        INTERRUPT,
        CLOSE,
        CLOSE_CACHE
    }

    /** How a run ended. */
    private enum End {
        RESULT,
        CANCELLED,
        REFUSED
    }

    /** Passes of a run, each a comparison: the whole faces, and each mask thrice. */
    private static final int PASSES = 1 + 3 * MASKS;

    @Test
    void aRunThatIsMetByAnythingEndsRightOrAsItIsDocumented() throws Exception {
        List<FacePair> pairs = List.of(pair(1), pair(2), pair(3));
        List<Explanation> expected = new ArrayList<>();
        try (Explainer alone =
                settings(FaceVerifier.of(SIZE, ExplainerRacesTest::similarity)).build()) {
            pairs.forEach(pair -> expected.add(alone.explain(pair)));
        }
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Map<Event, Map<End, Integer>> ends = new EnumMap<>(Event.class);
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(seed, pairs, expected);
            End end = schedule.run();
            ends.computeIfAbsent(schedule.event, event -> new EnumMap<>(End.class))
                    .merge(end, 1, Integer::sum);
        }
        // One schedule in three waits for its event within a pass, and events after the last pass
        // find a result: both ends of each event are there whatever the machine does, in what
        // shares depends on it.
        for (Event event : List.of(Event.TOKEN, Event.FUTURE, Event.INTERRUPT)) {
            assertThat(ends.get(event)).containsOnlyKeys(End.RESULT, End.CANCELLED);
        }
        assertThat(ends.get(Event.CLOSE)).containsOnlyKeys(End.RESULT, End.REFUSED);
        assertThat(ends.get(Event.CLOSE_CACHE)).containsOnlyKeys(End.RESULT);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.getName().startsWith(POOL))
                .isSubsetOf(before);
    }

    private static Explainer.Builder settings(FaceVerifier verifier) {
        return Explainer.builder(verifier).masks(new PatchMasks(2, 0.4)).maskCount(MASKS);
    }

    /** One run, an event that meets it, and what must hold whichever comes first. */
    private final class Schedule {
        private final Event event;
        private final Random random;
        private final AtomicInteger passes = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicBoolean token = new AtomicBoolean();
        private final CountDownLatch happened = new CountDownLatch(1);
        private final CompletableFuture<CompletableFuture<Explanation>> future =
                new CompletableFuture<>();
        private final MaskCache cache = MaskCache.ofQuarterHeap();
        private final long pace;

        /** The event comes once so many passes have begun. */
        private final int at;

        /** Whether that pass waits for the event. */
        private final boolean waits;

        private final FacePair pair;
        private final Explanation expected;
        private final Explainer explainer;

        Schedule(long seed, List<FacePair> pairs, List<Explanation> expected) {
            event = EVENTS.get((int) (seed % EVENTS.size()));
            random = new Random(seed);
            pace = random.nextLong();
            at = random.nextInt(PASSES + 4);
            waits = at > 0 && random.nextInt(3) == 0;
            int which = random.nextInt(pairs.size());
            pair = pairs.get(which);
            this.expected = expected.get(which);
            Explainer.Builder builder =
                    settings(FaceVerifier.of(SIZE, this::similarity))
                            .batchSize(1 + random.nextInt(4))
                            .cache(cache)
                            .cancelWhen(token::get);
            int threads = 1 + random.nextInt(4);
            explainer = (threads > 1 ? builder.executor(helpers, threads) : builder).build();
        }

        /** Paced by the seed, so that threads meet in other places in each schedule. */
        private double similarity(FaceImage probe, FaceImage reference) {
            int pass = passes.incrementAndGet();
            if (waits && pass == at) {
                ExplainerSamples.pauseFor(happened);
            }
            Random ofPass = new Random(pace + pass);
            for (int spin = ofPass.nextInt(40); spin > 0; spin--) {
                Thread.onSpinWait();
            }
            if (ofPass.nextInt(4) == 0) {
                LockSupport.parkNanos(1_000);
            }
            return ExplainerRacesTest.similarity(probe, reference);
        }

        End run() throws Exception {
            Thread caller = Thread.currentThread();
            Future<?> meeting =
                    runners.submit(
                            () -> {
                                while (passes.get() < at && !over.get()) {
                                    LockSupport.parkNanos(1_000);
                                }
                                happen(caller);
                                happened.countDown();
                            });
            End end;
            try {
                Explanation why = explain();
                assertRight(why);
                end = End.RESULT;
            } catch (CancellationException e) {
                end = End.CANCELLED;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageStartingWith("closed:");
                end = End.REFUSED;
            }
            // An interrupt stays, whether it ended the run or came too late.
            over.set(true);
            awaitWhateverTheFlag(meeting);
            assertThat(Thread.interrupted()).isEqualTo(event == Event.INTERRUPT);
            token.set(false);
            if (event == Event.CLOSE) {
                assertThatIllegalStateException().isThrownBy(() -> explainer.explain(pair));
            } else {
                assertRight(explainer.explain(pair));
            }
            explainer.close();
            cache.close();
            return end;
        }

        private Explanation explain() throws Exception {
            if (event != Event.FUTURE) {
                return explainer.explain(pair);
            }
            CompletableFuture<Explanation> begun = explainer.explainAsync(pair, runners);
            future.complete(begun);
            return begun.get();
        }

        private void happen(Thread caller) {
            switch (event) {
                case TOKEN -> token.set(true);
                case FUTURE -> future.join().cancel(true);
                case INTERRUPT -> caller.interrupt();
                case CLOSE -> explainer.close();
                case CLOSE_CACHE -> cache.close();
            }
        }

        private void assertRight(Explanation why) {
            assertThat(why.similarity()).isEqualTo(expected.similarity());
            assertThat(why.probe()).isEqualTo(expected.probe());
            assertThat(why.reference()).isEqualTo(expected.reference());
            assertThat(why.provenance().passCount()).isEqualTo(PASSES);
        }
    }

    private static void awaitWhateverTheFlag(Future<?> task) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                task.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
