package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.saliency.SaliencyMap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * One map at the size it is shown in, alone, over its face or in the photograph of its face. Values
 * are interpolated first and only then coloured and held against the bound, so that colour and
 * border agree.
 */
final class MapPanel {
    /** The face under a map keeps this share of its contrast and is lifted towards white. */
    private static final double GROUND_CONTRAST = 0.65;

    private static final int UNKNOWN_GROUND = 0xF2F2F2;
    private static final double UNKNOWN_SHARE = 0.55;
    private static final int HATCH = 0x8A8F98;
    private static final double HATCH_STEP = 7;
    private static final double HATCH_WIDTH = 1.4;
    private static final Color BORDER = new Color(0x1F2328);
    private static final Color HALO = new Color(0xB0FFFFFF, true);

    private final SaliencyMap map;
    private final Sign sign;
    private final Shading shading;
    private final MapPlacement placement;

    private MapPanel(SaliencyMap map, Sign sign, Shading shading, MapPlacement placement) {
        this.map = map;
        this.sign = sign;
        this.shading = shading;
        this.placement = placement;
    }

    /** The face in its own colours. */
    static BufferedImage face(FaceImage face, FaceSize shown) {
        return face.resizedTo(shown).toBufferedImage();
    }

    /** The map over the grey face; only the face where the map is not significant. */
    static BufferedImage overlay(
            FaceImage face, SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        MapPlacement placement = MapPlacement.filling(map, shown);
        return new MapPanel(map, sign, shading, placement).drawn(Optional.of(face));
    }

    /** The same where the face is in a photograph, which keeps its own colours around it. */
    static BufferedImage onPhotograph(
            FaceImage photograph,
            SaliencyMap map,
            SimilarityTransform toPhotograph,
            Sign sign,
            Shading shading,
            FaceSize shown) {
        MapPlacement placement =
                MapPlacement.onPhotograph(map, toPhotograph, photograph.size(), shown);
        return new MapPanel(map, sign, shading, placement).drawn(Optional.of(photograph));
    }

    /** The map alone in pure colours, significant or not. */
    static BufferedImage plain(SaliencyMap map, Shading shading, FaceSize shown) {
        MapPlacement placement = MapPlacement.filling(map, shown);
        return new MapPanel(map, Sign.BOTH, shading, placement).drawn(Optional.empty());
    }

    /**
     * The map as a layer to lay over the face's {@link #ground(FaceImage)}: transparent where it is
     * not significant. At full opacity it gives what {@link #overlay} draws.
     */
    static BufferedImage layer(SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        MapPanel panel = new MapPanel(map, sign, shading, MapPlacement.filling(map, shown));
        BufferedImage layer = panel.layer(true);
        map.significance().ifPresent(significance -> panel.addBorders(significance, layer));
        return layer;
    }

    /** What {@link #layer} leaves out: values that are not significant; empty elsewhere. */
    static BufferedImage rest(SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        return new MapPanel(map, sign, shading, MapPlacement.filling(map, shown)).layer(false);
    }

