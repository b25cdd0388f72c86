package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pictures of one face in a report, each stored once and laid over each other by the page. */
final class ReportLayers {
    /** A map without transparent parts is a large picture. */
    private static final int FINEST_PLAIN = 224;

    /** Values that may be chance are pale and need no more. */
    private static final int FINEST_REST = 88;

    /** Twice what a panel is wide. */
    private static final int FINEST_PHOTOGRAPH = 720;

    private final FaceImage face;
    private final SaliencyMap map;
    private final Shading shading;
    private final FaceSize shown;

    /** A picture of the page's store; its size is that of the map or the photograph. */
    record Layer(String layer, int width, int height, String data) {}

    ReportLayers(FaceImage face, SaliencyMap map, Shading shading, FaceSize shown) {
        this.face = face;
        this.map = map;
        this.shading = shading;
        this.shown = shown;
    }

    List<Layer> of(Optional<Report.Photograph> photograph) {
        FaceImage fitting =
                face.resizedTo(
                        ReportSide.reduced(face.size(), Math.max(shown.height(), shown.width())));
        List<Layer> layers = new ArrayList<>();
        layers.add(layer("face", opaqueUri(fitting.toBufferedImage())));
        layers.add(layer("ground", opaqueUri(MapPanel.ground(fitting))));
        for (Sign sign : Sign.values()) {
            layers.add(layer(kind(sign), MapPanel.layer(map, sign, shading, shown)));
        }
        FaceSize small = ReportSide.reduced(shown, FINEST_PLAIN);
        if (map.significance().isPresent()) {
            FaceSize coarse = ReportSide.reduced(shown, FINEST_REST);
            for (Sign sign : List.of(Sign.SIMILAR, Sign.DISSIMILAR)) {
                layers.add(layer(rest(sign), MapPanel.rest(map, sign, shading, coarse)));
            }
        }
        layers.add(layer("all", MapPanel.plain(map, shading, small)));
        errors().ifPresent(errors -> layers.add(layer("error", picture(errors))));
        photograph.ifPresent(shot -> layers.add(photographLayer(shot.picture())));
        return layers;
    }

    private static Layer photographLayer(FaceImage photograph) {
        FaceImage small =
                photograph.resizedTo(ReportSide.reduced(photograph.size(), FINEST_PHOTOGRAPH));
        return new Layer(
                "photo",
                photograph.size().width(),
                photograph.size().height(),
                ImageBytes.jpegUri(small.toBufferedImage()));
    }

    /** Pixel for pixel where that is small. */
    private static String opaqueUri(BufferedImage image) {
        return Math.max(image.getHeight(), image.getWidth()) > FINEST_PLAIN
                ? ImageBytes.jpegUri(image)
                : ImageBytes.pngUri(image);
    }

    private Layer layer(String layer, BufferedImage image) {
        return layer(layer, ImageBytes.pngUri(image));
    }

    private Layer layer(String layer, String data) {
        return new Layer(layer, map.size().width(), map.size().height(), data);
    }

    static String kind(Sign sign) {
        return switch (sign) {
            case SIMILAR -> "similarity";
            case DISSIMILAR -> "dissimilarity";
            case BOTH -> "signed";
        };
    }

    private static String rest(Sign sign) {
        return "rest-" + kind(sign);
    }

    /** The layers of what is not significant that belong to a panel of this sign. */
    static List<String> rests(SaliencyMap map, Sign sign) {
        if (map.significance().isEmpty()) {
            return List.of();
        }
        return sign == Sign.BOTH
                ? List.of(rest(Sign.SIMILAR), rest(Sign.DISSIMILAR))
                : List.of(rest(sign));
    }

    private Optional<SaliencyMap> errors() {
        return map.standardErrors()
                .map(
                        errors ->
                                SaliencyMap.of(
                                        map.size(),
                                        new SaliencyMap.Scale(
                                                "standard error", 0, Double.POSITIVE_INFINITY),
                                        errors));
    }

    /** Pale where 0, dark where the largest. */
    private static BufferedImage picture(SaliencyMap errors) {
        Shading shading =
                Shading.of(
                        ColourMap.sequential(),
                        errors.largestMagnitude(),
                        HeatMaps.Style.defaults());
        return MapPanel.plain(errors, shading, ReportSide.reduced(errors.size(), FINEST_PLAIN));
    }
}
