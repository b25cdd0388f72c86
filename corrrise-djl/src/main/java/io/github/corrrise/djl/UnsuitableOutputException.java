package io.github.corrrise.djl;

/** Carries the reason out of a translator, whose exceptions DJL wraps. */
final class UnsuitableOutputException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsuitableOutputException(String message) {
        super(message);
    }
}
