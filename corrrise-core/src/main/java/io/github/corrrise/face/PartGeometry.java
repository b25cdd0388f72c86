package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;

/**
 * Where the parts of a face lie, by proportions of its five landmarks. Lengths are in distances
 * between the eyes, measured along and across the face.
 */
final class PartGeometry {
    /** How far the mouth must at least lie from the line of the eyes. */
    private static final double LEAST_HEIGHT = 0.3;

    /** From pixels into a face that stands upright. */
    private final SimilarityTransform upright;

    private final Landmarks landmarks;
    private final double unit;
    private final Landmarks.Point eyes;
    private final Landmarks.Point mouth;

    private PartGeometry(SimilarityTransform upright, Landmarks landmarks) {
        this.upright = upright;
        this.landmarks = landmarks;
        this.unit = landmarks.eyeDistance();
        this.eyes = middle(landmarks.rightEye(), landmarks.leftEye());
        this.mouth = middle(landmarks.rightMouthCorner(), landmarks.leftMouthCorner());
    }

    static PartGeometry of(Landmarks landmarks) {
        SimilarityTransform upright =
                SimilarityTransform.fit(
                        landmarks.points(), FaceAligner.arcFace().template().points());
        PartGeometry geometry = new PartGeometry(upright, landmarks.movedBy(upright));
        double height = (geometry.mouth.y() - geometry.eyes.y()) / geometry.unit;
        if (!(height >= LEAST_HEIGHT && geometry.landmarks.leftEye().x() > geometry.eyes.x())) {
            throw Checks.rejected(
                    "landmarks", "those of a face, eyes above the mouth", landmarks.points());
        }
        return geometry;
    }

    String partAt(Landmarks.Point pixel) {
        Landmarks.Point at = upright.apply(pixel);
        if (!isInFace(at)) {
            return FaceParts.OUTSIDE;
        }
        if (isNear(at, landmarks.rightEye(), 0, 0.36, 0.19)) {
            return FaceParts.RIGHT_EYE;
        }
        if (isNear(at, landmarks.leftEye(), 0, 0.36, 0.19)) {
            return FaceParts.LEFT_EYE;
        }
        if (isNear(at, landmarks.rightEye(), -0.36, 0.47, 0.18)) {
            return FaceParts.RIGHT_EYEBROW;
        }
        if (isNear(at, landmarks.leftEye(), -0.36, 0.47, 0.18)) {
            return FaceParts.LEFT_EYEBROW;
        }
        if (isInNose(at)) {
            return FaceParts.NOSE;
        }
        double mouthHalf =
                landmarks.rightMouthCorner().distanceTo(landmarks.leftMouthCorner()) / unit / 2;
        if (isNear(at, mouth, 0, mouthHalf + 0.15, 0.27)) {
            return FaceParts.MOUTH;
        }
        return besides(at);
    }

    /** What is none of the features inside the face. */
    private String besides(Landmarks.Point at) {
        if (at.y() < eyes.y()) {
            return FaceParts.FOREHEAD;
        }
        if (at.y() > mouth.y() + 0.2 * unit) {
            return FaceParts.CHIN_AND_JAW;
        }
        double middle =
                eyes.x() + (mouth.x() - eyes.x()) * (at.y() - eyes.y()) / (mouth.y() - eyes.y());
        return at.x() < middle ? FaceParts.RIGHT_CHEEK : FaceParts.LEFT_CHEEK;
    }

    private boolean isInFace(Landmarks.Point at) {
        Landmarks.Point centre =
                new Landmarks.Point(
                        (eyes.x() + mouth.x()) / 2, eyes.y() + 0.4 * (mouth.y() - eyes.y()));
        return isNear(at, centre, 0, 1.25, 1.8);
    }

    /** A wedge from between the eyes to below the tip. */
    private boolean isInNose(Landmarks.Point at) {
        Landmarks.Point tip = landmarks.nose();
        double top = eyes.y() - 0.1 * unit;
        double base = tip.y() + 0.25 * unit;
        if (at.y() < top || at.y() > base) {
            return false;
        }
        double down = Math.min(1, (at.y() - top) / (tip.y() + 0.05 * unit - top));
        double middle = eyes.x() + (tip.x() - eyes.x()) * down;
        return Math.abs(at.x() - middle) <= (0.14 + 0.24 * down) * unit;
    }

    /** True inside an ellipse about a place. */
    private boolean isNear(
            Landmarks.Point at,
            Landmarks.Point place,
            double down,
            double halfWidth,
            double halfHeight) {
        double across = (at.x() - place.x()) / (halfWidth * unit);
        double along = (at.y() - place.y() - down * unit) / (halfHeight * unit);
        return across * across + along * along <= 1;
    }

    private static Landmarks.Point middle(Landmarks.Point one, Landmarks.Point other) {
        return new Landmarks.Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
    }
}
