package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every verifier that holds a resource must do: it is {@link AutoCloseable}. */
public interface CloseableContract {
    /** A new, open verifier that is {@link AutoCloseable}; the contract closes it. */
    FaceVerifier openVerifier();

    /** Closing what is closed does nothing. */
    @Test
    default void closesTwice() {
        Law.holds(
                "closing what is closed does nothing",
                () -> {
                    FaceVerifier verifier = openVerifier();
                    assertThat(verifier).isInstanceOf(AutoCloseable.class);
                    Opened.close(verifier);
                    Opened.close(verifier);
                });
    }

    /** Whatever needs the resource is refused after close. */
    @Test
    default void refusesToScoreAfterClose() {
        Law.holds(
                "calls after close() throw an IllegalStateException",
                () -> {
                    FaceVerifier verifier = openVerifier();
                    FaceImage face = ContractFaces.draw(1, verifier.inputSize()).get(0);
                    FaceBatch batch = ContractFaces.batch(verifier, face);
                    Opened.close(verifier);
                    assertThatIllegalStateException()
                            .isThrownBy(() -> verifier.similarities(batch, face));
                    assertThatIllegalStateException()
                            .isThrownBy(() -> verifier.similarities(face, batch));
                    if (verifier instanceof FaceEmbedder embedder) {
                        assertThatIllegalStateException().isThrownBy(() -> embedder.embed(batch));
                    }
                });
    }

    /** Closing one leaves another open. */
    @Test
    default void closesNoneButItself() {
        Law.holds(
                "closing one leaves another open",
                () -> {
                    FaceVerifier closed = openVerifier();
                    Opened.use(
                            openVerifier(),
                            open -> {
                                Opened.close(closed);
                                FaceImage face = ContractFaces.draw(1, open.inputSize()).get(0);
                                assertThat(open.similarities(ContractFaces.batch(open, face), face))
                                        .hasSize(1);
                            });
                });
    }

    /**
     * Closing while other threads score lets their running calls end well and refuses their next
     * ones.
     */
    @Test
    default void closesWhileOtherThreadsScore() throws Exception {
        Law.holds(
                "close() lets running calls end and refuses the next ones with an IllegalStateException",
                () -> {
                    FaceVerifier verifier = openVerifier();
                    List<FaceImage> faces = ContractFaces.draw(3, verifier.inputSize());
                    float[] expected =
                            verifier.similarities(
                                    ContractFaces.batch(verifier, faces, 0), faces.get(0));
                    CountDownLatch bothScored = new CountDownLatch(2);
                    Runnable work =
                            () -> {
                                FaceBatch batch = ContractFaces.batch(verifier, faces, 0);
                                while (true) {
                                    float[] scores = verifier.similarities(batch, faces.get(0));
                                    assertThat(scores).hasSameSizeAs(expected);
                                    bothScored.countDown();
                                }
                            };
                    ExecutorService threads = Executors.newFixedThreadPool(2);
                    try {
                        List<Future<?>> futures =
                                List.of(threads.submit(work), threads.submit(work));
                        assertThat(bothScored.await(2, TimeUnit.MINUTES)).isTrue();
                        Opened.close(verifier);
                        for (Future<?> future : futures) {
                            assertThat(future)
                                    .failsWithin(2, TimeUnit.MINUTES)
                                    .withThrowableOfType(ExecutionException.class)
                                    .withCauseInstanceOf(IllegalStateException.class);
                        }
                    } finally {
                        threads.shutdownNow();
                    }
                });
    }
}
