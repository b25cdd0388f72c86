package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.util.List;

/**
 * Regions of an aligned face as ellipses, placed by the five points of the ArcFace template (eyes
 * at (38.3, 51.7) and (73.5, 51.5), nose at (56.0, 71.7), corners of the mouth at (41.5, 92.4) and
 * (70.7, 92.2), in columns and rows of 112 x 112), scaled to the size of the face. They fit crops
 * aligned to that template and no others.
 *
 * <p>Source of the points: J. Deng, J. Guo, N. Xue, S. Zafeiriou, CVPR 2019, arXiv:1801.07698, and
 * its code; the ellipses were drawn for this library.
 *
 * @since 0.1.0
 */
public enum FaceRegion {
    /** Both eyes with their lids. */
    EYES,
    /** Bridge, tip and wings of the nose. */
    NOSE,
    /** Both lips and their corners. */
    MOUTH,
    /** Both brows. */
    BROWS;

    private static final double TEMPLATE_SIDE = 112;

    /** Centre and half axes in pixels of the template. */
    private record Ellipse(double row, double column, double halfHeight, double halfWidth) {
        /**
         * How far inside the edge a point lies, negative outside: the share of the way from the
         * edge to the centre, times the shorter half axis in pixels of the template. On the longer
         * axis the true distance is larger by the ratio of the axes; for a feather that is near
         * enough.
         */
        double depth(double atRow, double atColumn) {
            double radius = Math.hypot((atRow - row) / halfHeight, (atColumn - column) / halfWidth);
            return (1 - radius) * Math.min(halfHeight, halfWidth);
        }
    }

    private List<Ellipse> ellipses() {
        return switch (this) {
            case EYES -> List.of(new Ellipse(51.7, 38.3, 7, 13), new Ellipse(51.5, 73.5, 7, 13));
            case NOSE -> List.of(new Ellipse(68, 56, 14, 11));
            case MOUTH -> List.of(new Ellipse(92.3, 56.1, 10, 22));
            case BROWS -> List.of(new Ellipse(42, 37, 6, 14), new Ellipse(42, 75, 6, 14));
        };
    }

    /**
     * How much of each pixel belongs to the region: 1 inside, falling from 1 to 0 over a soft edge
     * that straddles the outline, 0 outside.
     *
     * @param size of the face
     * @param featherFraction width of the soft edge on an ellipse's shorter axis, as a fraction of
     *     the face's side along that axis, in [0, 0.1]; on the longer axis it is wider by the ratio
     *     of the axes; 0 leaves a hard edge
     * @return height x width values in [0, 1], row-major
     * @throws IllegalArgumentException where {@code featherFraction} is out of range
     */
    public float[] share(FaceSize size, double featherFraction) {
        Checks.inside(0.0, 0.1, featherFraction, "featherFraction");
        double feather = featherFraction * TEMPLATE_SIDE;
        float[] share = new float[size.pixelCount()];
        for (int pixel = 0; pixel < share.length; pixel++) {
            double row = onTemplate(pixel / size.width(), size.height());
            double column = onTemplate(pixel % size.width(), size.width());
            for (Ellipse ellipse : ellipses()) {
                double depth = ellipse.depth(row, column);
                double own = feather > 0 ? 0.5 + depth / feather : depth >= 0 ? 1 : 0;
                share[pixel] = (float) Math.max(share[pixel], Math.max(0, Math.min(1, own)));
            }
        }
        return share;
    }

    /** The centre of a pixel in coordinates of the template, pixel centres at whole numbers. */
    private static double onTemplate(int place, int length) {
        return (place + 0.5) * TEMPLATE_SIDE / length - 0.5;
    }
}
