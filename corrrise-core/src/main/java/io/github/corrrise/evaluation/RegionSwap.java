package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One trial of the {@link RegionSwapGame}.
 *
 * @param index number of the trial in its game, from 0
 * @param pair name of the genuine pair
 * @param region what was swapped
 * @param cleanSimilarity of the pair before the swap
 * @param similarity with the swapped region
 * @param pointing where the dissimilarity map points
 * @param falseShare share of the pixels beyond the region's reach that the map calls significantly
 *     dissimilar; empty where the map has no significance, or the reach covers the face
 * @param flippedAt share of the probe's pixels, the most dissimilar first, that must be turned back
 *     until the decision is that of before the swap, in (0, 1]; empty where the swap did not change
 *     the decision, or the verifier has no threshold
 * @param halfRestoredAt the same until half of the cost is recovered, in (0, 1]; empty where the
 *     swap cost nothing or raised the similarity
 * @since 0.1.0
 */
public record RegionSwap(
        int index,
        String pair,
        FaceRegion region,
        double cleanSimilarity,
        double similarity,
        Pointing pointing,
        OptionalDouble falseShare,
        OptionalDouble flippedAt,
        OptionalDouble halfRestoredAt)
        implements GameTrial {
    /** Checks the ranges. */
    public RegionSwap {
        Checks.atLeast(0, index, "index");
        Objects.requireNonNull(pair, "pair");
        Objects.requireNonNull(region, "region");
        Checks.finite(cleanSimilarity, "cleanSimilarity");
        Checks.finite(similarity, "similarity");
        Objects.requireNonNull(pointing, "pointing");
        requireShare(falseShare, "falseShare");
        requireShare(flippedAt, "flippedAt");
        requireShare(halfRestoredAt, "halfRestoredAt");
    }

    private static void requireShare(OptionalDouble share, String name) {
        share.ifPresent(value -> Checks.inside(0.0, 1.0, value, name));
    }

    /**
     * What the planted pixels cost: the similarity before less the similarity after. Where it is
     * near 0 or negative the verifier did not mind, and a map that points elsewhere is not wrong.
     */
    public double cost() {
        return cleanSimilarity - similarity;
    }
}
