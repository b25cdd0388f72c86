package io.github.corrrise.rates;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * How often a verifier errs at a threshold, counted over {@link LabelledScores} and told with what
 * the count of pairs leaves open.
 *
 * <pre>{@code
 * ErrorRates rates = ErrorRates.of(scores);
 * rates.at(Threshold.of(0.31)).falseMatches();      // 0.025 % [0.0052, 0.073]
 * Threshold threshold = rates.thresholdFor(0.001);  // refused where the pairs cannot show it
 * }</pre>
 *
 * <p>FMR is the share of impostor pairs at or above the threshold, FNMR that of genuine pairs below
 * it. Intervals are exact for independent pairs; {@link LabelledScores} tells what is not. For
 * groups, ask {@code ErrorRates.of(scores.ofGroup(group))} at the threshold of all.
 *
 * <p>Cost: one rate is two binary searches, and some 10 microseconds for its interval; a curve is
 * one pass over the scores. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ErrorRates {
    private final LabelledScores scores;
    private final double[] genuine;
    private final double[] impostor;

    private ErrorRates(LabelledScores scores) {
        this.scores = scores;
        this.genuine = scores.sorted(Truth.GENUINE);
        this.impostor = scores.sorted(Truth.IMPOSTOR);
    }

    /**
     * The error rates of these scores.
     *
     * @param scores of at least one genuine and one impostor pair; a small number shows in the
     *     intervals
     * @throws IllegalArgumentException where one class has no pair; the message names the set, or
     *     the group
     */
    public static ErrorRates of(LabelledScores scores) {
        scores.requireOfEach(1, "for error rates");
        return new ErrorRates(scores);
    }

    /** What was counted. */
    public LabelledScores scores() {
        return scores;
    }

    /** Both error rates at a threshold. */
    public At at(Threshold threshold) {
        return new At(
                threshold,
                new Rate(
                        impostor.length - Levels.below(impostor, threshold.value()),
                        impostor.length),
                new Rate(Levels.below(genuine, threshold.value()), genuine.length));
    }

    /**
     * The lowest threshold of which these pairs show that its FMR is at most the wanted one.
     *
     * <p>The rule: the k-th highest impostor score may just be let through where the one-sided
     * bound of k errors, {@link Rate#atMost}, is still at most the wanted rate; the threshold is
     * the next number above the highest score that may not. k depends on the number of pairs alone,
     * and so the true FMR at this threshold is at most the wanted one with a confidence of 95 %,
     * although the same pairs chose it: it is the upper limit of a distribution-free tolerance
     * interval (S. S. Wilks, Ann. Math. Stat. 12, 1941, 91-96, doi:10.1214/aoms/1177731788). Equal
     * scores are let through or refused together.
     *
     * @param falseMatchRate wanted, in (0, 1)
     * @throws IllegalArgumentException where not even a threshold above all impostor scores could
     *     show it; the message tells what can be said, and how many pairs are needed
     */
    public Threshold thresholdFor(double falseMatchRate) {
        Checks.insideOpen(0.0, 1.0, falseMatchRate, "falseMatchRate");
        if (falseMatchRate < lowestFalseMatchRate()) {
            throw Checks.rejected(
                    "falseMatchRate",
                    "one that the pairs of " + scores.name() + " can show",
                    String.format(
                            Locale.ROOT,
                            "%s: 0 of %,d impostors: FMR below %s is all that can be said; %,d"
                                    + " pairs are needed for %s",
                            Percent.exact(falseMatchRate),
                            impostor.length,
                            Percent.roundedUp(lowestFalseMatchRate()),
                            Rate.trialsToShow(falseMatchRate),
                            Percent.exact(falseMatchRate)));
        }
        int allowed = 0;
        int tooMany = impostor.length;
        while (tooMany - allowed > 1) {
            int middle = (allowed + tooMany) >>> 1;
            if (new Rate(middle, impostor.length).atMost() <= falseMatchRate) {
                allowed = middle;
            } else {
                tooMany = middle;
            }
        }
        return Threshold.of(Math.nextUp(impostor[impostor.length - 1 - allowed]));
    }

    /**
     * The lowest FMR that so many impostor pairs can show, if none of them is let through: the rule
     * of three, some 3 / n.
     */
    public double lowestFalseMatchRate() {
        return new Rate(0, impostor.length).atMost();
    }

    /**
     * Where both error rates are equal. The points of {@link #curve} are joined by straight lines,
     * and the rate is read off where FMR = FNMR; between two neighbouring thresholds, and among
     * equal scores, that is linear interpolation. It is a figure to compare systems by: to operate
     * one, {@link #thresholdFor} says what is let through.
     */
    public EqualError equalError() {
        Levels levels = Levels.of(scores);
        long bestGap = Long.MAX_VALUE;
        double best = Double.NaN;
        double rate = Double.NaN;
        double matchesBefore = 1;
        double gapBefore = 1;
        // The level after the last lies above all scores.
        for (int level = 0; level <= levels.count(); level++) {
            long matches = levels.impostorsFrom(level);
            long nonMatches = levels.genuineBelow(level);
            // Over the common denominator: rates as fractions would break ties by rounding.
            long gap = matches * genuine.length - nonMatches * impostor.length;
            if (level < levels.count() && Math.abs(gap) <= bestGap) {
                bestGap = Math.abs(gap);
                best = levels.score(level);
            }
            double matchRate = (double) matches / impostor.length;
            double rateGap = matchRate - (double) nonMatches / genuine.length;
            if (Double.isNaN(rate) && gap <= 0) {
                double along = gap == 0 ? 1 : gapBefore / (gapBefore - rateGap);
                rate = matchesBefore + along * (matchRate - matchesBefore);
            }
            matchesBefore = matchRate;
            gapBefore = rateGap;
        }
        return new EqualError(rate, Threshold.of(best));
    }

    /**
     * The points of the DET curve by rising threshold, from an FMR of 1 to an FNMR of 1: at every
     * score where its direction changes, and just above the highest score. Drawn on normal deviates
     * (A. Martin et al., Eurospeech 1997, 1895-1898) or on logarithms. At most as many points as
     * different scores, and one.
     */
    public List<At> curve() {
        Levels levels = Levels.of(scores);
        List<At> points = new ArrayList<>();
        for (int level = 0; level <= levels.count(); level++) {
            if (level == 0 || level == levels.count() || levels.isCorner(level)) {
                points.add(
                        new At(
                                Threshold.of(
                                        level < levels.count()
                                                ? levels.score(level)
                                                : Math.nextUp(levels.score(level - 1))),
                                new Rate(levels.impostorsFrom(level), impostor.length),
                                new Rate(levels.genuineBelow(level), genuine.length)));
            }
        }
        return List.copyOf(points);
    }

    /**
     * How one score stands among these: how many impostor pairs scored as high, how many genuine
     * ones as low.
     *
     * @param similarity finite, of the same verifier
     */
    public ScoreMeaning meaningOf(double similarity) {
        Checks.finite(similarity, "similarity");
        return new ScoreMeaning(
                scores.name(),
                scores.digest(),
                similarity,
                new Rate(impostor.length - Levels.below(impostor, similarity), impostor.length),
                new Rate(Levels.below(genuine, Math.nextUp(similarity)), genuine.length));
    }

    /** The set. */
    @Override
    public String toString() {
        return "ErrorRates[" + scores + "]";
    }

    /**
     * Both error rates at a threshold.
     *
     * @param threshold a match is a score at or above it
     * @param falseMatches FMR, over the impostor pairs
     * @param falseNonMatches FNMR, over the genuine pairs
     * @since 0.1.0
     */
    public record At(Threshold threshold, Rate falseMatches, Rate falseNonMatches) {
        /** Checks that nothing is null. */
        public At {
            Objects.requireNonNull(threshold, "threshold");
            Objects.requireNonNull(falseMatches, "falseMatches");
            Objects.requireNonNull(falseNonMatches, "falseNonMatches");
        }
    }

    /**
     * The equal error rate.
     *
     * @param rate FMR and FNMR where they are equal, in [0, 1]
     * @param threshold the score of the set at which the two differ least, the highest of several;
     *     {@link ErrorRates#at} tells both rates there, with intervals
     * @since 0.1.0
     */
    public record EqualError(double rate, Threshold threshold) {
        /** Checks the range. */
        public EqualError {
            Checks.inside(0.0, 1.0, rate, "rate");
            Objects.requireNonNull(threshold, "threshold");
        }
    }

    /**
     * Errors among independent trials, and what they say of the true rate.
     *
     * <pre>
     * lower: the p with P(X &gt;= errors) = 0.025, X of Binomial(trials, p); 0 without an error
     * upper: the p with P(X &lt;= errors) = 0.025; 1 where all are errors
     * atMost: the p with P(X &lt;= errors) = 0.05; 1 - 0.05^(1 / trials) without an error</pre>
     *
     * <p>The interval is Clopper and Pearson's: it holds the true rate with a probability of at
     * least 95 % whatever that is, often more. Source: C. J. Clopper, E. S. Pearson, Biometrika 26
     * (1934), 404-413, doi:10.1093/biomet/26.4.404. {@code atMost} is one-sided. Without an error
     * it is the exact form of the rule of three, 3 / trials (J. A. Hanley, A. Lippman-Hand, JAMA
     * 249 (1983), 1743-1745, doi:10.1001/jama.1983.03330370053031). It is not the upper end of the
     * interval, since an interval with that end would hold the true rate less often than it says.
     *
     * @param errors in [0, trials]
     * @param trials at least 1
     * @since 0.1.0
     */
    public record Rate(long errors, long trials) {
        /** Confidence of the interval and of the one-sided bound. */
        public static final double CONFIDENCE = 0.95;

        /** Checks the ranges. */
        public Rate {
            Checks.atLeast(1L, trials, "trials");
            Checks.atLeast(0L, errors, "errors");
            if (errors > trials) {
                throw Checks.rejected("errors", "at most " + trials, errors);
            }
        }

        /** errors / trials. */
        public double value() {
            return (double) errors / trials;
        }

        /** Lower end of the interval of 95 %. */
        public double lower() {
            return lowerAt((1 - CONFIDENCE) / 2);
        }

        /** Upper end of the interval of 95 %. */
        public double upper() {
            return upperAt((1 - CONFIDENCE) / 2);
        }

        /**
         * What the true rate is at most, at a one-sided confidence of 95 %: less than {@link
         * #upper}.
         */
        public double atMost() {
            return upperAt(1 - CONFIDENCE);
        }

        private double lowerAt(double tail) {
            if (errors == 0) {
                return 0;
            }
            return errors == trials
                    ? Math.pow(tail, 1.0 / trials)
                    : BetaDistribution.of((double) errors, trials - errors + 1.0)
                            .inverseCumulativeProbability(tail);
        }

        private double upperAt(double tail) {
            if (errors == trials) {
                return 1;
            }
            return errors == 0
                    ? -Math.expm1(Math.log(tail) / trials)
                    : BetaDistribution.of(errors + 1.0, (double) (trials - errors))
                            .inverseSurvivalProbability(tail);
        }

        /**
         * How many trials without an error show that a rate is at most so large, at a one-sided
         * confidence of 95 %: some 3 / rate.
         *
         * @param rate in (0, 1)
         */
        public static long trialsToShow(double rate) {
            Checks.insideOpen(0.0, 1.0, rate, "rate");
            return (long) Math.ceil(Math.log(1 - CONFIDENCE) / Math.log1p(-rate));
        }

        /**
         * The rate as per cent to two digits, with its interval, for example "0.025 % [0.0052,
         * 0.073]"; without an error "below 0.025 %", by {@link #atMost}.
         */
        public String inWords() {
            return errors == 0
                    ? "below " + Percent.roundedUp(atMost())
                    : Percent.of(value())
                            + " ["
                            + Percent.number(lower())
                            + ", "
                            + Percent.number(upper())
                            + "]";
        }
    }
}
