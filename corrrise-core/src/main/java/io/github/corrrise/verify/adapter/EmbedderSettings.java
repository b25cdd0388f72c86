package io.github.corrrise.verify.adapter;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.Threshold;
import java.util.Optional;

/**
 * What was set on an adapter of an embedding model, the preset worked in: made by an {@link
 * EmbedderBuilder}, read by the adapter.
 *
 * @param preset the family of the model, if one was named
 * @param pixels channel order, mean and deviation; planar or not is decided by {@link #layoutIn}
 * @param tensorOrder in which order the input's dimensions stand, if set
 * @param inputSize height and width as set, the preset's not counted
 * @param batchLimit faces sent through the model at once, at least 1
 * @param unitLength whether embeddings are scaled to unit length
 * @param threshold the operating point, if any
 * @param label what precedes the model's name in the description, if set
 * @since 0.1.0
 */
public record EmbedderSettings(
        Optional<ModelPreset> preset,
        PixelLayout pixels,
        Optional<TensorOrder> tensorOrder,
        Optional<FaceSize> inputSize,
        int batchLimit,
        boolean unitLength,
        Optional<Threshold> threshold,
        Optional<String> label) {
    /** The layout of faces for an input in this order. */
    public PixelLayout layoutIn(TensorOrder order) {
        return order == TensorOrder.NCHW ? pixels.asPlanar() : pixels.asInterleaved();
    }
}
