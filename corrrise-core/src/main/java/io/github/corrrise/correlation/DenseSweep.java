package io.github.corrrise.correlation;

import io.github.corrrise.internal.kernel.DenseKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** One sweep over masks as dense tiles, which gathers the {@link DenseMoments} of some strata. */
final class DenseSweep {
    private final List<StratumScores> strata;
    private final List<PowerSums> powers;
    private final List<VisibilityRange> ranges;

    /** [pixel]: visibility of the first mask, from which the powers are taken. */
    private final float[] anchor;

    /** [row x pixels + pixel]. */
    private final float[] tile;

    private final float[] powered;

    private DenseSweep(List<StratumScores> strata, int maskCount, int pixelCount) {
        List<double[][]> weights =
                strata.stream().map(stratum -> stratum.weights(maskCount)).toList();
        this.strata = strata;
        this.powers =
                IntStream.rangeClosed(1, DenseMoments.TOP)
                        .mapToObj(a -> new PowerSums(a, weights, pixelCount))
                        .toList();
        this.ranges =
                strata.stream()
                        .map(stratum -> new VisibilityRange(stratum.masks(), pixelCount))
                        .toList();
        this.anchor = new float[pixelCount];
        this.tile = new float[DenseKernel.TILE_ROWS * pixelCount];
        this.powered = new float[tile.length];
    }

    /** The moments of each of some strata. */
    static List<StratumMoments> of(
            DrawnMasks masks, List<StratumScores> strata, ScoreCorrelation.Kernel kernel) {
        DenseSweep sweep = new DenseSweep(strata, masks.maskCount(), masks.size().pixelCount());
        masks.overTiles(kernel, sweep::add);
        return sweep.moments();
    }

    private void add(DenseKernel dense, int first, int count) {
        int length = count * anchor.length;
        dense.tile().get(tile, 0, length);
        ranges.forEach(range -> range.look(tile, first, count));
        if (first == 0) {
            System.arraycopy(tile, 0, anchor, 0, anchor.length);
        }
        subtract(tile, anchor, length);
        System.arraycopy(tile, 0, powered, 0, length);
        for (PowerSums power : powers) {
            if (power.exponent > 1) {
                multiply(powered, tile, length);
            }
            dense.tile().put(powered, 0, length);
            power.add(dense, first, count);
        }
    }

    private List<StratumMoments> moments() {
        List<StratumMoments> moments = new ArrayList<>();
        for (int g = 0; g < strata.size(); g++) {
            int stratum = g;
            List<double[][]> sums = powers.stream().map(power -> power.sumsOf(stratum)).toList();
            BitSet varying = ranges.get(g).varying();
            moments.add(new DenseMoments(sums, strata.get(g).powerSums(), anchor, varying));
        }
        return moments;
    }

    private static void subtract(float[] rows, float[] anchor, int length) {
        for (int from = 0; from < length; from += anchor.length) {
            for (int p = 0; p < anchor.length; p++) {
                rows[from + p] -= anchor[p];
            }
        }
    }

    private static void multiply(float[] product, float[] factor, int length) {
        for (int j = 0; j < length; j++) {
            product[j] *= factor[j];
        }
    }

    /** Sums of one power of visibility, weighted by powers of the scores. */
    private static final class PowerSums {
        private final int exponent;

        /** [vector][mask]: stratum after stratum. */
        private final double[][] weights;

        /** [vector][pixel]. */
        private final double[][] sums;

        /**
         * @param exponent of visibility
         * @param weights of each stratum, by the power of the score
         */
        PowerSums(int exponent, List<double[][]> weights, int pixelCount) {
            int each = DenseMoments.scorePowerCount(exponent);
            this.exponent = exponent;
            this.weights =
                    weights.stream()
                            .flatMap(ofStratum -> Arrays.stream(ofStratum, 0, each))
                            .toArray(double[][]::new);
            this.sums = new double[this.weights.length][pixelCount];
        }

        /** Adds the powers that the kernel's tile holds. */
        void add(DenseKernel dense, int first, int count) {
            dense.accumulate(count, weights, first, sums);
        }

        /** [power of the score][pixel]. */
        double[][] sumsOf(int stratum) {
            int each = DenseMoments.scorePowerCount(exponent);
            return Arrays.copyOfRange(sums, stratum * each, (stratum + 1) * each);
        }
    }
}
