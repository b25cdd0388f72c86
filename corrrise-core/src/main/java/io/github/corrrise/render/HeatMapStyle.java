package io.github.corrrise.render;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How maps are drawn.
 *
 * @param opacity of the colour over the face at the scale's limit, in (0, 1]
 * @param fading true where the opacity falls to 0 with the magnitude, as {@code m (2 - m)} of the
 *     magnitude's share m of the limit; false where it is the same everywhere
 * @param panelSide the longer side of a panel in pixels, in [32, 2048]; margins and letters of a
 *     figure grow with it, and are legible from about 200 up
 * @param limit the magnitude at either end of the colour scale, above 0; larger values take the
 *     colour of the end. Where empty, the largest magnitude in the picture. One limit for several
 *     pictures makes them comparable
 * @since 0.1.0
 */
public record HeatMapStyle(double opacity, boolean fading, int panelSide, OptionalDouble limit) {
    /** Checks the ranges. */
    public HeatMapStyle {
        Checks.insideHalfOpen(0.0, 1.0, opacity, "opacity");
        Checks.inside(32, 2048, panelSide, "panelSide");
        Objects.requireNonNull(limit, "limit");
        if (limit.isPresent()) {
            Checks.finite(limit.getAsDouble(), "limit");
            Checks.insideHalfOpen(0.0, Double.MAX_VALUE, limit.getAsDouble(), "limit");
        }
    }

    /** Opacity 0.85, fading, panels of 280 pixels, the limit taken from the map. */
    public static HeatMapStyle defaults() {
        return new HeatMapStyle(0.85, true, 280, OptionalDouble.empty());
    }

    /** The same style with another opacity, in (0, 1]. */
    public HeatMapStyle withOpacity(double newOpacity) {
        return new HeatMapStyle(newOpacity, fading, panelSide, limit);
    }

    /** The same style, the opacity falling with the magnitude or not. */
    public HeatMapStyle withFading(boolean newFading) {
        return new HeatMapStyle(opacity, newFading, panelSide, limit);
    }

    /** The same style with larger or smaller panels, in [32, 2048] pixels. */
    public HeatMapStyle withPanelSide(int newPanelSide) {
        return new HeatMapStyle(opacity, fading, newPanelSide, limit);
    }

    /** The same style with a fixed limit of the colour scale, above 0. */
    public HeatMapStyle withLimit(double newLimit) {
        return new HeatMapStyle(opacity, fading, panelSide, OptionalDouble.of(newLimit));
    }
}
