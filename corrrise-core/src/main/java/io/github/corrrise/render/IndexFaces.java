package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** Both faces of a pair as an index shows them: small, under the map that answers the decision. */
final class IndexFaces {
    /** Twice what a thumbnail is high, for fine screens and for paper. */
    private static final int SIDE = 128;

    private IndexFaces() {}

    /**
     * One face.
     *
     * @param label what the picture shows, for those who cannot see it
     * @param height of the picture, in pixels
     * @param width of the picture, in pixels
     * @param data the picture as an address
     */
    record Face(String label, int height, int width, String data) {}

    static List<Face> of(Explanation why) {
        Sign sign = ReportAnswer.sign(why);
        Shading shading =
                Shading.of(
                        ColourMap.diverging(),
                        Math.max(
                                why.probe().largestMagnitude(),
                                why.reference().map(SaliencyMap::largestMagnitude).orElse(0f)),
                        HeatMaps.Style.defaults());
        return List.of(
                face(Side.PROBE, why.pair().probe(), Optional.of(why.probe()), sign, shading),
                face(Side.REFERENCE, why.pair().reference(), why.reference(), sign, shading));
    }

    /** A face without a map is shown without one. */
    private static Face face(
            Side side, FaceImage face, Optional<SaliencyMap> map, Sign sign, Shading shading) {
        FaceSize shown = MapPanel.fitted(face.size(), SIDE);
        BufferedImage picture =
                map.map(values -> MapPanel.overlay(face, values, sign, shading, shown))
                        .orElseGet(() -> MapPanel.face(face, shown));
        String label =
                Words.capitalised(Words.side(side))
                        + map.map(values -> ": " + FigureWords.detail(values, sign)).orElse("");
        return new Face(label, shown.height(), shown.width(), ImageBytes.jpegUri(picture));
    }
}