    /** The grey face under a map. */
    static BufferedImage ground(FaceImage face) {
        FaceSize size = face.size();
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                int grey = ground(face, row, column);
                picture.getRaster().setSample(column, row, 0, grey);
            }
        }
        return picture;
    }

    /** The size with its longer side as given, the aspect ratio kept. */
    static FaceSize fitted(FaceSize size, int longerSide) {
        double scale = (double) longerSide / Math.max(size.height(), size.width());
        return new FaceSize(
                (int) Math.max(1, Math.round(scale * size.height())),
                (int) Math.max(1, Math.round(scale * size.width())));
    }

    /** The grey that a colour component sum of the face is shown as under a map. */
    static int ground(double luminance) {
        return (int) Math.round(255 - GROUND_CONTRAST * (255 - luminance));
    }

    private BufferedImage drawn(Optional<FaceImage> face) {
        FaceSize shown = placement.picture();
        Optional<FaceImage> ground = face.map(image -> image.resizedTo(shown));
        BufferedImage picture =
                ground.map(FaceImage::toBufferedImage)
                        .orElseGet(
                                () ->
                                        new BufferedImage(
                                                shown.width(),
                                                shown.height(),
                                                BufferedImage.TYPE_INT_RGB));
        for (int row = 0; row < shown.height(); row++) {
            for (int column = 0; column < shown.width(); column++) {
                if (placement.covers(row, column)) {
                    picture.setRGB(column, row, colour(ground, row, column));
                }
            }
        }
        map.significance().ifPresent(significance -> addBorders(significance, picture));
        return picture;
    }

    private BufferedImage layer(boolean ofShown) {
        FaceSize shown = placement.picture();
        BufferedImage layer =
                new BufferedImage(shown.width(), shown.height(), BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < shown.height(); row++) {
            for (int column = 0; column < shown.width(); column++) {
                float value = placement.value(row, column);
                int colour = 0;
                if (!placement.isDefined(row, column)) {
                    colour = ofShown ? hatch(row, column) : 0;
                } else if (sign.shows(value) && placement.isJudged(row, column) == ofShown) {
                    colour = transparent(shading.colour(value), shading.share(value));
                }
                layer.setRGB(column, row, colour);
            }
        }
        return layer;
    }

    /** What {@link #hatched} adds, over nothing. */
    private int hatch(int row, int column) {
        double line = hatchLine(row, column);
        double share = UNKNOWN_SHARE + line - UNKNOWN_SHARE * line;
        return transparent(Shading.mixed(UNKNOWN_GROUND, HATCH, line / share), share);
    }

    private static int transparent(int colour, double share) {
        return (int) Math.round(255 * share) << 24 | colour;
    }

    private int colour(Optional<FaceImage> ground, int row, int column) {
        float value = placement.value(row, column);
        int colour =
                ground.isPresent()
                        ? blended(ground(ground.get(), row, column), row, column)
                        : shading.colour(value);
        return placement.isDefined(row, column) ? colour : hatched(colour, row, column);
    }

    private static int ground(FaceImage face, int row, int column) {
        return ground(
                0.2126 * face.at(row, column, 0)
                        + 0.7152 * face.at(row, column, 1)
                        + 0.0722 * face.at(row, column, 2));
    }

    private int blended(int grey, int row, int column) {
        float value = placement.value(row, column);
        return sign.shows(value) && placement.isJudged(row, column)
                ? shading.over(grey, value)
                : grey * 0x010101;
    }

    private int hatched(int colour, int row, int column) {
        return Shading.mixed(
                Shading.mixed(colour, UNKNOWN_GROUND, UNKNOWN_SHARE),
                HATCH,
                hatchLine(row, column));
    }

    /** How much of a pixel a line of the hatch covers, in [0, 1]. */
    private double hatchLine(int row, int column) {
        double place = (row + column) / placement.unit() % HATCH_STEP;
        return Math.max(0, Math.min(1, HATCH_WIDTH - Math.abs(place - HATCH_STEP / 2)));
    }

    private void addBorders(SaliencyMap.Significance significance, BufferedImage picture) {
        Path2D border = new Path2D.Double();
        if (sign != Sign.DISSIMILAR) {
            border.append(placement.border(1, significance.bound()), false);
        }
        if (sign != Sign.SIMILAR) {
            border.append(placement.border(-1, significance.bound()), false);
        }
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.clip(placement.edge());
            addLine(border, HALO, 3.0, graphics);
            addLine(border, BORDER, 1.2, graphics);
        } finally {
            graphics.dispose();
        }
    }

    private void addLine(Path2D line, Color colour, double width, Graphics2D graphics) {
        graphics.setColor(colour);
        graphics.setStroke(
                new BasicStroke(
                        (float) Math.max(width / 1.5, width * placement.unit()),
                        BasicStroke.CAP_ROUND,
                        BasicStroke.JOIN_ROUND));
        graphics.draw(line);
    }
}
