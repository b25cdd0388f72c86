package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The trials of a {@link PatchGame} and what follows from them. Trials of several games on faces of
 * one size may be put together: {@code new PatchGameResult(size, allPlacements)}.
 *
 * @param size height and width of the faces
 * @param placements the trials; a game gives them by index
 * @since 0.1.0
 */
public record PatchGameResult(FaceSize size, List<PatchPlacement> placements) {
    /** Copies the list. */
    public PatchGameResult {
        Objects.requireNonNull(size, "size");
        placements = List.copyOf(placements);
    }

    /**
     * The trials in which the paste cost more similarity than this; possibly none. A paste that
     * costs nothing gives a map nothing to find.
     */
    public PatchGameResult costingMoreThan(double similarity) {
        return new PatchGameResult(
                size, placements.stream().filter(trial -> trial.cost() > similarity).toList());
    }

    /** Hits and mass; empty where there is no trial. */
    public Optional<PointingScore> score() {
        return placements.isEmpty() ? Optional.empty() : Optional.of(PointingScore.of(placements));
    }

    /**
     * The hit rate of a pixel drawn uniformly from the face, and the mass share of a map of equal
     * values: the mean area of the squares as a share of the face. 0 where there is no trial.
     */
    public double uniformHitRate() {
        double area =
                placements.stream()
                        .mapToDouble(trial -> (double) trial.side() * trial.side())
                        .average()
                        .orElse(0);
        return area / size.pixelCount();
    }

    /**
     * The hit rate of the one pixel that most squares cover: the best that an explainer can reach
     * which points at one place whatever the face. The pixel is chosen after the trials, so the
     * rate is at least that of any pixel chosen in advance. 0 where there is no trial.
     */
    public double bestConstantHitRate() {
        double best = 0;
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                best = Math.max(best, constantHitRate(row, column));
            }
        }
        return best;
    }

    /**
     * The hit rate of the middle of the face, where a centre prior has its peak; 0 where there is
     * no trial.
     */
    public double centreHitRate() {
        return constantHitRate(size.height() / 2, size.width() / 2);
    }

    /** The hit rate of a fixed pixel. 0 where there is no trial. */
    public double constantHitRate(int row, int column) {
        return placements.stream()
                .mapToDouble(trial -> trial.covers(row, column) ? 1 : 0)
                .average()
                .orElse(0);
    }
}
