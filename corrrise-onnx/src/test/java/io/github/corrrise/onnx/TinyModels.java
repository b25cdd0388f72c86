package io.github.corrrise.onnx;

import static io.github.corrrise.onnx.TinyOnnx.DYNAMIC;
import static io.github.corrrise.onnx.TinyOnnx.FLOAT;
import static io.github.corrrise.onnx.TinyOnnx.INT64;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import java.util.List;

/**
 * Embedders small enough to check by hand: the embedding is a fixed linear map of the normalised
 * pixels, the same map whatever order the model wants them in.
 */
final class TinyModels {
    static final FaceSize SIZE = new FaceSize(9, 8);
    static final int LENGTH = 6;

    private static final int VALUE_COUNT = 3 * 9 * 8;

    private TinyModels() {}

    /** [N,3,9,8] to [N,6]. */
    static TinyOnnx planar() {
        return linear(new long[] {DYNAMIC, 3, 9, 8}, weights(true, false), DYNAMIC, LENGTH);
    }

    /** [N,3,9,8], blue first, to [N,6]. */
    static TinyOnnx planarBgr() {
        return linear(new long[] {DYNAMIC, 3, 9, 8}, weights(true, true), DYNAMIC, LENGTH);
    }

    /** [N,9,8,3] to [N,6]. */
    static TinyOnnx interleaved() {
        return linear(new long[] {DYNAMIC, 9, 8, 3}, weights(false, false), DYNAMIC, LENGTH);
    }

    /** [batch,3,9,8] to [batch,6]. */
    static TinyOnnx fixedBatch(int batch) {
        return linear(new long[] {batch, 3, 9, 8}, weights(true, false), batch, LENGTH);
    }

    /** Takes any batch but declares its output as [1,6], as some exporters do. */
    static TinyOnnx wronglyDeclared() {
        return linear(new long[] {DYNAMIC, 3, 9, 8}, weights(true, false), 1, LENGTH);
    }

    private static TinyOnnx linear(long[] inputShape, float[] weights, long... outputShape) {
        return new TinyOnnx()
                .input("face", FLOAT, inputShape)
                .floats("weights", weights, VALUE_COUNT, LENGTH)
                .node("Flatten", List.of("face"), "flat", TinyOnnx.Attribute.of("axis", 1))
                .node("MatMul", List.of("flat", "weights"), "embedding")
                .output("embedding", FLOAT, outputShape);
    }

    /** [N,3,9,8] to [N,6], its weights in a file beside it. */
    static TinyOnnx withWeightsIn(String location) {
        return new TinyOnnx()
                .input("face", FLOAT, DYNAMIC, 3, 9, 8)
                .externalFloats("weights", location, VALUE_COUNT, LENGTH)
                .node("Flatten", List.of("face"), "flat", TinyOnnx.Attribute.of("axis", 1))
                .node("MatMul", List.of("flat", "weights"), "embedding")
                .output("embedding", FLOAT, DYNAMIC, LENGTH);
    }

    /** What that file holds, so that the model is {@link #planar()}. */
    static byte[] weightFile() {
        return TinyOnnx.raw(weights(true, false));
    }

    /** [N,3,9,8], its output reshaped and declared anew. */
    static TinyOnnx reshaped(long[] newShape, long... declared) {
        return new TinyOnnx()
                .input("face", FLOAT, DYNAMIC, 3, 9, 8)
                .floats("weights", weights(true, false), VALUE_COUNT, LENGTH)
                .node("Flatten", List.of("face"), "flat", TinyOnnx.Attribute.of("axis", 1))
                .node("MatMul", List.of("flat", "weights"), "row")
                .longs("shape", newShape)
                .node("Reshape", List.of("row", "shape"), "embedding")
                .output("embedding", FLOAT, declared);
    }

    /** [N,3,9,8] of one element type to [N,6] of another. */
    static TinyOnnx ofTypes(int inputType, int outputType) {
        return new TinyOnnx()
                .input("face", inputType, DYNAMIC, 3, 9, 8)
                .floats("weights", weights(true, false), VALUE_COUNT, LENGTH)
                .node("Cast", List.of("face"), "real", TinyOnnx.Attribute.of("to", FLOAT))
                .node("Flatten", List.of("real"), "flat", TinyOnnx.Attribute.of("axis", 1))
                .node("MatMul", List.of("flat", "weights"), "row")
                .node("Cast", List.of("row"), "embedding", TinyOnnx.Attribute.of("to", outputType))
                .output("embedding", outputType, DYNAMIC, LENGTH);
    }

