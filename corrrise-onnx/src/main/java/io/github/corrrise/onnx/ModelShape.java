package io.github.corrrise.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of itself, checked against what a face embedder is.
 *
 * @param inputName the input that takes the faces
 * @param outputName the output that gives the embeddings
 * @param outputCount how many outputs the model has
 * @param tensorOrder in which order the input's dimensions stand
 * @param inputSize height and width of the faces
 * @param fixedBatch faces a pass must have, or 0 where any number will do
 */
record ModelShape(
        String inputName,
        String outputName,
        int outputCount,
        EmbedderBuilder.TensorOrder tensorOrder,
        FaceSize inputSize,
        int fixedBatch) {
    private static final int CHANNEL_COUNT = 3;

    static ModelShape of(
            OnnxSession session, OnnxFaceVerifier.Builder own, EmbedderBuilder.Settings settings) {
        String model = session.file().name();
        Map<String, NodeInfo> inputs = session.inputs();
        Map<String, NodeInfo> outputs = session.outputs();
        if (inputs.size() != 1) {
            throw Rejection.of("inputs of " + model, "one", inputs.size() + " " + inputs.keySet());
        }
        String inputName = named("input", model, inputs, own.inputName);
        String outputName = named("output", model, outputs, own.outputName);
        String input = "input '" + inputName + "' of " + model;
        long[] shape = floatShape(input, inputs.get(inputName));
        EmbedderBuilder.TensorOrder order =
                orderOf(input, shape, settings.tensorOrder().orElse(null));
        FaceSize size = sizeOf(model, shape, order, settings);
        requireEmbeddings("output '" + outputName + "' of " + model, outputs.get(outputName));
        return new ModelShape(
                inputName, outputName, outputs.size(), order, size, (int) Math.max(0, shape[0]));
    }

    /** For the description: the output's name where there are several, otherwise empty. */
    String choice() {
        return outputCount == 1 ? "" : "'" + outputName + "'";
    }

    /** The dimensions of an input of {@code faceCount} faces. */
    long[] inputShape(int faceCount) {
        int height = inputSize.height();
        int width = inputSize.width();
        return tensorOrder == EmbedderBuilder.TensorOrder.NCHW
                ? new long[] {faceCount, CHANNEL_COUNT, height, width}
                : new long[] {faceCount, height, width, CHANNEL_COUNT};
    }

    private static String named(
            String kind, String model, Map<String, NodeInfo> nodes, @Nullable String wanted) {
        if (wanted == null && nodes.size() == 1) {
            return nodes.keySet().iterator().next();
        }
        if (wanted == null || !nodes.containsKey(wanted)) {
            String received = wanted == null ? "not set" : "'" + wanted + "'";
            throw Rejection.of(
                    kind + "Name",
                    "one of " + nodes.keySet() + " in " + model,
                    received
                            + ": set "
                            + kind
                            + "Name on the builder (--"
                            + kind
                            + " NAME of a command)");
        }
        return wanted;
    }

    /** The shape of an input or output of float32. */
    static long[] floatShape(String node, @Nullable NodeInfo info) {
        if (info == null || !(info.getInfo() instanceof TensorInfo tensor)) {
            throw Rejection.of(node, "a tensor", String.valueOf(info));
        }
        if (tensor.onnxType != OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
            String type = tensor.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
            throw Rejection.of(node, "of float32", type);
        }
        return tensor.getShape();
    }

    private static EmbedderBuilder.TensorOrder orderOf(
            String input, long[] shape, EmbedderBuilder.@Nullable TensorOrder wanted) {
        boolean planar = shape.length == 4 && mayBe(CHANNEL_COUNT, shape[1]);
        boolean interleaved = shape.length == 4 && mayBe(CHANNEL_COUNT, shape[3]);
        if (wanted == null && !planar && !interleaved) {
            throw Rejection.of(input, "[N,3,H,W] or [N,H,W,3]", EmbeddingRows.shown(shape));
        }
        if (wanted == EmbedderBuilder.TensorOrder.NCHW && !planar) {
            throw Rejection.of(input, "[N,3,H,W] for NCHW", EmbeddingRows.shown(shape));
        }
        if (wanted == EmbedderBuilder.TensorOrder.NHWC && !interleaved) {
            throw Rejection.of(input, "[N,H,W,3] for NHWC", EmbeddingRows.shown(shape));
        }
        if (wanted != null) {
            return wanted;
        }
        boolean onlyLastIsThree = shape[3] == CHANNEL_COUNT && shape[1] != CHANNEL_COUNT;
        return planar && !onlyLastIsThree
                ? EmbedderBuilder.TensorOrder.NCHW
                : EmbedderBuilder.TensorOrder.NHWC;
    }

    private static FaceSize sizeOf(
            String model,
            long[] shape,
            EmbedderBuilder.TensorOrder order,
            EmbedderBuilder.Settings settings) {
        long height = order == EmbedderBuilder.TensorOrder.NCHW ? shape[2] : shape[1];
        long width = order == EmbedderBuilder.TensorOrder.NCHW ? shape[3] : shape[2];
        FaceSize wanted =
                settings.inputSize()
                        .or(() -> settings.preset().map(ModelPreset::inputSize))
                        .orElse(null);
        String own = EmbeddingRows.shown(height, width);
        if (wanted == null) {
            if (height < 1 || width < 1) {
                throw Rejection.of(
                        "inputSize", "set, for " + model + " has dynamic " + own, "not set");
            }
            return new FaceSize((int) height, (int) width);
        }
        if (!mayBe(wanted.height(), height) || !mayBe(wanted.width(), width)) {
            String received =
                    settings.inputSize().isPresent()
                            ? wanted.toString()
                            : wanted + " by the preset " + settings.preset().orElseThrow();
            throw Rejection.of("inputSize", own + " as in " + model, received);
        }
        return wanted;
    }

    /** A shape that the file leaves open is looked at when a pass has been made. */
    private static void requireEmbeddings(String output, @Nullable NodeInfo info) {
        long[] shape = floatShape(output, info);
        boolean matches =
                shape.length == 0
                        || shape.length == 2
                        || (shape.length == 4 && mayBe(1, shape[2]) && mayBe(1, shape[3]));
        if (!matches) {
            throw Rejection.of(output, "[N,D] or [N,D,1,1]", EmbeddingRows.shown(shape));
        }
    }

    static boolean mayBe(long wanted, long dimension) {
        return dimension < 0 || dimension == wanted;
    }
}
