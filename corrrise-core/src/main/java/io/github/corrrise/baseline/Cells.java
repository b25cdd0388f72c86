package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;

/**
 * A face cut into a regular grid, cells numbered row by row. Where the grid does not divide a side
 * of the face, cells differ by at most a pixel.
 *
 * @param perSide cells along each side, at least 1
 */
record Cells(int perSide) {
    Cells {
        Checks.atLeast(1, perSide, "cellsPerSide");
    }

    int count() {
        return perSide * perSide;
    }

    void requireFit(FaceSize size) {
        Checks.inside(1, size.shorterSide(), perSide, "cellsPerSide");
    }

    int cellOf(int pixel, FaceSize size) {
        long row = pixel / size.width();
        long column = pixel % size.width();
        return (int) (row * perSide / size.height() * perSide + column * perSide / size.width());
    }

    /** Gives every pixel the value of its cell. */
    double[] spread(double[] values, FaceSize size) {
        double[] pixels = new double[size.pixelCount()];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            pixels[pixel] = values[cellOf(pixel, size)];
        }
        return pixels;
    }
}
