package io.github.corrrise.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import java.nio.Buffer;
import java.nio.FloatBuffer;

/**
 * Hands the memory of a pass to the engine and copies its embeddings out: plain Java on both sides.
 *
 * @param model the model's name, for messages
 * @param output which output holds the embeddings
 */
record FaceTranslator(String model, OutputChoice output)
        implements NoBatchifyTranslator<FaceTranslator.Input, EmbeddingRows> {
    /**
     * What a pass reads.
     *
     * @param values float32 in native byte order, direct: a ByteBuffer, or a FloatBuffer where the
     *     engine takes one as it is
     * @param shape [rows,3,H,W] or [rows,H,W,3]
     */
    record Input(Buffer values, Shape shape) {}

    @Override
    public NDList processInput(TranslatorContext context, Input input) {
        return new NDList(
                context.getNDManager().create(input.values(), input.shape(), DataType.FLOAT32));
    }

    @Override
    public EmbeddingRows processOutput(TranslatorContext context, NDList outputs)
            throws UnsuitableOutputException {
        NDArray embeddings = output.in(outputs, model);
        DataType type = embeddings.getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT16) {
            throw new UnsuitableOutputException(
                    "output of " + model + " must be of float32 or float16, was " + type);
        }
        return new EmbeddingRows(embeddings.getShape().getShape(), copied(embeddings, type));
    }

    /** One copy out of the engine: its bytes outlive the array, and floats are a view of them. */
    private static FloatBuffer copied(NDArray embeddings, DataType type) {
        return type == DataType.FLOAT32
                ? embeddings.toByteBuffer().asFloatBuffer()
                : FloatBuffer.wrap(embeddings.toFloatArray());
    }
}
