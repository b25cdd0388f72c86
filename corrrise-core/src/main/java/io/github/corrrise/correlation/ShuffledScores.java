package io.github.corrrise.correlation;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What chance alone would do: the largest absolute values of maps of scores that are shuffled
 * against the masks, within strata. No pass is needed. Lines of scores over the same masks share
 * their {@link Shuffles}, and their maxima go up and down together.
 */
final class ShuffledScores {
    /** No value of a correlation reaches it. */
    private static final double OUT_OF_REACH = Math.nextUp(1f);

    private final Shuffles shuffles;
    private final Maxima maximaOf;

    /** The largest absolute value of the map of each weighting [vector][mask]. */
    @FunctionalInterface
    interface Maxima {
        double[] of(double[][] weights);
    }

    private ShuffledScores(Shuffles shuffles, Maxima maximaOf) {
        this.shuffles = shuffles;
        this.maximaOf = maximaOf;
    }

    /** Shuffles of a line's own scores. */
    static ShuffledScores own(DrawnMasks masks, StandardScores scores, Maxima maximaOf) {
        return new ShuffledScores(Shuffles.of(masks, scores), maximaOf);
    }

    /** Shuffles of normal scores by the same permutations. */
    ShuffledScores ofNormalScores() {
        return new ShuffledScores(shuffles.ofNormalScores(), maximaOf);
    }

    DrawnMasks masks() {
        return shuffles.masks();
    }

    /** The bound from these shuffles alone: a permutation test. */
    SaliencyMap.Significance significance(double level) {
        return ranked(level, maxima(0, shuffleCount(level)));
    }

    /**
     * The bounds of several lines over the same masks: from some shuffles of each and from many of
     * normal scores by the same permutations, see {@link PairedMaxima}. Where the two have little
     * to do with each other, or masks were left out, the bound is that of the line's shuffles
     * alone. Few scores, or scores few of which differ, have few shuffles, and the scores
     * themselves are among the most extreme of them too often: with fewer than {@link #sharedCount}
     * nothing is significant.
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
            double distinct = line.shuffles.distinctCount();
            // Of equal scores the only shuffle has a map of zeros, of which nothing is significant.
            if (distinct > 1 && distinct < sharedCount(level)) {
                significances.add(
                        new SaliencyMap.Significance(level, OUT_OF_REACH, (int) distinct));
                next += line.isWhole() ? count : 0;
            } else if (line.isWhole()) {
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
        return shuffles.areWhole();
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
        int atOnce = Shuffles.atOnce(lines.isEmpty() ? 1 : lines.get(0).masks().maskCount());
        for (int done = 0; done < maxima.length; done += atOnce) {
            double[][] weights = new double[Math.min(atOnce, maxima.length - done)][];
            for (int v = 0; v < weights.length; v++) {
                ShuffledScores line = lines.get((done + v) / count);
                weights[v] = line.shuffles.shuffled(first + (done + v) % count);
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
}
