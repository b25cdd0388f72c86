package io.github.corrrise.saliency;

import io.github.corrrise.internal.random.CounterRandom;
import java.util.Arrays;

/** What chance alone would do: maps of scores shuffled against the masks. No pass is needed. */
final class ShuffledScores {
    /** Keeps the shuffles' streams apart from the masks'. */
    private static final long STREAM = 0x5C0FF1E5C0FF1E5L;

    /** Shuffles run at a time: bounds the memory of a strict level. */
    private static final int AT_ONCE = 256;

    private ShuffledScores() {}

    /** The largest absolute value of the map of each weighting [vector][mask]. */
    @FunctionalInterface
    interface Maxima {
        double[] of(double[][] weights);
    }

    static Significance significance(
            MaskScores masks, StandardScores scores, double level, Maxima maximaOf) {
        int shuffleCount = shuffleCount(level);
        double[] maxima = new double[shuffleCount];
        for (int first = 0; first < shuffleCount; first += AT_ONCE) {
            int count = Math.min(AT_ONCE, shuffleCount - first);
            double[][] weights = new double[count][];
            for (int shuffle = 0; shuffle < count; shuffle++) {
                weights[shuffle] = shuffled(masks, scores, first + shuffle);
            }
            System.arraycopy(maximaOf.of(weights), 0, maxima, first, count);
        }
        Arrays.sort(maxima);
        return new Significance(level, maxima[rank(level, shuffleCount) - 1], shuffleCount);
    }

    /** Enough shuffles for the rank of the bound to be steady: 199 at 5 %, 999 at 1 %. */
    static int shuffleCount(double level) {
        return (int) Math.ceil(10 / level) - 1;
    }

    /** ceil((1 - level)(K + 1)), rounding noise of the product taken off. */
    static int rank(double level, int shuffleCount) {
        return (int) Math.ceil((1 - level) * (shuffleCount + 1) - 1e-9);
    }

    private static double[] shuffled(MaskScores masks, StandardScores scores, int shuffle) {
        CounterRandom random = new CounterRandom(masks.seed() ^ STREAM, shuffle);
        double[] weights = new double[masks.maskCount()];
        for (int g = 0; g < scores.stratumCount(); g++) {
            int[] members = scores.members(g);
            int[] order = new int[members.length];
            random.permute(order);
            for (int k = 0; k < members.length; k++) {
                weights[scores.mask(members[k])] = scores.value(members[order[k]]);
            }
        }
        return weights;
    }
}
