package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;

/**
 * An upright rectangle around a face, in the coordinates of {@link PixelPoint}; it may reach beyond
 * the picture.
 *
 * @param left smallest x, finite
 * @param top smallest y, finite
 * @param width in pixels, finite, above 0
 * @param height in pixels, finite, above 0
 * @since 0.1.0
 */
public record FaceBox(double left, double top, double width, double height) {
    /** Checks the ranges. */
    public FaceBox {
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
    public double overlap(FaceBox other) {
        double across =
                Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        // Rounding may give a box more than itself.
        double own = Math.min(area(), other.area());
        double shared = Math.min(own, Math.max(0, across) * Math.max(0, down));
        return shared / (area() + other.area() - shared);
    }
}
