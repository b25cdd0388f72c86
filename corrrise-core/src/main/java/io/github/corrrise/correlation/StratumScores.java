package io.github.corrrise.correlation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The standardised scores of one stratum of a line, and their powers. */
final class StratumScores {
    /** Ascending. */
    private final int[] masks;

    /** [place in masks]. */
    private final double[] values;

    private StratumScores(int[] masks, double[] values) {
        this.masks = masks;
        this.values = values;
    }

    /** The strata of a line, in their order. */
    static List<StratumScores> of(StandardScores line) {
        return IntStream.range(0, line.stratumCount())
                .mapToObj(stratum -> of(line, line.members(stratum)))
                .toList();
    }

    private static StratumScores of(StandardScores line, int[] members) {
        return new StratumScores(
                Arrays.stream(members).map(line::mask).toArray(),
                Arrays.stream(members).mapToDouble(line::value).toArray());
    }

    /** The masks of the stratum that have a score. */
    BitSet masks() {
        BitSet set = new BitSet();
        for (int mask : masks) {
            set.set(mask);
        }
        return set;
    }

    /** Sums of z^b, b = 0..4. */
    double[] powerSums() {
        double[] sums = new double[5];
        for (double value : values) {
            double power = 1;
            for (int b = 0; b < sums.length; b++) {
                sums[b] += power;
                power *= value;
            }
        }
        return sums;
    }

    /**
     * [b][mask]: z^b, b = 0..3, and 0 for masks that do not belong to the stratum.
     *
     * @param maskCount masks of the run
     */
    double[][] weights(int maskCount) {
        double[][] weights = new double[4][maskCount];
        for (int k = 0; k < masks.length; k++) {
            double power = 1;
            for (double[] ofPower : weights) {
                ofPower[masks[k]] = power;
                power *= values[k];
            }
        }
        return weights;
    }
}
