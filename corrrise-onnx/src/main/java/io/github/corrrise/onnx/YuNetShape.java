package io.github.corrrise.onnx;

import io.github.corrrise.verify.adapter.EmbeddingRows;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model says of itself, checked against what a YuNet detector is.
 *
 * @param inputName the input that takes the photograph
 * @param height rows that the input must have, or 0 where any multiple of 32 will do
 * @param width columns that the input must have, or 0 where any multiple of 32 will do
 */
record YuNetShape(String inputName, int height, int width) {
    /** Input pixels from one cell of a head to the next. */
    static final List<Integer> STRIDES = List.of(8, 16, 32);

    /** Sides of the input are multiples of the largest stride. */
    static final int SIDE_STEP = 32;

    /** What each head gives for a cell: two scores, a box and five places. */
    private static final List<String> KINDS = List.of("cls", "obj", "bbox", "kps");

    static YuNetShape of(OnnxSession session) {
        String model = session.file().name();
        if (session.inputs().size() != 1) {
            String received = session.inputs().size() + " " + session.inputs().keySet();
            throw Rejection.of("inputs of " + model, "one", received);
        }
        for (int stride : STRIDES) {
            if (!session.outputs().keySet().containsAll(outputNames(stride))) {
                throw Rejection.of(
                        "outputs of " + model,
                        "those of YuNet, " + outputNames(stride) + " among them",
                        session.outputs().keySet());
            }
        }
        String inputName = session.inputs().keySet().iterator().next();
        String input = "input '" + inputName + "' of " + model;
        long[] shape = ModelShape.floatShape(input, session.inputs().get(inputName));
        boolean matches =
                shape.length == 4
                        && ModelShape.mayBe(1, shape[0])
                        && ModelShape.mayBe(3, shape[1])
                        && (shape[2] < 0 || (shape[2] > 0 && shape[2] % SIDE_STEP == 0))
                        && (shape[3] < 0 || (shape[3] > 0 && shape[3] % SIDE_STEP == 0));
        if (!matches) {
            throw Rejection.of(
                    input,
                    "[1,3,H,W], sides multiples of " + SIDE_STEP,
                    EmbeddingRows.shown(shape));
        }
        return new YuNetShape(inputName, (int) Math.max(0, shape[2]), (int) Math.max(0, shape[3]));
    }

    /** The outputs of the head of a stride, in the order of its parts. */
    static List<String> outputNames(int stride) {
        List<String> names = new ArrayList<>();
        for (String kind : KINDS) {
            names.add(kind + "_" + stride);
        }
        return names;
    }
}
