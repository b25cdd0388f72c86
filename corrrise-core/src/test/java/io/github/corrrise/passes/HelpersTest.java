package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HelpersTest {
    private final AtomicInteger worked = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();

    private static PassSettings with(Executor executor, int threads) {
        return PassSettings.builder().executor(executor, threads).build();
    }

    private static Executor threads() {
        return task -> new Thread(task).start();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).as("has come").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theCallerAndEachHelperWorkOnce() {
        CountDownLatch all = new CountDownLatch(4);
        Runnable meeting =
                () -> {
                    worked.incrementAndGet();
                    all.countDown();
                    await(all);
                };
        new Helpers(meeting, stopped::incrementAndGet).run(with(threads(), 4));
        assertThat(worked).hasValue(4);
        assertThat(stopped).hasValue(0);
    }

    @Test
    void aHelperThatComesTooLateDoesNothing() {
        List<Runnable> late = new ArrayList<>();
        new Helpers(worked::incrementAndGet, stopped::incrementAndGet).run(with(late::add, 3));
        assertThat(worked).hasValue(1);
        assertThat(late).hasSize(2).allSatisfy(Runnable::run);
        assertThat(worked).hasValue(1);
    }

    @Test
    void whatAHelperThrowsStopsTheOthersAndComesOutAsItIs() {
        IOException own = new IOException("own");
        CountDownLatch stop = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        Runnable work =
                () -> {
                    if (Thread.currentThread() == caller) {
                        await(stop);
                    } else {
                        HelpersTest.<RuntimeException>sneak(own);
                    }
                };
        assertThatThrownBy(() -> new Helpers(work, stop::countDown).run(with(threads(), 2)))
                .isSameAs(own)
                .hasNoSuppressedExceptions();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void theFirstFailureKeepsTheOthersButNotItself() {
        List<RuntimeException> thrown =
                List.of(new IllegalStateException("first"), new IllegalStateException("second"));
        Runnable failing =
                () -> {
                    throw thrown.get(worked.getAndIncrement());
                };
        assertThatThrownBy(
                        () ->
                                new Helpers(failing, stopped::incrementAndGet)
                                        .run(with(Runnable::run, 2)))
                .isSameAs(thrown.get(0))
                .satisfies(
                        first -> assertThat(first.getSuppressed()).containsExactly(thrown.get(1)));
        assertThat(stopped).hasValue(2);
        RuntimeException same = new IllegalStateException("same");
        Runnable alike =
                () -> {
                    throw same;
                };
        assertThatThrownBy(() -> new Helpers(alike, () -> {}).run(with(Runnable::run, 3)))
                .isSameAs(same)
                .hasNoSuppressedExceptions();
    }

    @Test
    void anExecutorThatRefusesIsAFailure() {
        Executor full =
                task -> {
                    throw new RejectedExecutionException("full");
                };
        assertThatThrownBy(
                        () ->
                                new Helpers(worked::incrementAndGet, stopped::incrementAndGet)
                                        .run(with(full, 2)))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(stopped).hasValue(1);
        assertThat(worked).hasValue(0);
    }

    /** A helper still holds its batch: the caller waits for it, is told to stop, and stays so. */
    @Test
    void anInterruptedCallerWaitsForItsHelpers() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stop = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Runnable work =
                () -> {
                    if (Thread.currentThread() == caller) {
                        await(begun);
                        caller.interrupt();
                    } else {
                        begun.countDown();
                        await(stop);
                        ended.set(true);
                    }
                };
        new Helpers(work, stop::countDown).run(with(threads(), 2));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isTrue();
    }
}
