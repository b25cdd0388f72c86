package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.pair;
import static io.github.corrrise.ExplainerSamples.pause;
import static io.github.corrrise.ExplainerSamples.pauseFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What ends a run: budgets, targets, tokens and interrupts. */
class ExplainerStopTest {
    @Test
    void aPassBudgetLeavesMasksOut() {
        Explanation why =
                Explainer.builder(VERIFIER).maskCount(100).passBudget(63).build().explain(pair());
        assertThat(why.provenance().maskCount()).isEqualTo(30);
        assertThat(why.provenance().passCount()).isEqualTo(62);
        assertThat(why.provenance().stopReason()).isEqualTo(StopReason.PASS_BUDGET);
        assertThat(why.probe())
                .isEqualTo(
                        Explainer.builder(VERIFIER).maskCount(30).build().explain(pair()).probe());
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
                Explainer.builder(VERIFIER).untilReliability(0.7, 5_000).build().explain(pair());
        assertThat(why.provenance().stopReason()).isEqualTo(StopReason.RELIABILITY);
        assertThat(why.provenance().maskCount()).isLessThan(5_000);
    }

    @Test
    void aTargetOutOfReachEndsAtItsBound() {
        Explanation why =
                Explainer.builder(VERIFIER).untilStandardError(1e-6, 130).build().explain(pair());
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
        assertThat(why.provenance().passCount()).isEqualTo(1 + 2L * why.provenance().maskCount());
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
