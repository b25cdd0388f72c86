package io.github.corrrise.onnx;

/** The one wording of a rejected argument. */
final class Rejection {
    private Rejection() {}

    static IllegalArgumentException of(String name, Object accepted, Object received) {
        return new IllegalArgumentException(name + " must be " + accepted + ", was " + received);
    }
}
