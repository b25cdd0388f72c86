package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Objects;

/**
 * The five places of a face by which it is aligned. Right and left are the person's: in a picture
 * that is not mirrored the right eye stands to the left.
 *
 * @param rightEye the middle of the person's right eye
 * @param leftEye the middle of the person's left eye
 * @param nose the tip of the nose
 * @param rightMouthCorner the corner of the mouth on the person's right
 * @param leftMouthCorner the corner of the mouth on the person's left
 * @since 0.1.0
 */
public record Landmarks(
        Point rightEye, Point leftEye, Point nose, Point rightMouthCorner, Point leftMouthCorner) {
    private static final int COORDINATE_COUNT = 10;

    /** Checks that no place is null. */
    public Landmarks {
        Objects.requireNonNull(rightEye, "rightEye");
        Objects.requireNonNull(leftEye, "leftEye");
        Objects.requireNonNull(nose, "nose");
        Objects.requireNonNull(rightMouthCorner, "rightMouthCorner");
        Objects.requireNonNull(leftMouthCorner, "leftMouthCorner");
    }

    /**
     * Reads the order that most detectors write.
     *
     * @param coordinates ten finite values: x and y of the right eye, the left eye, the nose, the
     *     right and the left corner of the mouth
     */
    public static Landmarks of(double... coordinates) {
        Checks.exactly(COORDINATE_COUNT, coordinates.length, "coordinates.length");
        Point[] points = new Point[COORDINATE_COUNT / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point(coordinates[2 * i], coordinates[2 * i + 1]);
        }
        return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
    }

    /** The five places in the order of the components. */
    public List<Point> points() {
        return List.of(rightEye, leftEye, nose, rightMouthCorner, leftMouthCorner);
    }

    /** From eye to eye, in pixels. */
    public double eyeDistance() {
        return rightEye.distanceTo(leftEye);
    }

    /** Where a transform takes the five places. */
    public Landmarks movedBy(SimilarityTransform transform) {
        return new Landmarks(
                transform.apply(rightEye),
                transform.apply(leftEye),
                transform.apply(nose),
                transform.apply(rightMouthCorner),
                transform.apply(leftMouthCorner));
    }

    /**
     * A place in a picture, in pixels: (0, 0) is the centre of the upper left pixel, as face
     * detectors count. Places outside the picture are allowed.
     *
     * @param x to the right, finite
     * @param y down, finite
     * @since 0.1.0
     */
    public record Point(double x, double y) {
        /** Checks that both are finite. */
        public Point {
            Checks.finite(x, "x");
            Checks.finite(y, "y");
        }

        /** How far away another place is, in pixels. */
        public double distanceTo(Point other) {
            return Math.hypot(other.x - x, other.y - y);
        }
    }
}
