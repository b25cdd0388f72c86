package io.github.corrrise.correlation;

import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What chance alone would do: the largest absolute values of maps of scores that are shuffled
 * against the masks, within strata. No pass is needed.
 *
 * <p>Shuffle k puts the scores in order and deals them out by the k-th permutation of the run's
 * seed. Lines of scores over the same masks so share their permutations, and their maxima go up and
 * down together.
 */
final class ShuffledScores {
    /** Keeps the shuffles' streams apart from the masks'. */
    private static final long STREAM = 0x5C0FF1E5C0FF1E5L;

    /** Shuffles run at a time: bounds the memory of a strict level. */
    private static final int AT_ONCE = 256;

    /** Weights of shuffles held at a time, 64 MB: bounds the memory of a long run. */
    private static final int WEIGHTS_AT_ONCE = 8 << 20;

    /** Mean fourth power of standardised scores that normal ones may stand for; theirs is 3. */
    private static final double LONGEST_TAILS = 4;

    private final DrawnMasks masks;
    private final StandardScores scores;

    /** [stratum][k-th smallest]: what is dealt out. */
    private final double[][] ascending;

    private final Maxima maximaOf;

    /** The largest absolute value of the map of each weighting [vector][mask]. */
    @FunctionalInterface
    interface Maxima {
        double[] of(double[][] weights);
    }

    private ShuffledScores(
            DrawnMasks masks, StandardScores scores, double[][] ascending, Maxima maximaOf) {
        this.masks = masks;
        this.scores = scores;
        this.ascending = ascending;
        this.maximaOf = maximaOf;
    }

    /** Shuffles of a line's own scores. */
    static ShuffledScores own(DrawnMasks masks, StandardScores scores, Maxima maximaOf) {
        double[][] ascending = new double[scores.stratumCount()][];
        Arrays.setAll(ascending, scores::ascending);
        return new ShuffledScores(masks, scores, ascending, maximaOf);
    }

    /** Shuffles of normal scores by the same permutations. */
    ShuffledScores ofNormalScores() {
        double[][] ascending = new double[scores.stratumCount()][];
        Arrays.setAll(ascending, g -> normalScores(scores.members(g).length));
        return new ShuffledScores(masks, scores, ascending, maximaOf);
    }

    DrawnMasks masks() {
        return masks;
    }

    /** The bound from these shuffles alone: a permutation test. */
    SaliencyMap.Significance significance(double level) {
        return ranked(level, maxima(0, shuffleCount(level)));
    }

    /**
     * The bound of a line whose maps are fits: that of normal scores by the same fit, shuffled once
     * for all lines and kept. A fit takes many scores together at every place, so that its maxima
     * hardly depend on the scores' distribution; where that has long tails, or masks were left out,
     * the bound is that of the line's own shuffles.
     *
     * @param shape of the fit: equal ones give equal scores equal maps
     * @param cache keeps what lines share
     */
    SaliencyMap.Significance significanceOfFit(double level, Object shape, MaskCache cache) {
        return isWhole() && scores.fourthMoment() <= LONGEST_TAILS
                ? ranked(level, NormalMaxima.of(this, shape, sharedCount(level), cache))
                : significance(level);
    }

    /**
     * The bounds of several lines over the same masks: from some shuffles of each and from many of
     * normal scores by the same permutations, see {@link PairedMaxima}. Where the two have little
     * to do with each other, or masks were left out, the bound is that of the line's shuffles
     * alone.
     *
     * @param kernel which sums
     * @param cache keeps what lines share
     */
    static List<SaliencyMap.Significance> significances(
            List<ShuffledScores> lines,
            double level,
            ScoreCorrelation.Kernel kernel,
            MaskCache cache) {
        List<ShuffledScores> whole = lines.stream().filter(ShuffledScores::isWhole).toList();
        double[] normal =
                whole.isEmpty()
                        ? new double[0]
                        : NormalMaxima.of(whole.get(0), kernel, sharedCount(level), cache);
        int count = pairedCount(level);
        double[] maxima = maxima(whole, 0, count);
        List<SaliencyMap.Significance> significances = new ArrayList<>();
        int next = 0;
        for (ShuffledScores line : lines) {
            if (line.isWhole()) {
                double[] some = Arrays.copyOfRange(maxima, next, next + count);
                next += count;
                PairedMaxima paired = new PairedMaxima(some, normal);
                significances.add(
                        paired.areAlike()
                                ? new SaliencyMap.Significance(
                                        level, paired.quantile(1 - level), normal.length)
                                : line.significanceAfter(some, level));
            } else {
                significances.add(line.significance(level));
            }
        }
        return significances;
    }

    /** True where no mask was left out. */
    private boolean isWhole() {
        return scores.usedCount() == masks.maskCount();
    }

    private SaliencyMap.Significance significanceAfter(double[] some, double level) {
        double[] all = Arrays.copyOf(some, Math.max(some.length, shuffleCount(level)));
        double[] rest = maxima(some.length, all.length - some.length);
        System.arraycopy(rest, 0, all, some.length, rest.length);
        return ranked(level, all);
    }

    private static SaliencyMap.Significance ranked(double level, double[] maxima) {
        double[] sorted = maxima.clone();
        Arrays.sort(sorted);
        return new SaliencyMap.Significance(
                level, sorted[rank(level, sorted.length) - 1], sorted.length);
    }

    /** Maxima of shuffles {@code first} to {@code first + count - 1}, in their order. */
    double[] maxima(int first, int count) {
        return maxima(List.of(this), first, count);
    }

    /** The same of several lines, one line after the other; the first line's maxima serve all. */
    private static double[] maxima(List<ShuffledScores> lines, int first, int count) {
        double[] maxima = new double[lines.size() * count];
        int maskCount = lines.isEmpty() ? 1 : lines.get(0).masks.maskCount();
        int atOnce = Math.max(1, Math.min(AT_ONCE, WEIGHTS_AT_ONCE / maskCount));
        for (int done = 0; done < maxima.length; done += atOnce) {
            double[][] weights = new double[Math.min(atOnce, maxima.length - done)][];
            for (int v = 0; v < weights.length; v++) {
                ShuffledScores line = lines.get((done + v) / count);
                weights[v] = line.shuffled(first + (done + v) % count);
            }
            System.arraycopy(lines.get(0).maximaOf.of(weights), 0, maxima, done, weights.length);
        }
        return maxima;
    }

    /** Enough shuffles for the rank of the bound to be steady: 199 at 5 %, 999 at 1 %. */
    static int shuffleCount(double level) {
        return (int) Math.ceil(10 / level) - 1;
    }

    /** Shuffles of normal scores that lines of scores share: 399 at 5 %, 1,999 at 1 %. */
    static int sharedCount(double level) {
        return (int) Math.ceil(20 / level) - 1;
    }

    /** Shuffles of a line's own beside shared ones: 64 at 5 %, 320 at 1 %. */
    static int pairedCount(double level) {
        return (int) Math.ceil(3.2 / level - 1e-9);
    }

    /** ceil((1 - level)(K + 1)), rounding noise of the product taken off. */
    static int rank(double level, int shuffleCount) {
        return (int) Math.ceil((1 - level) * (shuffleCount + 1) - 1e-9);
    }

    private double[] shuffled(int shuffle) {
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
