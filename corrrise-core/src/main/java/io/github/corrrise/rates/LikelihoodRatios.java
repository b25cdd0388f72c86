package io.github.corrrise.rates;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Truth;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * From a score to a likelihood ratio: how many times as often genuine pairs get such a score as
 * impostor pairs do, learned from {@link LabelledScores}. The ratio is told as its logarithm to
 * base 10: 2 stands for a hundred times as often, -2 for a hundred times as seldom.
 *
 * <pre>{@code
 * LikelihoodRatios ratios = LikelihoodRatios.isotonic(scores);
 * double ratio = ratios.log10At(0.31);   // in [ratios.least(), ratios.greatest()]
 * double cost = ratios.cllr(others);     // on pairs of other persons
 * }</pre>
 *
 * <p>A ratio is not the probability that two faces are of one person; that takes besides the odds
 * before the score was known, which are not the verifier's to tell. No ratio is put into words of
 * strength here. It holds for pairs like those that it was learned from, and for the verifier that
 * scored them.
 *
 * <p><b>Bounds.</b> No ratio leaves
 *
 * <pre>[b(genuine pairs), 1 / b(impostor pairs)],   b(n) = 1 - 0.05^(1 / n), some 3 / n</pre>
 *
 * <p>Under a true ratio, impostor pairs reach a ratio of R or more with a probability of at most 1
 * / R (R. Royall, JASA 95 (2000), 760-768, doi:10.1080/01621459.2000.10474264). To tell a ratio of
 * R therefore claims that at most one in R impostor pairs scores so high, and n impostor pairs of
 * which none does show only that at most b(n) do, with 95 % confidence; likewise for genuine pairs
 * and small ratios. The aim, no ratio that the data cannot carry, is that of the empirical bounds
 * of P. Vergeer et al., Science and Justice 56 (2016), 482-491, doi:10.1016/j.scijus.2016.06.003,
 * which are read off the ratios themselves; these depend on the counts alone, so that a change of a
 * few scores does not move them.
 *
 * <p>Both classes weigh a half, whatever their counts. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class LikelihoodRatios {
    /** Pairs of each class below which no ratio is told: they would carry none above 7. */
    public static final int LEAST_PAIRS = 20;

    private final String method;
    private final LabelledScores scores;
    private final DoubleUnaryOperator unbounded;
    private final Bounds bounds;

    /** What the pairs can carry. */
    private record Bounds(double least, double greatest) {
        static Bounds of(LabelledScores scores) {
            return new Bounds(
                    Math.log10(unseen(scores, Truth.GENUINE)),
                    -Math.log10(unseen(scores, Truth.IMPOSTOR)));
        }

        /** What may happen as often although none of the pairs shows it. */
        private static double unseen(LabelledScores scores, Truth truth) {
            return new ErrorRates.Rate(0, scores.count(truth)).atMost();
        }

        double within(double ratio) {
            return Math.max(least, Math.min(greatest, ratio));
        }
    }

    private LikelihoodRatios(String method, LabelledScores scores, DoubleUnaryOperator unbounded) {
        this.method = method;
        this.scores = scores;
        this.unbounded = unbounded;
        this.bounds = Bounds.of(scores);
    }

    /**
     * Ratios that never fall as the score rises and are otherwise free, by pool-adjacent-violators.
     * A ratio is that of the block of scores that it lies in; between two blocks its logarithm is
     * interpolated linearly, after the bounds were applied; outside it is that of the last block.
     *
     * @param scores at least {@value #LEAST_PAIRS} pairs of each class, not all of one score
     * @throws IllegalArgumentException where they are fewer or all of one score; the message names
     *     the set, or the group
     */
    public static LikelihoodRatios isotonic(LabelledScores scores) {
        Levels levels = checked(scores);
        Pooled pooled = Pooled.of(levels);
        Bounds bounds = Bounds.of(scores);
        double[] ends = new double[2 * pooled.count()];
        double[] ratios = new double[2 * pooled.count()];
        for (int block = 0; block < pooled.count(); block++) {
            double ratio = bounds.within(Math.log10(pooled.ratio(block)));
            ends[2 * block] = levels.score(pooled.firstLevel(block));
            ends[2 * block + 1] = levels.score(pooled.lastLevel(block));
            ratios[2 * block] = ratio;
            ratios[2 * block + 1] = ratio;
        }
        return new LikelihoodRatios("isotonic", scores, new Polyline(ends, ratios));
    }

    /**
     * Ratios whose logarithm is a straight line on the score, by logistic regression. As if each
     * class had one pair more of either truth, so that classes that are apart have a finite slope
     * (Platt 1999). Where higher scores do not go with genuine pairs, the ratio is 1 everywhere.
     *
     * @param scores at least {@value #LEAST_PAIRS} pairs of each class, not all of one score
     * @throws IllegalArgumentException where they are fewer or all of one score; the message names
     *     the set, or the group; where their standard deviation is not in (1e-150, 1e150)
     */
    public static LikelihoodRatios logistic(LabelledScores scores) {
        LogisticFit fit = LogisticFit.of(checked(scores));
        double natural = Math.log(10);
        return new LikelihoodRatios("logistic", scores, score -> fit.logRatio(score) / natural);
    }

    private static Levels checked(LabelledScores scores) {
        scores.requireOfEach(LEAST_PAIRS, "for likelihood ratios");
        Levels levels = Levels.of(scores);
        if (levels.count() < 2) {
            throw Checks.rejected(
                    "scores of " + scores.name(),
                    "of at least two values for likelihood ratios",
                    levels.score(0) + " all of them");
        }
        return levels;
    }

    /** The pairs that the ratios were learned from. */
    public LabelledScores scores() {
        return scores;
    }

    /**
     * The logarithm to base 10 of the likelihood ratio of a score.
     *
     * @param score finite, of the same verifier
     * @return in [{@link #least}, {@link #greatest}]
     */
    public double log10At(double score) {
        return bounds.within(unbounded.applyAsDouble(Checks.finite(score, "score")));
    }

    /** The logarithm to base 10 of the smallest ratio that the genuine pairs can carry. */
    public double least() {
        return bounds.least();
    }

    /** The logarithm to base 10 of the largest ratio that the impostor pairs can carry. */
    public double greatest() {
        return bounds.greatest();
    }

    /**
     * The log-likelihood-ratio cost of these ratios on labelled pairs, in bits.
     *
     * <pre>Cllr = (mean over genuine of log2(1 + 1 / R) + mean over impostors of log2(1 + R)) / 2
     * </pre>
     *
     * <p>0 is perfect; 1 is what a ratio of 1 for every pair costs; above 1 the ratios mislead.
     * Each class weighs a half. On the pairs that the ratios were learned from it is too low: ask
     * it on pairs of other persons. Source: N. Brümmer, J. du Preez, Computer Speech and Language
     * 20 (2006), 230-275, doi:10.1016/j.csl.2005.08.001.
     *
     * @param others of the same verifier, at least one pair of each class
     * @throws IllegalArgumentException where one class has no pair
     */
    public double cllr(LabelledScores others) {
        others.requireOfEach(1, "for Cllr");
        return (meanCost(others.sorted(Truth.GENUINE), -1)
                        + meanCost(others.sorted(Truth.IMPOSTOR), 1))
                / 2;
    }

    private double meanCost(double[] some, int sign) {
        double sum = 0;
        for (double score : some) {
            sum += log2OfOnePlus(Math.pow(10, sign * log10At(score)));
        }
        return sum / some.length;
    }

    /**
     * The lowest Cllr that any ratios that never fall with the score could have on these pairs:
     * what is left of Cllr when calibration is perfect, and so a measure of the verifier alone. The
     * ratios behind it are isotonic, of these very pairs, and unbounded.
     *
     * @param scores at least one pair of each class
     * @return bits, in [0, 1]: 0 where the classes are apart, 1 where all scores are equal
     * @throws IllegalArgumentException where one class has no pair
     */
    public static double minCllr(LabelledScores scores) {
        scores.requireOfEach(1, "for Cllr");
        return Pooled.of(Levels.of(scores)).cllr();
    }

    static double log2OfOnePlus(double ratio) {
        return Math.log1p(ratio) / Math.log(2);
    }

    /** Method, set and bounds. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "LikelihoodRatios[%s, of %s, log10 in [%.2f, %.2f]]",
                method,
                scores,
                bounds.least(),
                bounds.greatest());
    }
}
