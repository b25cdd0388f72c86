package io.github.corrrise.onnx;

import static io.github.corrrise.onnx.TinyOnnx.DYNAMIC;
import static io.github.corrrise.onnx.TinyOnnx.FLOAT;

import java.util.List;

/**
 * A detector of YuNet's shape that finds blue squares: in the head of stride 8 the first score of a
 * cell is the mean of blue over its 8 x 8 pixels, the second is 1, the box is {@link #SIDE} pixels
 * wide and high about the middle of the cell, and the places stand at a fixed distance from its
 * corner. The heads of the other strides find nothing.
 */
final class TinyYuNet {
    /** Of the boxes: e^2 cells of 8 pixels. */
    static final double SIDE = 8 * Math.exp(2);

    /** Of the places, x and y in cells from the cell's upper left corner. */
    static final float[] PLACES = {-1, -1, 2, -1, 0.5f, 0.5f, -0.5f, 2, 1.5f, 2};

    private TinyYuNet() {}

    /** Of any multiple of 32 pixels. */
    static TinyOnnx ofAnySize() {
        return of(DYNAMIC, DYNAMIC, 2);
    }

    /** Of one height and width. */
    static TinyOnnx of(long height, long width) {
        return of(height, width, 2);
    }

    /** Of any size, its boxes e^exponent cells wide. */
    static TinyOnnx ofBoxes(float exponent) {
        return of(DYNAMIC, DYNAMIC, exponent);
    }

    private static TinyOnnx of(long height, long width, float exponent) {
        TinyOnnx model = new TinyOnnx().input("input", FLOAT, 1, 3, height, width);
        for (int stride : new int[] {8, 16, 32}) {
            boolean finds = stride == 8;
            addHead(model, "cls", stride, finds ? 1f / (255 * 64) : 0, 0);
            addHead(model, "obj", stride, 0, 1);
            addHead(model, "bbox", stride, 0, 0.5f, 0.5f, exponent, exponent);
            addHead(model, "kps", stride, 0, PLACES);
        }
        return model;
    }

    /** A convolution that takes a cell to {@code weight * its blue + offsets}, cells in a row. */
    private static void addHead(
            TinyOnnx model, String kind, int stride, float weight, float... offsets) {
        String name = kind + "_" + stride;
        int kernelLength = stride * stride;
        float[] kernels = new float[offsets.length * 3 * kernelLength];
        for (int output = 0; output < offsets.length; output++) {
            for (int i = 0; i < kernelLength; i++) {
                kernels[output * 3 * kernelLength + i] = weight;
            }
        }
        model.floats(name + "_kernels", kernels, offsets.length, 3, stride, stride)
                .floats(name + "_offsets", offsets, offsets.length)
                .longs(name + "_shape", 1, -1, offsets.length)
                .node(
                        "Conv",
                        List.of("input", name + "_kernels", name + "_offsets"),
                        name + "_cells",
                        TinyOnnx.Attribute.list("strides", stride, stride))
                .node(
                        "Transpose",
                        List.of(name + "_cells"),
                        name + "_last",
                        TinyOnnx.Attribute.list("perm", 0, 2, 3, 1))
                .node("Reshape", List.of(name + "_last", name + "_shape"), name)
                .output(name, FLOAT, 1, DYNAMIC, offsets.length);
    }
}
