package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.pair;
import static io.github.corrrise.ExplainerSamples.pause;
import static io.github.corrrise.ExplainerSamples.pauseFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs on executors. */
class ExplainerAsyncTest {
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
                Explainer.builder(slow).maskCount(1_000_000).build().explainAsync(pair(), executor);
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
}
