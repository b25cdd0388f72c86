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
import java.util.Arrays;
import java.util.function.UnaryOperator;

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

    /** The same with 0 where a value reaches the bound and is not significant. */
    private final float[] judged;

    private final double unit;

    /** Between corners, where edges and not centres of pixels are at integers. */
    private final AffineTransform toPicture;

    private final AffineTransform toMap;

    private MapPlacement(
            SaliencyMap map,
            FaceSize picture,
            UnaryOperator<float[]> shown,
            AffineTransform toPicture,
            double longerSide) {
        this.map = map;
        this.picture = picture;
        float[] own = map.toArray();
        float[] known = judged(map);
        this.values = shown.apply(own);
        this.judged = Arrays.equals(own, known) ? values : shown.apply(known);
        this.toPicture = toPicture;
        this.toMap = inverse(toPicture);
        this.unit = longerSide / UNIT_SIDE;
    }

    /** The map fills the picture. */
    static MapPlacement filling(SaliencyMap map, FaceSize picture) {
        FaceSize size = map.size();
        return new MapPlacement(
                map,
                picture,
                plane ->
                        size.equals(picture)
                                ? plane
                                : Resampling.bilinear(
                                        plane,
                                        size.height(),
                                        size.width(),
                                        picture.height(),
                                        picture.width()),
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
                plane -> sampled(plane, size, inverse(toPicture), picture, Math.max(1, 1 / scale)),
                toPicture,
                scale * Math.max(size.height(), size.width()));
    }

    /** Beyond the map's edge its outermost values go on. */
    private static float[] sampled(
            float[] plane, FaceSize size, AffineTransform toMap, FaceSize picture, double reach) {
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

    /**
     * Whether what lies under a pixel of the picture is beyond chance; everything is in a map
     * without significance.
     */
    boolean isJudged(int row, int column) {
        float value = judged[row * picture.width() + column];
        return map.significance().map(chance -> chance.reaches(value)).orElse(true);
    }

    /** So that the one bound tells what is significant, between pixels too. */
    private static float[] judged(SaliencyMap map) {
        float[] plane = map.toArray();
        for (int pixel = 0; map.significance().isPresent() && pixel < plane.length; pixel++) {
            int row = pixel / map.size().width();
            int column = pixel % map.size().width();
            if (map.significance().get().reaches(plane[pixel]) && !map.isSignificant(row, column)) {
                plane[pixel] = 0;
            }
        }
        return plane;
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
     * The line around what is significant of a sign, {@code sign * value >= bound}, in pixels of
     * the picture; taken on the coarser of map and picture.
     */
    Path2D border(int sign, double bound) {
        if (toMap.getDeterminant() > 1) {
            return Border.around(judged, picture.height(), picture.width(), sign, bound);
        }
        FaceSize size = map.size();
        Path2D path = Border.around(judged(map), size.height(), size.width(), sign, bound);
        path.transform(toPicture);
        return path;
    }

    private static Point2D middle(int row, int column, AffineTransform toMap) {
        return toMap.transform(new Point2D.Double(column + 0.5, row + 0.5), null);
    }
}
