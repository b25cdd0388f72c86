package io.github.corrrise.bench;

import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.verify.FaceVerifier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The caller's thread and one beside it: what the long figures run their passes in. */
final class TwoThreads implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    /** Passes through a verifier in both threads. */
    MaskedPasses passes(FaceVerifier verifier) {
        return new MaskedPasses(verifier, PassSettings.builder().executor(executor, 2).build());
    }

    /** The thread beside the caller's. */
    ExecutorService executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
