package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Saliency maps as pictures.
 *
 * <p>Blue is negative and orange to red positive, on a scale symmetric about zero whose limit is
 * the largest magnitude in the picture, or 1 where all is zero; a map that by its definition is
 * never negative takes {@link ColourMap#sequential()} instead when it is drawn on its own. Between
 * the pixels of a map its values are interpolated, never its colours. Pixels that are not
 * significant show the grey face only, a line runs around those that are, and undefined pixels are
 * hatched; a map without significance is coloured all over.
 *
 * <p>Drawing needs no display. Figures need fonts, overlays and plain maps do not. All methods are
 * safe for use by several threads; time and memory are in proportion to the pixels drawn.
 *
 * @since 0.1.0
 */
public final class HeatMaps {
    private HeatMaps() {}

    /** {@link #overlay(FaceImage, SaliencyMap, Style)} in the default style. */
    public static Picture overlay(FaceImage face, SaliencyMap map) {
        return overlay(face, map, Style.defaults());
    }

    /**
     * The map blended over its face in grey; its longer side is as long as the style's panel.
     *
     * @param face of the map's size
     * @param map signed, or one of its signs
     * @throws IllegalArgumentException where the sizes differ
     */
    public static Picture overlay(FaceImage face, SaliencyMap map, Style style) {
        if (!map.size().equals(face.size())) {
            throw Checks.rejected("map", "of size " + face.size(), map.size());
        }
        return Picture.of(
                MapPanel.overlay(
                        face,
                        map,
                        Sign.BOTH,
                        shading(map, style),
                        MapPanel.fitted(map.size(), style.panelSide())));
    }

    /**
     * {@link #onPhotograph(FaceImage, SaliencyMap, SimilarityTransform, Style)} in the default
     * style.
     */
    public static Picture onPhotograph(
            FaceImage photograph, SaliencyMap map, SimilarityTransform toPhotograph) {
        return onPhotograph(photograph, map, toPhotograph, Style.defaults());
    }

    /**
     * The map on the photograph that its face was cut out of. Under the map the photograph is grey,
     * as in an overlay; around it, where the verifier saw nothing, it keeps its own colours. The
     * picture's longer side is as long as the style's panel, so take a large one.
     *
     * @param map of an aligned face
     * @param toPhotograph that face's {@link io.github.corrrise.face.AlignedFace#toPhotograph() way
     *     back}
     */
    public static Picture onPhotograph(
            FaceImage photograph, SaliencyMap map, SimilarityTransform toPhotograph, Style style) {
        return Picture.of(
                MapPanel.onPhotograph(
                        photograph,
                        map,
                        toPhotograph,
                        Sign.BOTH,
                        shading(map, style),
                        MapPanel.fitted(photograph.size(), style.panelSide())));
    }

    /** {@link #map(SaliencyMap, Style)} in the default style. */
    public static Picture map(SaliencyMap map) {
        return map(map, Style.defaults());
    }

    /**
     * The map alone, in the pure colours of the colour map and without a face: all its values,
     * significant or not, with a line around the significant ones and undefined pixels hatched.
     */
    public static Picture map(SaliencyMap map, Style style) {
        return Picture.of(
                MapPanel.plain(
                        map, shading(map, style), MapPanel.fitted(map.size(), style.panelSide())));
    }

    /** {@link #figure(Explanation, Style)} in the default style. */
    public static Picture figure(Explanation explanation) {
        return figure(explanation, Style.defaults());
    }

    /**
     * The whole explanation on one white sheet: the decision in words; for the probe and, where it
     * was explained, the reference a row of the face, the similarity map, the dissimilarity map and
     * the signed map; beside each row the colour scale with the bound of chance; under each panel
     * what is significant in it. All panels share one scale. The sheet says so where nothing is
     * significant.
     *
     * @throws IllegalStateException where Java finds no font on this machine: a figure without its
     *     words could mislead, so none is drawn
     */
    public static Picture figure(Explanation explanation, Style style) {
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(style, "style");
        return Figure.of(explanation, style, Lettering.open());
    }

    private static Shading shading(SaliencyMap map, Style style) {
        ColourMap colours =
                map.scale().minimum() >= 0 ? ColourMap.sequential() : ColourMap.diverging();
        return Shading.of(colours, map.largestMagnitude(), style);
    }

    /**
     * How maps are drawn.
     *
     * @param opacity of the colour over the face at the scale's limit, in (0, 1]
     * @param fading true where the opacity falls to 0 with the magnitude, as {@code m (2 - m)} of
     *     the magnitude's share m of the limit; false where it is the same everywhere
     * @param panelSide the longer side of a panel in pixels, in [32, 2048]; margins and letters of
     *     a figure grow with it, and are legible from about 200 up
     * @param limit the magnitude at either end of the colour scale, above 0; larger values take the
     *     colour of the end. Where empty, the largest magnitude in the picture. One limit for
     *     several pictures makes them comparable
     * @since 0.1.0
     */
    public record Style(double opacity, boolean fading, int panelSide, OptionalDouble limit) {
        /** Checks the ranges. */
        public Style {
            Checks.insideHalfOpen(0.0, 1.0, opacity, "opacity");
            Checks.inside(32, 2048, panelSide, "panelSide");
            Objects.requireNonNull(limit, "limit");
            if (limit.isPresent()) {
                Checks.finite(limit.getAsDouble(), "limit");
                Checks.insideHalfOpen(0.0, Double.MAX_VALUE, limit.getAsDouble(), "limit");
            }
        }

        /** Opacity 0.85, fading, panels of 280 pixels, the limit taken from the map. */
        public static Style defaults() {
            return new Style(0.85, true, 280, OptionalDouble.empty());
        }

        /** The same style with another opacity, in (0, 1]. */
        public Style withOpacity(double newOpacity) {
            return new Style(newOpacity, fading, panelSide, limit);
        }

        /** The same style, the opacity falling with the magnitude or not. */
        public Style withFading(boolean newFading) {
            return new Style(opacity, newFading, panelSide, limit);
        }

        /** The same style with larger or smaller panels, in [32, 2048] pixels. */
        public Style withPanelSide(int newPanelSide) {
            return new Style(opacity, fading, newPanelSide, limit);
        }

        /** The same style with a fixed limit of the colour scale, above 0. */
        public Style withLimit(double newLimit) {
            return new Style(opacity, fading, panelSide, OptionalDouble.of(newLimit));
        }
    }
}
