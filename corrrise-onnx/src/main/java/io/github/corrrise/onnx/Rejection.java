package io.github.corrrise.onnx;

/** Words a rejected argument, the same everywhere. */
final class Rejection {
    private Rejection() {}

    static IllegalArgumentException of(String name, Object accepted, Object received) {
        return new IllegalArgumentException(name + " must be " + accepted + ", was " + received);
    }

    /** Returns {@code value} when it is at least {@code minimum}. */
    static int unlessAtLeast(int minimum, int value, String name) {
        if (value < minimum) {
            throw of(name, "at least " + minimum, value);
        }
        return value;
    }
}
