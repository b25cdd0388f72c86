package io.github.corrrise.correlation;

import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
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
     * The significance bound, see {@link NoiseMaps}: that of normal noise, which all lines share,
     * or of the line's own residuals where these have long tails or masks were left out.
     *
     * @param predictions of the model for each mask, but for a constant
     * @param cache keeps what lines share
     */
    SaliencyMap.Significance significance(double level, double[] predictions, MaskCache cache) {
        StandardScores residuals = scores.less(predictions);
        Shuffles shuffles = Shuffles.of(model.masks(), residuals.scaled());
        NoiseMaps maps =
                shuffles.areWhole() && residuals.scaled().fourthMoment() <= LONGEST_TAILS
                        ? NoiseMaps.normal(shuffles, level, shape(), this::magnitudes, cache)
                        : NoiseMaps.own(shuffles, level, this::magnitudes);
        return significance(level, residuals, maps);
    }

    /** The bound by given maps of noise of mean square 1. */
    SaliencyMap.Significance significance(double level, StandardScores residuals, NoiseMaps maps) {
        double noise =
                Math.max(LEAST_NOISE, residuals.square() / design.residualFreedom(fit, scores));
        double ofMoments = moments.simulationVariance() * Math.max(0, 1 - noise);
        double bound = maps.bound(level, noise, ofMoments, atLattice());
        Specks specks = new Specks(values, moments.size().width(), moments.basis().lattice());
        return new SaliencyMap.Significance(level, specks.boundAbove(bound), maps.shuffleCount());
    }

    /** What the fit makes of weights [vector][mask], at the lattice: absolute values. */
    float[][] magnitudes(double[][] weights) {
        return design.magnitudes(fit, model.products(weights));
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
