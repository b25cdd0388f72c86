package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyMap;

/** How alike two maps are. */
public final class MapCorrelation {
    private MapCorrelation() {}

    /**
     * Pearson's correlation of two maps over the pixels that are defined in both, in [-1, 1].
     * Degenerate case: 0 where either map is constant there, for it then tells no pixel from
     * another.
     *
     * @throws IllegalArgumentException where the sizes differ
     */
    public static double of(SaliencyMap one, SaliencyMap other) {
        if (!one.size().equals(other.size())) {
            throw Checks.rejected("other map", "of size " + one.size(), other.size());
        }
        // Welford's sums: stable where the values lie far from 0.
        double oneMean = 0;
        double otherMean = 0;
        double oneSpread = 0;
        double otherSpread = 0;
        double coSpread = 0;
        int count = 0;
        for (int row = 0; row < one.size().height(); row++) {
            for (int column = 0; column < one.size().width(); column++) {
                if (one.isDefined(row, column) && other.isDefined(row, column)) {
                    count++;
                    double oneDelta = one.at(row, column) - oneMean;
                    double otherDelta = other.at(row, column) - otherMean;
                    oneMean += oneDelta / count;
                    otherMean += otherDelta / count;
                    oneSpread += oneDelta * (one.at(row, column) - oneMean);
                    otherSpread += otherDelta * (other.at(row, column) - otherMean);
                    coSpread += oneDelta * (other.at(row, column) - otherMean);
                }
            }
        }
        if (!(oneSpread > 0 && otherSpread > 0)) {
            return 0;
        }
        double correlation = coSpread / Math.sqrt(oneSpread) / Math.sqrt(otherSpread);
        return Math.max(-1, Math.min(1, correlation));
    }
}
