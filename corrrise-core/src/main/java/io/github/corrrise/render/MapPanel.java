package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Significance;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * One map at the size it is shown in. Values are interpolated between pixels (averaged where the
 * map is larger than the panel) and only then coloured and held against the bound, so that colour
 * and border agree.
 */
final class MapPanel {
    /** The face under a map keeps this share of its contrast and is lifted towards white. */
    private static final double GROUND_CONTRAST = 0.65;

    /** The panel side that line widths and hatches are given for. */
    private static final double UNIT_SIDE = 280;

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
    private final FaceSize shown;
    private final float[] values;
    private final double unit;

    private MapPanel(SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        this.map = map;
        this.sign = sign;
        this.shading = shading;
        this.shown = shown;
        this.values = resampled(map.toArray(), map.size(), shown);
        this.unit = Math.max(shown.height(), shown.width()) / UNIT_SIDE;
    }

    /** The face in its own colours. */
    static BufferedImage face(FaceImage face, FaceSize shown) {
        return face.resizedTo(shown).toBufferedImage();
    }

    /** The map over the grey face; only the face where the map is not significant. */
    static BufferedImage overlay(
            FaceImage face, SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        return new MapPanel(map, sign, shading, shown).drawn(Optional.of(face));
    }

    /** The map alone in pure colours, significant or not. */
    static BufferedImage plain(SaliencyMap map, Shading shading, FaceSize shown) {
        return new MapPanel(map, Sign.BOTH, shading, shown).drawn(Optional.empty());
    }

    /**
     * The map as a layer to lay over the face's {@link #ground(FaceImage)}: transparent where it is
     * not significant. At full opacity it gives what {@link #overlay} draws.
     */
    static BufferedImage layer(SaliencyMap map, Sign sign, Shading shading, FaceSize shown) {
        return new MapPanel(map, sign, shading, shown).layer();
    }

    /** The grey face under a map. */
    static BufferedImage ground(FaceImage face) {
        FaceSize size = face.size();
        float[] planes = face.toPlanes();
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                int grey = ground(planes, row * size.width() + column);
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
        Optional<float[]> planes = face.map(image -> image.resizedTo(shown).toPlanes());
        BufferedImage picture =
                new BufferedImage(shown.width(), shown.height(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < shown.height(); row++) {
            for (int column = 0; column < shown.width(); column++) {
                int pixel = row * shown.width() + column;
                int colour =
                        planes.isPresent()
                                ? blended(planes.get(), pixel)
                                : shading.colour(values[pixel]);
                picture.setRGB(
                        column,
                        row,
                        isDefined(row, column) ? colour : hatched(colour, row, column));
            }
        }
        map.significance().ifPresent(significance -> addBorders(significance, picture));
        return picture;
    }

    private BufferedImage layer() {
        BufferedImage layer =
                new BufferedImage(shown.width(), shown.height(), BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < shown.height(); row++) {
            for (int column = 0; column < shown.width(); column++) {
                float value = values[row * shown.width() + column];
                int colour = 0;
                if (!isDefined(row, column)) {
                    colour = hatch(row, column);
                } else if (isShown(value)) {
                    colour = transparent(shading.colour(value), shading.share(value));
                }
                layer.setRGB(column, row, colour);
            }
        }
        map.significance().ifPresent(significance -> addBorders(significance, layer));
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

    private static int ground(float[] planes, int pixel) {
        int pixelCount = planes.length / 3;
        return ground(
                0.2126 * planes[pixel]
                        + 0.7152 * planes[pixelCount + pixel]
                        + 0.0722 * planes[2 * pixelCount + pixel]);
    }

    private int blended(float[] planes, int pixel) {
        int grey = ground(planes, pixel);
        float value = values[pixel];
        return isShown(value) ? shading.over(grey, value) : grey * 0x010101;
    }

    private boolean isShown(float value) {
        return sign.shows(value)
                && map.significance()
                        .map(significance -> significance.isSignificant(value))
                        .orElse(true);
    }

    private boolean isDefined(int row, int column) {
        return map.isDefined(
                (int) ((row + 0.5) * map.size().height() / shown.height()),
                (int) ((column + 0.5) * map.size().width() / shown.width()));
    }

    private int hatched(int colour, int row, int column) {
        return Shading.mixed(
                Shading.mixed(colour, UNKNOWN_GROUND, UNKNOWN_SHARE),
                HATCH,
                hatchLine(row, column));
    }

    /** How much of a pixel a line of the hatch covers, in [0, 1]. */
    private double hatchLine(int row, int column) {
        double place = (row + column) / unit % HATCH_STEP;
        return Math.max(0, Math.min(1, HATCH_WIDTH - Math.abs(place - HATCH_STEP / 2)));
    }

    private void addBorders(Significance significance, BufferedImage picture) {
        Path2D border = new Path2D.Double();
        if (sign != Sign.DISSIMILAR) {
            border.append(border(1, significance.bound()), false);
        }
        if (sign != Sign.SIMILAR) {
            border.append(border(-1, significance.bound()), false);
        }
        Graphics2D graphics = picture.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
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
                        (float) Math.max(width / 1.5, width * unit),
                        BasicStroke.CAP_ROUND,
                        BasicStroke.JOIN_ROUND));
        graphics.draw(line);
    }

    /** In pixels of the panel; drawn on the coarser of map and panel. */
    private Path2D border(int one, double bound) {
        boolean shrunk = shown.pixelCount() < map.size().pixelCount();
        FaceSize grid = shrunk ? shown : map.size();
        float[] plane = shrunk ? values : map.toArray();
        Path2D path = Border.around(plane, grid.height(), grid.width(), one, bound);
        path.transform(
                AffineTransform.getScaleInstance(
                        (double) shown.width() / grid.width(),
                        (double) shown.height() / grid.height()));
        return path;
    }

    /** A plane of one size at another. */
    static float[] resampled(float[] plane, FaceSize from, FaceSize to) {
        return from.equals(to)
                ? plane
                : Resampling.bilinear(plane, from.height(), from.width(), to.height(), to.width());
    }
}
