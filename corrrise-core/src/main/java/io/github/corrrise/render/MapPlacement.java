package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.PointSampler;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.saliency.SaliencyMap;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;

/**
 * Where a map lies in a picture, and its values at the picture's pixels: interpolated between
 * pixels of the map, averaged where the map is finer than the picture.
 */
final class MapPlacement {
    /** The longer side of a map in a picture that line widths and hatches are given for. */
    private static final double UNIT_SIDE = 280;

    private final SaliencyMap map;
    private final FaceSize picture;
    private final float[] values;
    private final double unit;

    /** Between corners, where edges and not centres of pixels are at integers. */
    private final AffineTransform toPicture;

    private final AffineTransform toMap;

    private MapPlacement(
            SaliencyMap map,
            FaceSize picture,
            float[] values,
            AffineTransform toPicture,
            double longerSide) {
        this.map = map;
        this.picture = picture;
        this.values = values;
        this.toPicture = toPicture;
        this.toMap = inverse(toPicture);
        this.unit = longerSide / UNIT_SIDE;
    }

    /** The map fills the picture. */
    static MapPlacement filling(SaliencyMap map, FaceSize picture) {
        FaceSize size = map.size();
        float[] values = map.toArray();
        if (!size.equals(picture)) {
            values =
                    Resampling.bilinear(
                            values, size.height(), size.width(), picture.height(), picture.width());
        }
        return new MapPlacement(
                map,
                picture,
                values,
                AffineTransform.getScaleInstance(
                        (double) picture.width() / size.width(),
                        (double) picture.height() / size.height()),
                Math.max(picture.height(), picture.width()));
    }

    /**
     * The map lies where its face is in a photograph.
     *
     * @param toPhotograph from places of the map to places of the photograph
     * @param picture the size in which the photograph is shown
     */
    static MapPlacement onPhotograph(
            SaliencyMap map,
            SimilarityTransform toPhotograph,
            FaceSize photograph,
            FaceSize picture) {
        AffineTransform toPicture =
                AffineTransform.getScaleInstance(
                        (double) picture.width() / photograph.width(),
                        (double) picture.height() / photograph.height());
        toPicture.translate(0.5, 0.5);
        toPicture.concatenate(
                new AffineTransform(
                        toPhotograph.cosine(),
                        toPhotograph.sine(),
                        -toPhotograph.sine(),
                        toPhotograph.cosine(),
                        toPhotograph.shiftX(),
                        toPhotograph.shiftY()));
        toPicture.translate(-0.5, -0.5);
        FaceSize size = map.size();
        double scale = Math.sqrt(toPicture.getDeterminant());
        return new MapPlacement(
                map,
                picture,
                sampled(map, inverse(toPicture), picture, Math.max(1, 1 / scale)),
                toPicture,
                scale * Math.max(size.height(), size.width()));
    }

    /** Beyond the map's edge its outermost values go on. */
    private static float[] sampled(
            SaliencyMap map, AffineTransform toMap, FaceSize picture, double reach) {
        FaceSize size = map.size();
        float[] plane = map.toArray();
        float[] values = new float[picture.pixelCount()];
        PointSampler sampler = new PointSampler(size.height(), size.width(), reach);
        for (int row = 0; row < picture.height(); row++) {
            for (int column = 0; column < picture.width(); column++) {
                Point2D place = middle(row, column, toMap);
                sampler.moveTo(
                        Math.max(0, Math.min(size.width() - 1, place.getX() - 0.5)),
                        Math.max(0, Math.min(size.height() - 1, place.getY() - 0.5)));
                values[row * picture.width() + column] = (float) sampler.mean(plane, 0);
            }
        }
        return values;
    }

    private static AffineTransform inverse(AffineTransform transform) {
        try {
            return transform.createInverse();
        } catch (NoninvertibleTransformException e) {
            throw Checks.rejected("toPhotograph", "of a scale that can be undone", transform);
        }
    }

    /** The picture's size. */
    FaceSize picture() {
        return picture;
    }

    /** Pixels of the picture for one of a map that is {@link #UNIT_SIDE} long in it. */
    double unit() {
        return unit;
    }

    /** The map's value at a pixel of the picture; beyond the map its outermost values go on. */
    float value(int row, int column) {
        return values[row * picture.width() + column];
    }

    /** Whether the map lies under the middle of a pixel of the picture. */
    boolean covers(int row, int column) {
        Point2D place = middle(row, column, toMap);
        return place.getX() >= 0
                && place.getY() >= 0
                && place.getX() < map.size().width()
                && place.getY() < map.size().height();
    }

    /** Whether the map is defined under a pixel of the picture that it covers. */
    boolean isDefined(int row, int column) {
        Point2D place = middle(row, column, toMap);
        return map.isDefined((int) place.getY(), (int) place.getX());
    }

    /** The map's own edge, in pixels of the picture. */
    Shape edge() {
        FaceSize size = map.size();
        return toPicture.createTransformedShape(
                new Rectangle2D.Double(0, 0, size.width(), size.height()));
    }

    /**
     * The line around {@code sign * value >= bound}, in pixels of the picture; taken on the coarser
     * of map and picture.
     */
    Path2D border(int sign, double bound) {
        if (toMap.getDeterminant() > 1) {
            return Border.around(values, picture.height(), picture.width(), sign, bound);
        }
        FaceSize size = map.size();
        Path2D path = Border.around(map.toArray(), size.height(), size.width(), sign, bound);
        path.transform(toPicture);
        return path;
    }

    private static Point2D middle(int row, int column, AffineTransform toMap) {
        return toMap.transform(new Point2D.Double(column + 0.5, row + 0.5), null);
    }
}
