package io.github.corrrise.onnx;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened with.
 *
 * @param file the model
 * @param intraOpThreads threads that share one pass, at least 1
 * @param provider what to compute on
 * @param device which device of the provider; null for its first
 */
record SessionSettings(
        Path file, int intraOpThreads, ExecutionProvider provider, @Nullable Integer device) {

    /** For example {@code CUDA 1}. */
    String place() {
        return provider + (device == null ? "" : " " + device);
    }
}
