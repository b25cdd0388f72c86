package io.github.corrrise.onnx;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.Landmarks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes one face of the several that neighbouring cells see of it: of boxes that overlap, the one
 * of the highest score stays (non-maximum suppression), and its place is averaged with those of
 * boxes that are nearly the same.
 */
final class Suppression {
    /*
     * The blending of V. Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on
     * Mobile GPUs", 2019, arXiv:1907.05047: each cell's places carry an error of their own, and the
     * mean of several has less of it.
     */

    /** Overlap from which two boxes show one face, and not one face in front of another. */
    private static final double SAME_FACE = 0.7;

    private Suppression() {}

    /**
     * The faces that stay, the highest score first; equal scores in the order given. Box and
     * landmarks of each are the mean, weighted by score, of its own and of those that it suppressed
     * and that overlap it by at least {@link #SAME_FACE}; its score is its own. Time is in
     * proportion to the faces given times those that stay.
     *
     * @param largestOverlap largest overlap that two faces may have, before the blending, and both
     *     stay; in [0, 1]
     */
    static List<DetectedFace> of(List<DetectedFace> faces, double largestOverlap) {
        List<DetectedFace> byScore = new ArrayList<>(faces);
        byScore.sort(Comparator.comparingDouble(DetectedFace::score).reversed());
        List<List<DetectedFace>> groups = new ArrayList<>();
        for (DetectedFace face : byScore) {
            Optional<List<DetectedFace>> stronger =
                    groups.stream()
                            .filter(group -> overlap(group.get(0), face) > largestOverlap)
                            .findFirst();
            if (stronger.isEmpty()) {
                groups.add(new ArrayList<>(List.of(face)));
            } else if (overlap(stronger.get().get(0), face) >= SAME_FACE) {
                stronger.get().add(face);
            }
        }
        return groups.stream().map(Suppression::blended).toList();
    }

    private static double overlap(DetectedFace one, DetectedFace other) {
        return one.box().overlap(other.box());
    }

    private static DetectedFace blended(List<DetectedFace> group) {
        double total = group.stream().mapToDouble(DetectedFace::score).sum();
        double left = 0;
        double top = 0;
        double width = 0;
        double height = 0;
        double[] coordinates = new double[10];
        for (DetectedFace face : group) {
            double share = face.score() / total;
            left += share * face.box().left();
            top += share * face.box().top();
            width += share * face.box().width();
            height += share * face.box().height();
            int i = 0;
            for (Landmarks.Point place : face.landmarks().points()) {
                coordinates[i++] += share * place.x();
                coordinates[i++] += share * place.y();
            }
        }
        return new DetectedFace(
                new DetectedFace.Box(left, top, width, height),
                Landmarks.of(coordinates),
                group.get(0).score());
    }
}
