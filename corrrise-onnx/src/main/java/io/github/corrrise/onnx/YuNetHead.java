package io.github.corrrise.onnx;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads faces from the head of one stride: for each cell of its grid two scores, a box and five
 * places.
 *
 * <pre>
 * score  = sqrt(cls obj)
 * middle = (cell + bbox[0..1]) stride
 * size   = exp(bbox[2..3]) stride
 * place  = (cell + kps[2i..2i+1]) stride
 * </pre>
 *
 * <p>A cell is its column and row; scores are clamped to [0, 1]. The anchor-free decoding of YuNet
 * (W. Wu, H. Peng, S. Yu, "YuNet: A Tiny Millisecond-level Face Detector", Machine Intelligence
 * Research 20, 2023, doi:10.1007/s11633-023-1423-y).
 *
 * @param model for messages
 * @param stride input pixels from one cell to the next
 * @param rows cells down
 * @param columns cells across
 */
record YuNetHead(String model, int stride, int rows, int columns) {
    private static final int BOX_LENGTH = 4;
    private static final int PLACES_LENGTH = 10;

    /**
     * Largest offset in cells, and largest logarithm of a side in strides, that a model may give.
     */
    private static final float LARGEST = 100;

    /**
     * Gives every face of at least some score, in pixels of the model's input.
     *
     * @param parts cls, obj, bbox and kps, each [1, rows x columns, values of a cell]
     * @throws IllegalArgumentException where a part has another shape
     * @throws VerifierException where a box or a place of such a face is not a number, or out of
     *     range
     */
    void read(List<OnnxSession.Output> parts, double leastScore, Consumer<DetectedFace> faces) {
        FloatBuffer classScores = values(parts, 0, 1);
        FloatBuffer objectScores = values(parts, 1, 1);
        FloatBuffer boxes = values(parts, 2, BOX_LENGTH);
        FloatBuffer places = values(parts, 3, PLACES_LENGTH);
        for (int cell = 0; cell < rows * columns; cell++) {
            double score =
                    Math.sqrt(clamped(classScores.get(cell)) * clamped(objectScores.get(cell)));
            if (score >= leastScore) {
                faces.accept(face(cell, score, boxes, places));
            }
        }
    }

    private FloatBuffer values(List<OnnxSession.Output> parts, int part, int length) {
        OnnxSession.Output output = parts.get(part);
        long[] expected = {1, (long) rows * columns, length};
        if (!Arrays.equals(expected, output.shape)) {
            throw Rejection.of(
                    "output '" + YuNetShape.outputNames(stride).get(part) + "' of " + model,
                    EmbeddingRows.shown(expected),
                    EmbeddingRows.shown(output.shape));
        }
        return output.values;
    }

    private static double clamped(float score) {
        return Math.max(0, Math.min(1, score));
    }

    private DetectedFace face(int cell, double score, FloatBuffer boxes, FloatBuffer places) {
        int row = cell / columns;
        int column = cell % columns;
        double width = Math.exp(finite(boxes, BOX_LENGTH * cell + 2)) * stride;
        double height = Math.exp(finite(boxes, BOX_LENGTH * cell + 3)) * stride;
        double middleX = (column + finite(boxes, BOX_LENGTH * cell)) * stride;
        double middleY = (row + finite(boxes, BOX_LENGTH * cell + 1)) * stride;
        double[] coordinates = new double[PLACES_LENGTH];
        for (int i = 0; i < PLACES_LENGTH; i++) {
            int start = i % 2 == 0 ? column : row;
            coordinates[i] = (start + finite(places, PLACES_LENGTH * cell + i)) * stride;
        }
        return new DetectedFace(
                new DetectedFace.Box(middleX - width / 2, middleY - height / 2, width, height),
                Landmarks.of(coordinates),
                score);
    }

    private double finite(FloatBuffer values, int index) {
        float value = values.get(index);
        if (!(Math.abs(value) <= LARGEST)) {
            throw new VerifierException(
                    "boxes and places of "
                            + model
                            + " must be in [-"
                            + LARGEST
                            + ", "
                            + LARGEST
                            + "] cells, was "
                            + value);
        }
        return value;
    }
}
