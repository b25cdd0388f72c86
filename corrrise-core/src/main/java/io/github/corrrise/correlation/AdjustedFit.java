package io.github.corrrise.correlation;

import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * The fit of one line of scores and the map that it implies, see {@link Estimator#ADJUSTED}.
 *
 * <p>Standard error: the posterior spread of c'b, c the covariances of a pixel with the features,
 * and beside it the error of the scores' sample deviation by which the map is divided,
 *
 * <pre>SE^2 = v c'(G + lambda I)^-1 c / sd(M)^2 + S^2 (mean(z^4) - 1) / (4 N)</pre>
 *
 * <p>The first term is computed at the lattice of the basis and holds for the pixels around each
 * point.
 */
final class AdjustedFit {
    /** Mean fourth power of standardised residuals that normal ones may stand for; theirs is 3. */
    private static final double LONGEST_TAILS = 4;

    /** Variance of noise in scores of variance 1 that sums in single precision hide. */
    private static final double LEAST_NOISE = 1e-8;

    private final MaskModel model;
    private final MaskMoments moments;
    private final RegressionDesign design;
    private final StandardScores scores;
    private final PenalisedFit fit;
    private final float[] values;

    /**
     * @param values of the map
     */
    AdjustedFit(
            MaskModel model,
            RegressionDesign design,
            StandardScores scores,
            PenalisedFit fit,
            float[] values) {
        this.model = model;
        this.moments = model.moments();
        this.design = design;
        this.scores = scores;
        this.fit = fit;
        this.values = values;
    }

    /** Fits of the same masks with equal shapes give equal scores equal maps. */
    record Shape(int penalty, Optional<ContributionPrior> prior) {}

    Shape shape() {
        return new Shape(fit.penalty(), model.prior());
    }

    /** What each pixel contributes to the standardised scores, row-major. */
    float[] contributions() {
        return moments.basis().field(model.coefficients(fit));
    }

    /** Of the features that the fit has seen. */
    double[] coefficients() {
        return fit.coefficients();
    }

    /** The map with standard errors and coverage. */
    SaliencyMap map() {
        return SaliencyMap.of(moments.size(), SaliencyMap.Scale.CORRELATION_ESTIMATE, values)
                .withUndefined(moments.constant())
                .withStandardErrors(standardErrors())
                .withCoverage(design.coverage());
    }

    /**
     * The map held against chance, see {@link NoiseMaps}: against normal noise, which all lines
     * share, or the line's own residuals where these have long tails or masks were left out.
     *
     * @param map of this fit
     * @param predictions of the model for each mask, but for a constant
     * @param cache keeps what lines share
     */
    SaliencyMap judged(
            SaliencyMap map,
            double level,
            SaliencyMap.Significance.Statistic statistic,
            double[] predictions,
            MaskCache cache) {
        StandardScores residuals = scores.less(predictions);
        Shuffles shuffles = Shuffles.of(model.masks(), residuals.scaled());
        boolean shared = shuffles.areWhole() && residuals.scaled().fourthMoment() <= LONGEST_TAILS;
        NoiseMaps noise =
                shared
                        ? NoiseMaps.normal(shuffles, level, shape(), this::maps, cache)
                        : NoiseMaps.own(shuffles, level, this::maps);
        if (statistic == SaliencyMap.Significance.Statistic.VALUE) {
            return map.withSignificance(significance(level, residuals, noise));
        }
        int width = moments.basis().latticeWidth();
        NoiseMaps enhanced =
                shared
                        ? noise.normalEnhanced(shuffles, shape(), width, cache)
                        : noise.enhanced(width);
        return clustered(map, level, residuals, noise, enhanced);
    }

    /** The bound by given maps of noise of mean square 1. */
    SaliencyMap.Significance significance(double level, StandardScores residuals, NoiseMaps maps) {
        double noise = noise(residuals);
        double bound = maps.bound(level, noise, ofMoments(noise), atLattice());
        Specks specks = new Specks(values, moments.size().width(), moments.basis().lattice());
        return new SaliencyMap.Significance(level, specks.boundAbove(bound), maps.shuffleCount());
    }

    /** Variance of the noise. */
    private double noise(StandardScores residuals) {
        return Math.max(LEAST_NOISE, residuals.square() / design.residualFreedom(fit, scores));
    }

    /** Variance that errors of simulated moments add at every place. */
    private double ofMoments(double noise) {
        return moments.simulationVariance() * Math.max(0, 1 - noise);
    }

    /**
     * The map with its significant clusters. The lattice is asked; a pixel belongs to a significant
     * cluster of its sign at the nearest points of the lattice where it is as high as that must be.
     */
    private SaliencyMap clustered(
            SaliencyMap map,
            double level,
            StandardScores residuals,
            NoiseMaps noiseMaps,
            NoiseMaps enhancedNoise) {
        double noise = noise(residuals);
        double beside = ofMoments(noise);
        double[] atLattice = atLattice();
        int width = moments.basis().latticeWidth();
        Clusters clusters = new Clusters(noiseMaps.studentised(noise, beside, atLattice), width);
        // Not stepping down: a strong place raises what is beside it, so that what noise does there
        // without it says nothing.
        double bound = enhancedNoise.bound(level, 1, 0, new double[atLattice.length]);
        double[] heights = clusters.heightsReaching(Math.max(Double.MIN_NORMAL, bound));
        BitSet significant = new BitSet(values.length);
        float least = Math.nextUp(map.largestMagnitude());
        for (int pixel = 0; pixel < values.length; pixel++) {
            int nearest = moments.basis().nearestPoint(pixel);
            double height = leastAround(nearest, values[pixel], atLattice, heights, width);
            double deviation = noiseMaps.deviation(noise, beside, nearest);
            if (values[pixel] != 0 && Math.abs(values[pixel]) >= height * deviation) {
                significant.set(pixel);
                least = Math.min(least, Math.abs(values[pixel]));
            }
        }
        return map.withSignificance(
                new SaliencyMap.Significance(
                        level,
                        least,
                        noiseMaps.shuffleCount(),
                        SaliencyMap.Significance.Statistic.CLUSTER),
                significant);
    }

    /** The least of the heights at a point of the lattice and around it, of one sign. */
    private static double leastAround(
            int point, float value, double[] atLattice, double[] heights, int width) {
        int row = point / width;
        int column = point % width;
        double least = Double.POSITIVE_INFINITY;
        for (int r = Math.max(0, row - 1);
                r <= Math.min(heights.length / width - 1, row + 1);
                r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(width - 1, column + 1); c++) {
                int other = r * width + c;
                if (atLattice[other] * value > 0) {
                    least = Math.min(least, heights[other]);
                }
            }
        }
        return least;
    }

    /** What the fit makes of weights [vector][mask], at the lattice. */
    float[][] maps(double[][] weights) {
        return design.maps(fit, model.products(weights));
    }

    private double[] atLattice() {
        return Arrays.stream(moments.basis().lattice()).mapToDouble(p -> values[p]).toArray();
    }

    private float[] standardErrors() {
        double deviationShare = Math.max(0, scores.fourthMoment() - 1) / (4.0 * scores.usedCount());
        double[] spreads = design.spreads(fit);
        float[] errors = new float[values.length];
        for (int p = 0; p < errors.length; p++) {
            if (moments.spread(p) > 0) {
                double own = fit.errorVariance() * spreads[moments.basis().nearestPoint(p)];
                errors[p] = (float) Math.sqrt(own + deviationShare * values[p] * values[p]);
            }
        }
        return errors;
    }
}
