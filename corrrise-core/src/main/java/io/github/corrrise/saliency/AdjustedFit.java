package io.github.corrrise.saliency;

import io.github.corrrise.internal.model.PenalisedFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The smooth additive model of one line of scores and the map that it implies, see {@link
 * Estimator#ADJUSTED}. Everything is centred within strata, as the correlation is.
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
    /** Log likelihood that the model must gain over none to be believed. */
    private static final double LEAST_EVIDENCE = 2;

    private final MaskScores masks;
    private final StandardScores scores;
    private final MaskMoments moments;
    private final MaskFeatures features;
    private final PenalisedFit fit;

    private AdjustedFit(
            MaskScores masks,
            StandardScores scores,
            MaskMoments moments,
            MaskFeatures features,
            PenalisedFit fit) {
        this.masks = masks;
        this.scores = scores;
        this.moments = moments;
        this.features = features;
        this.fit = fit;
    }

    /**
     * One fit a line; none where the model says too little about the scores for its map to be
     * preferred, or where scores or masks never vary.
     */
    static List<Optional<AdjustedFit>> of(MaskScores masks, List<StandardScores> lines) {
        MaskMoments moments = MaskMoments.of(masks.masks(), masks.size());
        MaskFeatures features = new MaskFeatures(masks, moments.basis());
        double[][] weights = new double[lines.size()][masks.maskCount()];
        for (int line = 0; line < weights.length; line++) {
            StandardScores scores = lines.get(line);
            for (int k = 0; k < scores.usedCount(); k++) {
                weights[line][scores.mask(k)] = scores.value(k);
            }
        }
        double[][] products = products(features, moments, weights);
        List<Optional<AdjustedFit>> fits = new ArrayList<>();
        double[][] gram = new double[0][];
        for (int line = 0; line < weights.length; line++) {
            StandardScores scores = lines.get(line);
            if (line == 0 || !scores.usesSameMasksAs(lines.get(line - 1))) {
                gram = gram(masks, features, moments, scores);
            }
            fits.add(
                    PenalisedFit.of(gram, products[line], scores.square(), scores.freedom())
                            .filter(fit -> fit.evidence() >= LEAST_EVIDENCE)
                            .map(fit -> new AdjustedFit(masks, scores, moments, features, fit)));
        }
        return fits;
    }

    /** The map with standard errors and coverage. */
    SaliencyMap map(CorrelationKernel kernel) {
        double[] values = moments.standardised(fit.coefficients());
        float[] rounded = new float[values.length];
        BitSet undefined = new BitSet();
        for (int p = 0; p < values.length; p++) {
            rounded[p] = (float) values[p];
            undefined.set(p, moments.spread(p) == 0);
        }
        return SaliencyMap.of(masks.size(), MapScale.CORRELATION_ESTIMATE, rounded)
                .withUndefined(undefined)
                .withStandardErrors(standardErrors(values))
                .withCoverage(coverage(kernel));
    }

    /** Largest absolute value, at the lattice, of the map of each weighting of the masks. */
    double[] largestMagnitudes(double[][] weights) {
        double[][] products = products(features, moments, weights);
        double[][] directions = moments.latticeDirections();
        double[] largest = new double[weights.length];
        double[] map = new double[directions[0].length];
        for (int v = 0; v < largest.length; v++) {
            double[] coefficients = fit.solve(products[v]);
            Arrays.fill(map, 0);
            for (int k = 0; k < coefficients.length; k++) {
                addScaled(map, directions[k], coefficients[k]);
            }
            for (double value : map) {
                largest[v] = Math.max(largest[v], Math.abs(value));
            }
        }
        return largest;
    }

    private float[] standardErrors(double[] values) {
        double deviationShare = Math.max(0, scores.fourthMoment() - 1) / (4.0 * scores.usedCount());
        double[][] directions = moments.latticeDirections();
        double[] variance = new double[directions[0].length];
        double[] direction = new double[directions.length];
        for (int point = 0; point < variance.length; point++) {
            for (int k = 0; k < direction.length; k++) {
                direction[k] = directions[k][point];
            }
            variance[point] = fit.varianceOf(direction);
        }
        float[] errors = new float[values.length];
        for (int p = 0; p < errors.length; p++) {
            if (moments.spread(p) > 0) {
                double own = variance[moments.basis().nearestPoint(p)];
                errors[p] = (float) Math.sqrt(own + deviationShare * values[p] * values[p]);
            }
        }
        return errors;
    }

    private float[] coverage(CorrelationKernel kernel) {
        double[] share = new double[masks.maskCount()];
        for (int k = 0; k < scores.usedCount(); k++) {
            share[scores.mask(k)] = 1.0 / scores.usedCount();
        }
        double[] visible = MaskSums.visible(masks, new double[][] {share}, kernel)[0];
        float[] coverage = new float[visible.length];
        for (int p = 0; p < coverage.length; p++) {
            coverage[p] = (float) Math.min(1, Math.max(0, visible[p]));
        }
        return coverage;
    }

    /** Features summed over the masks with weights: [vector][feature]. */
    private static double[][] products(
            MaskFeatures features, MaskMoments moments, double[][] weights) {
        double[][] sums = new double[weights.length][moments.basis().featureCount()];
        features.forEach(
                (mask, own) -> {
                    for (int v = 0; v < sums.length; v++) {
                        addScaled(sums[v], own, weights[v][mask]);
                    }
                });
        return sums;
    }

    /** Centred products of the features with each other over the masks that have a score. */
    private static double[][] gram(
            MaskScores masks, MaskFeatures features, MaskMoments moments, StandardScores scores) {
        int featureCount = moments.basis().featureCount();
        double[][] gram = new double[featureCount][featureCount];
        double[][] sums = new double[scores.stratumCount()][featureCount];
        int[] stratumOfMask = scores.stratumOfMask(masks.maskCount());
        features.forEach(
                (mask, own) -> {
                    if (stratumOfMask[mask] >= 0) {
                        addScaled(sums[stratumOfMask[mask]], own, 1);
                        for (int k = 0; k < featureCount; k++) {
                            addScaled(gram[k], own, own[k]);
                        }
                    }
                });
        for (int g = 0; g < sums.length; g++) {
            double memberCount = scores.members(g).length;
            for (int k = 0; k < featureCount; k++) {
                addScaled(gram[k], sums[g], -sums[g][k] / memberCount);
            }
        }
        return gram;
    }

    private static void addScaled(double[] sum, double[] values, double weight) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += weight * values[k];
        }
    }
}
