package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.Comparator;
import java.util.Objects;

/**
 * A face found in a photograph.
 *
 * @param box around the face
 * @param landmarks by which it is aligned
 * @param score how sure the detector is, in [0, 1]; comparable within one detector only
 * @since 0.1.0
 */
public record DetectedFace(FaceBox box, Landmarks landmarks, double score) {
    /** The order of {@link FaceDetector#detect}: by area, then by score. */
    public static final Comparator<DetectedFace> LARGEST_FIRST =
            Comparator.comparingDouble((DetectedFace face) -> face.box().area())
                    .thenComparingDouble(DetectedFace::score)
                    .reversed();

    /** Checks the ranges. */
    public DetectedFace {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(landmarks, "landmarks");
        Checks.inside(0.0, 1.0, score, "score");
    }
}
