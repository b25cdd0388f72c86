package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.BitSet;

/**
 * Where a dissimilarity map points, compared with the pixels that are known to differ.
 *
 * @param row row of the peak, the most dissimilar pixel, from 0
 * @param column column of the peak, from 0
 * @param hit whether the peak is one of the known pixels
 * @param massShare share of the dissimilarity map's sum that lies on the known pixels, in [0, 1]; 0
 *     where nothing is dissimilar
 * @since 0.1.0
 */
public record Pointing(int row, int column, boolean hit, double massShare) {
    /** Checks the ranges. */
    public Pointing {
        Checks.atLeast(0, row, "row");
        Checks.atLeast(0, column, "column");
        Checks.inside(0.0, 1.0, massShare, "massShare");
    }

    /**
     * Judges one map. Of several equal peaks one is drawn; where nothing is dissimilar all pixels
     * are peaks, so that a map which says nothing hits by chance.
     */
    static Pointing of(SaliencyMap signed, BitSet known, CounterRandom random) {
        float[] values = signed.dissimilar().toArray();
        float largest = 0;
        double mass = 0;
        double knownMass = 0;
        for (int pixel = 0; pixel < values.length; pixel++) {
            largest = Math.max(largest, values[pixel]);
            mass += values[pixel];
            knownMass += known.get(pixel) ? values[pixel] : 0;
        }
        BitSet peaks = new BitSet(values.length);
        for (int pixel = 0; pixel < values.length; pixel++) {
            peaks.set(pixel, values[pixel] == largest);
        }
        int peak =
                peaks.stream().skip(random.nextInt(peaks.cardinality())).findFirst().orElseThrow();
        int width = signed.size().width();
        return new Pointing(
                peak / width,
                peak % width,
                known.get(peak),
                mass > 0 ? Math.min(1, knownMass / mass) : 0);
    }
}
