package io.github.corrrise.onnx;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * How a photograph is fitted into a detector's input, and the way back.
 *
 * @param photograph its size
 * @param shown its size within the input, at its upper left; black beside it
 * @param height rows of the input
 * @param width columns of the input
 */
record YuNetInput(FaceSize photograph, FaceSize shown, int height, int width) {

    /** Never enlarges; scales down to what the settings and the model allow. */
    static YuNetInput of(FaceSize photograph, int longestSide, YuNetShape shape) {
        int most = Math.max(photograph.height(), photograph.width());
        double scale = Math.min(1, (double) longestSide / most);
        if (shape.height() > 0) {
            scale = Math.min(scale, (double) shape.height() / photograph.height());
        }
        if (shape.width() > 0) {
            scale = Math.min(scale, (double) shape.width() / photograph.width());
        }
        FaceSize shown =
                new FaceSize(scaled(photograph.height(), scale), scaled(photograph.width(), scale));
        return new YuNetInput(
                photograph,
                shown,
                shape.height() > 0 ? shape.height() : padded(shown.height()),
                shape.width() > 0 ? shape.width() : padded(shown.width()));
    }

    private static int scaled(int side, double scale) {
        return (int) Math.max(1, Math.round(side * scale));
    }

    private static int padded(int side) {
        int step = YuNetShape.SIDE_STEP;
        return (side + step - 1) / step * step;
    }

    /** The dimensions of the input. */
    long[] shape() {
        return new long[] {1, 3, height, width};
    }

    /** Planes of blue, green and red, 0..255, in direct memory. */
    FloatBuffer values(FaceImage picture) {
        float[] planes = picture.resizedTo(shown).toPlanes();
        FloatBuffer values =
                ByteBuffer.allocateDirect(3 * height * width * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        for (int channel = 0; channel < 3; channel++) {
            int plane = (2 - channel) * shown.pixelCount();
            for (int row = 0; row < shown.height(); row++) {
                values.put(
                        (channel * height + row) * width,
                        planes,
                        plane + row * shown.width(),
                        shown.width());
            }
        }
        return values;
    }

    /** A face in pixels of the photograph. */
    DetectedFace onPhotograph(DetectedFace face) {
        DetectedFace.Box box = face.box();
        Landmarks.Point corner = onPhotograph(new Landmarks.Point(box.left(), box.top()));
        Landmarks landmarks = face.landmarks();
        return new DetectedFace(
                new DetectedFace.Box(
                        corner.x(), corner.y(), box.width() * across(), box.height() * down()),
                new Landmarks(
                        onPhotograph(landmarks.rightEye()),
                        onPhotograph(landmarks.leftEye()),
                        onPhotograph(landmarks.nose()),
                        onPhotograph(landmarks.rightMouthCorner()),
                        onPhotograph(landmarks.leftMouthCorner())),
                face.score());
    }

    /** Edges scale, not centres: half a pixel is added before and taken away after. */
    private Landmarks.Point onPhotograph(Landmarks.Point place) {
        return new Landmarks.Point(
                (place.x() + 0.5) * across() - 0.5, (place.y() + 0.5) * down() - 0.5);
    }

    private double across() {
        return (double) photograph.width() / shown.width();
    }

    private double down() {
        return (double) photograph.height() / shown.height();
    }
}
