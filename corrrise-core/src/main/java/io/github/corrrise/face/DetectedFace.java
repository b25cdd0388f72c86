package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.Comparator;
import java.util.Objects;

/**
 * A face found in a photograph.
 *
 * @param box around the face
 * @param landmarks by which it is aligned
 * @param score how sure the detector is, in [0, 1]; comparable within one detector only
 * @since 0.1.0
 */
public record DetectedFace(Box box, Landmarks landmarks, double score) {
    /** The order of {@link FaceDetector#detect}: by area, then by score. */
    public static final Comparator<DetectedFace> LARGEST_FIRST =
            Comparator.comparingDouble((DetectedFace face) -> face.box().area())
                    .thenComparingDouble(DetectedFace::score)
                    .reversed();

    /** Checks the ranges. */
    public DetectedFace {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
        Checks.inside(0.0, 1.0, score, "score");
    }

    /**
     * An upright rectangle around a face, in the coordinates of {@link Landmarks.Point}; it may
     * reach beyond the picture.
     *
     * @param left smallest x, finite
     * @param top smallest y, finite
     * @param width in pixels, finite, above 0
     * @param height in pixels, finite, above 0
     * @since 0.1.0
     */
    public record Box(double left, double top, double width, double height) {
        /** Checks the ranges. */
        public Box {
            Checks.finite(left, "left");
            Checks.finite(top, "top");
            Checks.insideHalfOpen(0, Double.MAX_VALUE, width, "width");
            Checks.insideHalfOpen(0, Double.MAX_VALUE, height, "height");
        }

        /** Width times height. */
        public double area() {
            return width * height;
        }

        /** The area that two boxes share over the area that they cover together, in [0, 1]. */
        public double overlap(Box other) {
            double across =
                    Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
            double down =
                    Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
            // Rounding may give a box more than itself.
            double own = Math.min(area(), other.area());
            double shared = Math.min(own, Math.max(0, across) * Math.max(0, down));
            return shared / (area() + other.area() - shared);
        }
    }
}
