package io.github.corrrise.rates;

import io.github.corrrise.internal.check.Checks;

/**
 * A line on the score, fitted to the logarithm of the ratio by logistic regression, each class
 * weighing a half.
 *
 * <pre>ln ratio(s) = intercept + slope (s - centre) / spread</pre>
 *
 * <p>The truth is not fitted as 1 and 0 but as (n + 1) / (n + 2) for n genuine and 1 / (n + 2) for
 * n impostor pairs: as if each class had two pairs more, one of either truth. The fit is finite
 * therefore where the classes are apart. Source: J. Platt, Probabilistic outputs for support vector
 * machines, in Advances in Large Margin Classifiers, 1999; Newton's steps with halving as in H.-T.
 * Lin, C.-J. Lin, R. Weng, Machine Learning 68 (2007), 267-276, doi:10.1007/s10994-007-5018-6.
 */
final class LogisticFit {
    private static final int MOST_STEPS = 100;
    private static final double SMALLEST_STEP = 1e-10;

    /** What the gradient of a mean loss of order 1 may be short of 0. */
    private static final double TOLERANCE = 1e-12;

    /** Beyond it squares of scores are no doubles. */
    private static final double LARGEST_SPREAD = 1e150;

    private final Levels levels;
    private final double genuineCount;
    private final double impostorCount;
    private final double genuineTarget;
    private final double impostorTarget;
    private final double centre;
    private final double spread;
    private double intercept;
    private double slope;

    private LogisticFit(Levels levels) {
        this.levels = levels;
        this.genuineCount = levels.genuineBelow(levels.count());
        this.impostorCount = levels.impostorsFrom(0);
        this.genuineTarget = (genuineCount + 1) / (genuineCount + 2);
        this.impostorTarget = 1 / (impostorCount + 2);
        double mean = 0;
        for (int level = 0; level < levels.count(); level++) {
            mean += weight(level) * levels.score(level);
        }
        double variance = 0;
        for (int level = 0; level < levels.count(); level++) {
            double deviation = levels.score(level) - mean;
            variance += weight(level) * deviation * deviation;
        }
        this.centre = mean;
        this.spread = Math.sqrt(variance);
    }

    /**
     * Fits.
     *
     * @param levels at least two, of both classes
     * @throws IllegalArgumentException where the scores' standard deviation cannot be computed with
     */
    static LogisticFit of(Levels levels) {
        LogisticFit fit = new LogisticFit(levels);
        if (!(fit.spread > 1 / LARGEST_SPREAD && fit.spread < LARGEST_SPREAD)) {
            throw Checks.rejected(
                    "standard deviation of the scores",
                    "in (" + 1 / LARGEST_SPREAD + ", " + LARGEST_SPREAD + ") for a logistic fit",
                    fit.spread);
        }
        fit.descend();
        return fit;
    }

    /**
     * Natural logarithm of the ratio; 0 everywhere where a higher score does not go with genuine
     * pairs.
     */
    double logRatio(double score) {
        return slope > 0 ? intercept + slope * standard(score) : 0;
    }

    private double standard(double score) {
        return (score - centre) / spread;
    }

    /** A half for all pairs of a class together. */
    private double weight(int level) {
        return (levels.genuineAt(level) / genuineCount + levels.impostorsAt(level) / impostorCount)
                / 2;
    }

    /** The part of the weight whose target is 1. */
    private double target(int level) {
        return (levels.genuineAt(level) / genuineCount * genuineTarget
                        + levels.impostorsAt(level) / impostorCount * impostorTarget)
                / 2;
    }

    private void descend() {
        double loss = loss(intercept, slope);
        for (int step = 0; step < MOST_STEPS; step++) {
            double byIntercept = 0;
            double bySlope = 0;
            double curvature = 0;
            double mixed = 0;
            double curvatureOfSlope = 0;
            for (int level = 0; level < levels.count(); level++) {
                double x = standard(levels.score(level));
                double weight = weight(level);
                double chance = 1 / (1 + Math.exp(-(intercept + slope * x)));
                double rest = weight * chance - target(level);
                byIntercept += rest;
                bySlope += rest * x;
                double bend = weight * chance * (1 - chance);
                curvature += bend;
                mixed += bend * x;
                curvatureOfSlope += bend * x * x;
            }
            if (Math.abs(byIntercept) < TOLERANCE && Math.abs(bySlope) < TOLERANCE) {
                return;
            }
            double determinant = curvature * curvatureOfSlope - mixed * mixed;
            double interceptStep = (curvatureOfSlope * byIntercept - mixed * bySlope) / determinant;
            double slopeStep = (curvature * bySlope - mixed * byIntercept) / determinant;
            double share = 1;
            double reached = loss(intercept - interceptStep, slope - slopeStep);
            while (!(reached < loss) && share > SMALLEST_STEP) {
                share /= 2;
                reached = loss(intercept - share * interceptStep, slope - share * slopeStep);
            }
            if (!(reached < loss)) {
                return; // Rounding allows no further descent.
            }
            intercept -= share * interceptStep;
            slope -= share * slopeStep;
            loss = reached;
        }
    }

    private double loss(double atIntercept, double atSlope) {
        double loss = 0;
        for (int level = 0; level < levels.count(); level++) {
            double logit = atIntercept + atSlope * standard(levels.score(level));
            loss +=
                    target(level) * softPlus(-logit)
                            + (weight(level) - target(level)) * softPlus(logit);
        }
        return loss;
    }

    /** ln(1 + e^x). */
    private static double softPlus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
