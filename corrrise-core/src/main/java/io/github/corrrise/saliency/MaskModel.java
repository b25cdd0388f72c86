package io.github.corrrise.saliency;

import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.internal.model.PenalisedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The smooth additive model of a run's masks: what the fits of all lines of scores share, see
 * {@link Estimator#ADJUSTED}. Everything is centred within strata, as the correlation is. Holds no
 * score, so the last few are kept for further runs over the same masks: some 3 MB each for 500
 * masks, 9 MB for 4,096. Safe for use by several threads.
 */
final class MaskModel {
    /** Log likelihood that the model must gain over none to be believed. */
    private static final double LEAST_EVIDENCE = 2;

    private static final RecentlyUsed<Key, MaskModel> LAST = new RecentlyUsed<>(3);

    private record Key(MaskSet masks, CorrelationKernel kernel) {}

    private final MaskScores masks;
    private final CorrelationKernel kernel;
    private final MaskMoments moments;
    private final MaskFeatures features;

    /** That of the last line: most lines have scores of the same masks. */
    private volatile Optional<RegressionDesign> lastDesign = Optional.empty();

    private MaskModel(MaskScores masks, CorrelationKernel kernel) {
        this.masks = masks;
        this.kernel = kernel;
        this.moments = MaskMoments.of(masks.masks(), masks.size());
        this.features = new MaskFeatures(masks, moments.basis());
    }

    /**
     * The model of these masks.
     *
     * @param masks whose scores do not matter here
     * @param kernel which sums visibility
     */
    static MaskModel of(MaskScores masks, CorrelationKernel kernel) {
        return LAST.get(
                new Key(masks.set(), kernel), () -> new MaskModel(masks.withoutScores(), kernel));
    }

    /**
     * One fit a line; none where the model says too little about the scores for its map to be
     * preferred, or where scores or masks never vary.
     */
    List<Optional<AdjustedFit>> fit(List<StandardScores> lines) {
        double[][] weights = new double[lines.size()][masks.maskCount()];
        for (int line = 0; line < weights.length; line++) {
            StandardScores scores = lines.get(line);
            for (int k = 0; k < scores.usedCount(); k++) {
                weights[line][scores.mask(k)] = scores.value(k);
            }
        }
        double[][] products = products(weights);
        List<RegressionDesign> designs = lines.stream().map(this::design).toList();
        List<Optional<PenalisedFit>> fits = new ArrayList<>();
        double[][] turned = new double[0][];
        for (int line = 0; line < weights.length; line++) {
            RegressionDesign design = designs.get(line);
            if (line == 0 || design != designs.get(line - 1)) {
                turned = design.turned(products);
            }
            fits.add(
                    design.fit(column(turned, line), lines.get(line))
                            .filter(fit -> fit.evidence() >= LEAST_EVIDENCE));
        }
        float[][] maps =
                moments.standardised(
                        fits.stream()
                                .flatMap(Optional::stream)
                                .map(PenalisedFit::coefficients)
                                .toList());
        List<Optional<AdjustedFit>> adjusted = new ArrayList<>();
        int next = 0;
        for (int line = 0; line < weights.length; line++) {
            if (fits.get(line).isEmpty()) {
                adjusted.add(Optional.empty());
                continue;
            }
            adjusted.add(
                    Optional.of(
                            new AdjustedFit(
                                    this,
                                    designs.get(line),
                                    lines.get(line),
                                    fits.get(line).get(),
                                    maps[next])));
            next++;
        }
        return adjusted;
    }

    MaskMoments moments() {
        return moments;
    }

    /** Features summed over the masks with weights [vector][mask]: [feature][vector]. */
    double[][] products(double[][] weights) {
        double[][] sums = new double[moments.basis().featureCount()][weights.length];
        double[] ofMask = new double[weights.length];
        features.forEach(
                (mask, own) -> {
                    for (int v = 0; v < ofMask.length; v++) {
                        ofMask[v] = weights[v][mask];
                    }
                    for (int k = 0; k < sums.length; k++) {
                        addScaled(sums[k], ofMask, own[k]);
                    }
                });
        return sums;
    }

    private RegressionDesign design(StandardScores scores) {
        RegressionDesign design =
                lastDesign
                        .filter(known -> known.serves(scores))
                        .orElseGet(
                                () ->
                                        new RegressionDesign(
                                                scores.used(),
                                                new PenalisedModel(gram(scores)),
                                                moments.latticeDirections(),
                                                coverage(scores)));
        lastDesign = Optional.of(design);
        return design;
    }

    private float[] coverage(StandardScores scores) {
        boolean[] used = new boolean[masks.maskCount()];
        for (int k = 0; k < scores.usedCount(); k++) {
            used[scores.mask(k)] = true;
        }
        return MaskSums.meanVisibility(masks, used, kernel);
    }

    /** Centred products of the features with each other over the masks that have a score. */
    private double[][] gram(StandardScores scores) {
        int featureCount = moments.basis().featureCount();
        double[][] gram = new double[featureCount][featureCount];
        double[][] sums = new double[scores.stratumCount()][featureCount];
        int[] stratumOfMask = scores.stratumOfMask(masks.maskCount());
        // The upper half, from four masks at a time: it is read and written a quarter as often.
        double[][] four = new double[4][featureCount];
        int[] waiting = new int[1];
        features.forEach(
                (mask, own) -> {
                    if (stratumOfMask[mask] >= 0) {
                        addScaled(sums[stratumOfMask[mask]], own, 1);
                        System.arraycopy(own, 0, four[waiting[0]], 0, featureCount);
                        waiting[0]++;
                        if (waiting[0] == four.length) {
                            addProducts(gram, four);
                            waiting[0] = 0;
                        }
                    }
                });
        for (int i = waiting[0]; i < four.length; i++) {
            Arrays.fill(four[i], 0);
        }
        addProducts(gram, four);
        for (int g = 0; g < sums.length; g++) {
            double memberCount = scores.members(g).length;
            for (int k = 0; k < featureCount; k++) {
                addScaled(gram[k], sums[g], -sums[g][k] / memberCount);
            }
        }
        for (int k = 0; k < featureCount; k++) {
            for (int l = 0; l < k; l++) {
                gram[k][l] = gram[l][k];
            }
        }
        return gram;
    }

    /** Adds the products of four vectors with themselves to the upper half of a matrix. */
    private static void addProducts(double[][] gram, double[][] four) {
        for (int k = 0; k < gram.length; k++) {
            addProducts(gram[k], k, four[0], four[1], four[2], four[3]);
        }
    }

    private static void addProducts(
            double[] row, int k, double[] a, double[] b, double[] c, double[] d) {
        double ofA = a[k];
        double ofB = b[k];
        double ofC = c[k];
        double ofD = d[k];
        for (int l = k; l < row.length; l++) {
            row[l] += ofA * a[l] + ofB * b[l] + ofC * c[l] + ofD * d[l];
        }
    }

    private static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    private static void addScaled(double[] sum, double[] values, double weight) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += weight * values[k];
        }
    }
}
