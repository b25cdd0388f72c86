package io.github.corrrise.onnx;

import org.jspecify.annotations.Nullable;

/**
 * The settings with which a session is opened.
 *
 * @param source the model
 * @param intraOpThreads threads that share one pass, at least 1
 * @param provider what to compute on
 * @param device which device of the provider; null for its first
 */
record SessionSettings(
        ModelSource source,
        int intraOpThreads,
        ExecutionProvider provider,
        @Nullable Integer device) {

    /** For example {@code CUDA 1}. */
    String place() {
        return provider + (device == null ? "" : " " + device);
    }
}
