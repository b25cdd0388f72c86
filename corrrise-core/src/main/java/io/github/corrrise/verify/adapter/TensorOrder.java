package io.github.corrrise.verify.adapter;

/**
 * In which order the four dimensions of a model's input stand.
 *
 * @since 0.1.0
 */
public enum TensorOrder {
    /** Batch, channels, height, width: one colour plane after another. What PyTorch exports. */
    NCHW,
    /** Batch, height, width, channels: the colours of a pixel side by side. What Keras exports. */
    NHWC
}
