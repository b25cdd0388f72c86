package io.github.corrrise.correlation;

import io.github.corrrise.internal.random.CounterRandom;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Values of the masks of a run, dealt out to the masks at random, within strata. Shuffle k puts the
 * values in order and deals them out by the k-th permutation of the run's seed: all lines of scores
 * over the same masks share their permutations. Immutable.
 */
final class Shuffles {
    /** Keeps the shuffles' streams apart from the masks'. */
    private static final long STREAM = 0x5C0FF1E5C0FF1E5L;

    /** Shuffles made at a time: bounds the memory of a strict level. */
    private static final int AT_ONCE = 256;

    /** Weights of shuffles held at a time, 64 MB: bounds the memory of a long run. */
    private static final int WEIGHTS_AT_ONCE = 8 << 20;

    private final DrawnMasks masks;
    private final StandardScores scores;

    /** [stratum][k-th smallest]: what is dealt out. */
    private final double[][] ascending;

    private Shuffles(DrawnMasks masks, StandardScores scores, double[][] ascending) {
        this.masks = masks;
        this.scores = scores;
        this.ascending = ascending;
    }

    /** Shuffles of a line's own scores, or of residuals of them. */
    static Shuffles of(DrawnMasks masks, StandardScores scores) {
        double[][] ascending = new double[scores.stratumCount()][];
        Arrays.setAll(ascending, scores::ascending);
        return new Shuffles(masks, scores, ascending);
    }

    /** Shuffles of normal scores by the same permutations. */
    Shuffles ofNormalScores() {
        double[][] normal = new double[scores.stratumCount()][];
        Arrays.setAll(normal, g -> normalScores(scores.members(g).length));
        return new Shuffles(masks, scores, normal);
    }

    DrawnMasks masks() {
        return masks;
    }

    /** True where no mask was left out. */
    boolean areWhole() {
        return scores.usedCount() == masks.maskCount();
    }

    /**
     * How many shuffles differ: within each stratum the permutations of its values, equal ones
     * counted once. Infinite where a double holds no such number.
     */
    double distinctCount() {
        double count = 1;
        for (double[] values : ascending) {
            int equal = 0;
            for (int k = 0; k < values.length; k++) {
                equal = k > 0 && values[k] == values[k - 1] ? equal + 1 : 1;
                count *= (k + 1.0) / equal;
            }
        }
        return count;
    }

    /** How many shuffles over so many masks to make at a time. */
    static int atOnce(int maskCount) {
        return Math.max(1, Math.min(AT_ONCE, WEIGHTS_AT_ONCE / maskCount));
    }

    /** Tells shuffles 0 to {@code count - 1} in their order, some at a time, [shuffle][mask]. */
    void forEachSome(int count, Consumer<double[][]> step) {
        int atOnce = atOnce(masks.maskCount());
        for (int first = 0; first < count; first += atOnce) {
            int from = first;
            double[][] some = new double[Math.min(atOnce, count - first)][];
            Arrays.setAll(some, k -> shuffled(from + k));
            step.accept(some);
        }
    }

    /** One shuffle: a value for each mask, 0 where it has no score. */
    double[] shuffled(int shuffle) {
        CounterRandom random = new CounterRandom(masks.seed() ^ STREAM, shuffle);
        double[] weights = new double[masks.maskCount()];
        for (int g = 0; g < ascending.length; g++) {
            int[] members = scores.members(g);
            int[] order = new int[members.length];
            random.permute(order);
            for (int k = 0; k < members.length; k++) {
                weights[scores.mask(members[k])] = ascending[g][order[k]];
            }
        }
        return weights;
    }

    /**
     * Quantiles of a distribution that is the normal one but for 0.006, by Tukey's lambda, at (k +
     * 1/2) / n; mean 0, mean square 1; a single one is 0.
     */
    private static double[] normalScores(int count) {
        double lambda = 0.1349;
        double[] scores = new double[count];
        double square = 0;
        for (int k = 0; k < count; k++) {
            double p = (k + 0.5) / count;
            scores[k] = Math.pow(p, lambda) - Math.pow(1 - p, lambda);
            square += scores[k] * scores[k];
        }
        double deviation = Math.sqrt(square / count);
        return deviation == 0
                ? scores
                : Arrays.stream(scores).map(score -> score / deviation).toArray();
    }
}
