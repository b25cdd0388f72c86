package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.saliency.Explanation;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same settings give the same maps. */
class ExplainerDeterminismTest {
    @ParameterizedTest(name = "batches of {0} on {1} threads")
    @CsvSource({"1, 1", "7, 1", "16, 1", "64, 1", "1, 2", "7, 2", "16, 4", "7, 4"})
    void batchesAndThreadsLeaveNoTrace(int batchSize, int threads) {
        Explanation expected = Explainer.builder(VERIFIER).maskCount(100).build().explain(pair());
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
