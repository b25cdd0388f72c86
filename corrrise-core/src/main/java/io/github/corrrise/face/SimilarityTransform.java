package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Objects;

/**
 * A turn, a uniform scale and a shift of the plane; angles and proportions stay, nothing is
 * mirrored.
 *
 * <pre>
 * x' = cosine x - sine y + shiftX
 * y' = sine x + cosine y + shiftY
 * </pre>
 *
 * @param cosine the scale times the cosine of the turn, finite
 * @param sine the scale times the sine of the turn, finite; not 0 together with {@code cosine}
 * @param shiftX in pixels of the target, finite
 * @param shiftY in pixels of the target, finite
 * @since 0.1.0
 */
public record SimilarityTransform(double cosine, double sine, double shiftX, double shiftY) {
    /*
     * S. Umeyama, "Least-squares estimation of transformation parameters between two point
     * patterns", IEEE TPAMI 13(4), 1991, doi:10.1109/34.88573. In the plane his singular value
     * decomposition, with the sign that keeps reflections out, has a closed form: the best turn
     * points along the sums of the products of the centred points, and the best scale is their
     * length over the spread of the source.
     */

    /** Below this share of what the points' spreads allow, a sum is rounding and not a shape. */
    private static final double DEGENERATE = 1e-9;

    /** Checks that all are finite and the scale above 0. */
    public SimilarityTransform {
        Checks.finite(cosine, "cosine");
        Checks.finite(sine, "sine");
        Checks.finite(shiftX, "shiftX");
        Checks.finite(shiftY, "shiftY");
        Checks.insideHalfOpen(0, Double.MAX_VALUE, Math.hypot(cosine, sine), "scale");
    }

    /** Leaves every place where it is. */
    public static SimilarityTransform identity() {
        return new SimilarityTransform(1, 0, 0, 0);
    }

    /**
     * The transform that takes some places nearest to others, by the least sum of squared distances
     * in the target.
     *
     * <pre>
     * cosine = sum(f . t) / sum(f . f),   sine = sum(f x t) / sum(f . f)
     * </pre>
     *
     * with f and t the places less their means.
     *
     * @param from at least two places, not all the same
     * @param to where each should come to lie, in the same order; not all the same
     * @throws IllegalArgumentException where the counts differ, or where no turn is better than
     *     another: places that coincide, or that fit mirrored only
     */
    public static SimilarityTransform fit(List<Landmarks.Point> from, List<Landmarks.Point> to) {
        Checks.atLeast(2, from.size(), "from.size()");
        Checks.exactly(from.size(), to.size(), "to.size()");
        Landmarks.Point fromMean = mean(from);
        Landmarks.Point toMean = mean(to);
        double dot = 0;
        double cross = 0;
        for (int i = 0; i < from.size(); i++) {
            double fromX = from.get(i).x() - fromMean.x();
            double fromY = from.get(i).y() - fromMean.y();
            double toX = to.get(i).x() - toMean.x();
            double toY = to.get(i).y() - toMean.y();
            dot += fromX * toX + fromY * toY;
            cross += fromX * toY - fromY * toX;
        }
        double fromSpread = spread(from, fromMean, "from");
        double toSpread = spread(to, toMean, "to");
        double strength = Math.hypot(dot, cross) / Math.sqrt(fromSpread) / Math.sqrt(toSpread);
        if (!(strength > DEGENERATE)) {
            throw Checks.rejected("to", "the places of from, turned and not mirrored", to);
        }
        double cosine = dot / fromSpread;
        double sine = cross / fromSpread;
        return new SimilarityTransform(
                cosine,
                sine,
                toMean.x() - cosine * fromMean.x() + sine * fromMean.y(),
                toMean.y() - sine * fromMean.x() - cosine * fromMean.y());
    }

    private static Landmarks.Point mean(List<Landmarks.Point> points) {
        double x = 0;
        double y = 0;
        for (Landmarks.Point point : points) {
            x += point.x() / points.size();
            y += point.y() / points.size();
        }
        return new Landmarks.Point(x, y);
    }

    private static double spread(List<Landmarks.Point> points, Landmarks.Point mean, String name) {
        double sum = 0;
        for (Landmarks.Point point : points) {
            double distance = point.distanceTo(mean);
            sum += distance * distance;
        }
        double magnitude = Math.hypot(mean.x(), mean.y());
        if (!(Math.sqrt(sum) > DEGENERATE * magnitude)) {
            throw Checks.rejected(name, "places that do not all coincide", points);
        }
        return sum;
    }

    /** Where a place comes to lie. */
    public Landmarks.Point apply(Landmarks.Point point) {
        return new Landmarks.Point(
                cosine * point.x() - sine * point.y() + shiftX,
                sine * point.x() + cosine * point.y() + shiftY);
    }

    /** The way back. */
    public SimilarityTransform inverse() {
        double square = cosine * cosine + sine * sine;
        double backCosine = cosine / square;
        double backSine = -sine / square;
        return new SimilarityTransform(
                backCosine,
                backSine,
                backSine * shiftY - backCosine * shiftX,
                -backSine * shiftX - backCosine * shiftY);
    }

    /** This transform and then another. */
    public SimilarityTransform then(SimilarityTransform next) {
        Objects.requireNonNull(next, "next");
        return new SimilarityTransform(
                next.cosine * cosine - next.sine * sine,
                next.sine * cosine + next.cosine * sine,
                next.cosine * shiftX - next.sine * shiftY + next.shiftX,
                next.sine * shiftX + next.cosine * shiftY + next.shiftY);
    }

    /** How many pixels of the target one pixel of the source becomes, above 0. */
    public double scale() {
        return Math.hypot(cosine, sine);
    }

    /** The turn in degrees, in (-180, 180]; clockwise as the picture is seen. */
    public double turn() {
        return Math.toDegrees(Math.atan2(sine, cosine));
    }
}