    /** Two inputs of [N,3,9,8], added. */
    static TinyOnnx twoInputs() {
        return new TinyOnnx()
                .input("left", FLOAT, DYNAMIC, 3, 9, 8)
                .input("right", FLOAT, DYNAMIC, 3, 9, 8)
                .node("Add", List.of("left", "right"), "both")
                .node("Flatten", List.of("both"), "embedding", TinyOnnx.Attribute.of("axis", 1))
                .output("embedding", FLOAT, DYNAMIC, VALUE_COUNT);
    }

    /** The embedding [N,6] and its doubled self. */
    static TinyOnnx twoOutputs() {
        return planar().node("Add", List.of("embedding", "embedding"), "doubled")
                .output("doubled", FLOAT, DYNAMIC, LENGTH);
    }

    /** An input of any shape, flattened. */
    static TinyOnnx flattening(long... inputShape) {
        return new TinyOnnx()
                .input("face", FLOAT, inputShape)
                .node("Flatten", List.of("face"), "embedding", TinyOnnx.Attribute.of("axis", 1))
                .output("embedding", FLOAT, DYNAMIC, DYNAMIC);
    }

    /** [N,3,H,W] to the feature maps of a convolution, [N,4,H-2,W-2]. */
    static TinyOnnx featureMaps() {
        return convolution(9, 8).output("features", FLOAT, DYNAMIC, 4, 7, 6);
    }

    /** [N,3,H,W], height and width open, to [N,4]. */
    static TinyOnnx ofAnySize() {
        return convolution(DYNAMIC, DYNAMIC)
                .node("GlobalAveragePool", List.of("features"), "pooled")
                .node("Flatten", List.of("pooled"), "embedding", TinyOnnx.Attribute.of("axis", 1))
                .output("embedding", FLOAT, DYNAMIC, 4);
    }

    private static TinyOnnx convolution(long height, long width) {
        float[] kernels = new float[4 * 3 * 3 * 3];
        for (int i = 0; i < kernels.length; i++) {
            kernels[i] = weight(i, 0);
        }
        return new TinyOnnx()
                .input("face", FLOAT, DYNAMIC, 3, height, width)
                .floats("kernels", kernels, 4, 3, 3, 3)
                .node("Conv", List.of("face", "kernels"), "features");
    }

    /** Two outputs of which one is INT64, as a model with a class index has. */
    static TinyOnnx withClassIndex() {
        return planar().node(
                        "ArgMax", List.of("embedding"), "index", TinyOnnx.Attribute.of("axis", 1))
                .output("index", INT64, DYNAMIC, 1);
    }

    /** The embedding by the definition, in double. */
    static double[] expected(FaceImage face, PixelLayout layout) {
        double[] embedding = new double[LENGTH];
        for (int row = 0; row < SIZE.height(); row++) {
            for (int column = 0; column < SIZE.width(); column++) {
                for (int colour = 0; colour < 3; colour++) {
                    double value =
                            (face.at(row, column, colour) - layout.mean(colour))
                                    / layout.deviation(colour);
                    int pixel = row * SIZE.width() + column;
                    for (int d = 0; d < LENGTH; d++) {
                        embedding[d] += value * weight(3 * pixel + colour, d);
                    }
                }
            }
        }
        return embedding;
    }

    /** The rows of the map in the order of a model's flattened input. */
    private static float[] weights(boolean planar, boolean blueFirst) {
        float[] weights = new float[VALUE_COUNT * LENGTH];
        int pixelCount = SIZE.pixelCount();
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                int channel = blueFirst ? 2 - colour : colour;
                int row = planar ? channel * pixelCount + pixel : 3 * pixel + channel;
                for (int d = 0; d < LENGTH; d++) {
                    weights[row * LENGTH + d] = weight(3 * pixel + colour, d);
                }
            }
        }
        return weights;
    }

    /** Some number in [-1, 1] that looks random. */
    private static float weight(int value, int d) {
        return (float) Math.sin(12.9898 * (value + 1) + 78.233 * (d + 1));
    }
}
