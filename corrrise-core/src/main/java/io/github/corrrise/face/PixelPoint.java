package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;

/**
 * A place in a picture, in pixels: (0, 0) is the centre of the upper left pixel, as face detectors
 * count. Places outside the picture are allowed.
 *
 * @param x to the right, finite
 * @param y down, finite
 * @since 0.1.0
 */
public record PixelPoint(double x, double y) {
    /** Checks that both are finite. */
    public PixelPoint {
        Checks.finite(x, "x");
        Checks.finite(y, "y");
    }

    /** How far away another place is, in pixels. */
    public double distanceTo(PixelPoint other) {
        return Math.hypot(other.x - x, other.y - y);
    }
}
