package io.github.corrrise.contract;

import io.github.corrrise.verify.FaceVerifier;
import java.util.function.Consumer;

/** Closes what a contract was given, if it can be closed. */
final class Opened {
    private Opened() {}

    /** Runs {@code law} on the verifier and closes it, whatever happens. */
    static <V extends FaceVerifier> void use(V verifier, Consumer<? super V> law) {
        try {
            law.accept(verifier);
        } finally {
            close(verifier);
        }
    }

    static void close(FaceVerifier verifier) {
        if (verifier instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError("close() failed", e);
            }
        }
    }
}
