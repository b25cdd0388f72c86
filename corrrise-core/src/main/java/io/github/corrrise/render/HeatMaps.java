package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Objects;

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

    /** {@link #overlay(FaceImage, SaliencyMap, HeatMapStyle)} in the default style. */
    public static Picture overlay(FaceImage face, SaliencyMap map) {
        return overlay(face, map, HeatMapStyle.defaults());
    }

    /**
     * The map blended over its face in grey; its longer side is as long as the style's panel.
     *
     * @param face of the map's size
     * @param map signed, or one of its signs
     * @throws IllegalArgumentException where the sizes differ
     */
    public static Picture overlay(FaceImage face, SaliencyMap map, HeatMapStyle style) {
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
     * {@link #onPhotograph(FaceImage, SaliencyMap, SimilarityTransform, HeatMapStyle)} in the
     * default style.
     */
    public static Picture onPhotograph(
            FaceImage photograph, SaliencyMap map, SimilarityTransform toPhotograph) {
        return onPhotograph(photograph, map, toPhotograph, HeatMapStyle.defaults());
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
            FaceImage photograph,
            SaliencyMap map,
            SimilarityTransform toPhotograph,
            HeatMapStyle style) {
        return Picture.of(
                MapPanel.onPhotograph(
                        photograph,
                        map,
                        toPhotograph,
                        Sign.BOTH,
                        shading(map, style),
                        MapPanel.fitted(photograph.size(), style.panelSide())));
    }

    /** {@link #map(SaliencyMap, HeatMapStyle)} in the default style. */
    public static Picture map(SaliencyMap map) {
        return map(map, HeatMapStyle.defaults());
    }

    /**
     * The map alone, in the pure colours of the colour map and without a face: all its values,
     * significant or not, with a line around the significant ones and undefined pixels hatched.
     */
    public static Picture map(SaliencyMap map, HeatMapStyle style) {
        return Picture.of(
                MapPanel.plain(
                        map, shading(map, style), MapPanel.fitted(map.size(), style.panelSide())));
    }

    /** {@link #figure(Explanation, HeatMapStyle)} in the default style. */
    public static Picture figure(Explanation explanation) {
        return figure(explanation, HeatMapStyle.defaults());
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
    public static Picture figure(Explanation explanation, HeatMapStyle style) {
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(style, "style");
        return Figure.of(explanation, style, Lettering.open());
    }

    private static Shading shading(SaliencyMap map, HeatMapStyle style) {
        ColourMap colours =
                map.scale().minimum() >= 0 ? ColourMap.sequential() : ColourMap.diverging();
        return Shading.of(colours, map.largestMagnitude(), style);
    }
}
