package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * One trial of the {@link PatchGame}.
 *
 * @param index number of the trial in its game, from 0
 * @param pair name of the genuine pair
 * @param top first row of the square
 * @param left first column of the square
 * @param side rows and columns of the square, at least 1
 * @param cleanSimilarity of the pair before the paste
 * @param similarity with the paste
 * @param pointing where the dissimilarity map points
 * @since 0.1.0
 */
public record PatchPlacement(
        int index,
        String pair,
        int top,
        int left,
        int side,
        double cleanSimilarity,
        double similarity,
        Pointing pointing)
        implements GameTrial {
    /** Checks the ranges. */
    public PatchPlacement {
        Checks.atLeast(0, index, "index");
        Objects.requireNonNull(pair, "pair");
        Checks.atLeast(0, top, "top");
        Checks.atLeast(0, left, "left");
        Checks.atLeast(1, side, "side");
        Checks.finite(cleanSimilarity, "cleanSimilarity");
        Checks.finite(similarity, "similarity");
        Objects.requireNonNull(pointing, "pointing");
    }

    /** Whether the square covers a pixel. */
    public boolean covers(int row, int column) {
        return row >= top && row < top + side && column >= left && column < left + side;
    }

    /**
     * What the planted pixels cost: the similarity before less the similarity after. Where it is
     * near 0 or negative the verifier did not mind, and a map that points elsewhere is not wrong.
     */
    public double cost() {
        return cleanSimilarity - similarity;
    }
}
