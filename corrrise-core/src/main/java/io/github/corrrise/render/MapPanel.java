package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Significance;
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

    private int colour(Optional<FaceImage> ground, int row, int column) {
        float value = placement.value(row, column);
        int colour =
                ground.isPresent()
                        ? blended(ground.get(), value, row, column)
                        : shading.colour(value);
        return placement.isDefined(row, column) ? colour : hatched(colour, row, column);
    }

    private int blended(FaceImage face, float value, int row, int column) {
        double luminance =
                0.2126 * face.at(row, column, 0)
                        + 0.7152 * face.at(row, column, 1)
                        + 0.0722 * face.at(row, column, 2);
        int grey = ground(luminance);
        return isShown(value) ? shading.over(grey, value) : grey * 0x010101;
    }

    private boolean isShown(float value) {
        return sign.shows(value)
                && map.significance()
                        .map(significance -> significance.isSignificant(value))
                        .orElse(true);
    }

    private int hatched(int colour, int row, int column) {
        double place = (row + column) / placement.unit() % HATCH_STEP;
        double covered = Math.max(0, Math.min(1, HATCH_WIDTH - Math.abs(place - HATCH_STEP / 2)));
        return Shading.mixed(Shading.mixed(colour, UNKNOWN_GROUND, 0.55), HATCH, covered);
    }

    private void addBorders(Significance significance, BufferedImage picture) {
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
