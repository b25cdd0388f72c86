package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The trials of a {@link RegionSwapGame} and what follows from them.
 *
 * @param size height and width of the faces
 * @param featherFraction width of the soft edge, as in the game, in [0, 0.1]
 * @param swaps the trials; a game gives them by index
 * @since 0.1.0
 */
public record RegionSwapResult(FaceSize size, double featherFraction, List<RegionSwap> swaps) {
    /** Copies the list. */
    public RegionSwapResult {
        Objects.requireNonNull(size, "size");
        swaps = List.copyOf(swaps);
    }

    /** The trials in which the swap cost more similarity than this; possibly none. */
    public RegionSwapResult costingMoreThan(double similarity) {
        return new RegionSwapResult(
                size,
                featherFraction,
                swaps.stream().filter(swap -> swap.cost() > similarity).toList());
    }

    /** The trials of one region; possibly none. A fixed pixel of the region hits in all of them. */
    public RegionSwapResult of(FaceRegion region) {
        return new RegionSwapResult(
                size,
                featherFraction,
                swaps.stream().filter(swap -> swap.region() == region).toList());
    }

    /** Hits and mass; empty where there is no trial. */
    public Optional<PointingScore> score() {
        return swaps.isEmpty() ? Optional.empty() : Optional.of(PointingScore.of(swaps));
    }

    /** Number of trials in which turning pixels back restored the decision. */
    public int flipCount() {
        return (int) swaps.stream().filter(swap -> swap.flippedAt().isPresent()).count();
    }

    /**
     * Mean share of pixels turned back when the decision is restored, over the trials in which it
     * is; empty where there is none.
     */
    public OptionalDouble meanFlippedAt() {
        return mean(RegionSwap::flippedAt);
    }

    /**
     * Mean share of pixels turned back when half of the cost is recovered, over the trials in which
     * the swap cost something; empty where there is none.
     */
    public OptionalDouble meanHalfRestoredAt() {
        return mean(RegionSwap::halfRestoredAt);
    }

    /**
     * Mean share of significantly dissimilar pixels beyond the region's reach, over the trials
     * whose map has a significance; empty where there is none.
     */
    public OptionalDouble meanFalseShare() {
        return mean(RegionSwap::falseShare);
    }

    /**
     * The mean area of the regions: the hit rate of a pixel drawn uniformly from the face. 0 where
     * there is no trial.
     */
    public double uniformHitRate() {
        double[] coverage = coverage();
        double sum = 0;
        for (double share : coverage) {
            sum += share;
        }
        return sum / coverage.length;
    }

    /** The hit rate of the one pixel that most swaps cover. 0 where there is no trial. */
    public double bestConstantHitRate() {
        double best = 0;
        for (double share : coverage()) {
            best = Math.max(best, share);
        }
        return best;
    }

    /**
     * The hit rate of the middle of the face, where a centre prior has its peak; 0 where there is
     * no trial.
     */
    public double centreHitRate() {
        return coverage()[size.height() / 2 * size.width() + size.width() / 2];
    }

    /** Share of the trials that altered each pixel. */
    private double[] coverage() {
        double[] coverage = new double[size.pixelCount()];
        for (FaceRegion region : FaceRegion.values()) {
            double weight =
                    swaps.stream()
                            .mapToDouble(swap -> swap.region() == region ? 1 : 0)
                            .average()
                            .orElse(0);
            Blend.changed(region.share(size, featherFraction)).stream()
                    .forEach(pixel -> coverage[pixel] += weight);
        }
        return coverage;
    }

    private OptionalDouble mean(Function<RegionSwap, OptionalDouble> of) {
        return swaps.stream().map(of).flatMapToDouble(OptionalDouble::stream).average();
    }
}
