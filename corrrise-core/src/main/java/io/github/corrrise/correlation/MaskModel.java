package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.internal.model.PenalisedModel;
import io.github.corrrise.internal.model.PriorRoot;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The smooth additive model of a run's masks: what the fits of all lines of scores share, see
 * {@link Estimator#ADJUSTED}. Everything is centred within strata, as the correlation is. Holds no
 * score and is kept in a {@link MaskCache} for further runs over the same masks: some 8 MB each for
 * 500 masks, 15 MB for 4,096, beside the moments. Safe for use by several threads.
 */
final class MaskModel {
    /** Log likelihood that the model must gain over none to be believed. */
    private static final double LEAST_EVIDENCE = 2;

    /** Designs that are kept: that of all masks of a run and those of its halves. */
    private static final int MOST_DESIGNS = 3;

    private record Key(
            MaskSet masks, ScoreCorrelation.Kernel kernel, Optional<ContributionPrior> prior) {}

    private final DrawnMasks masks;
    private final ScoreCorrelation.Kernel kernel;
    private final MaskMoments moments;
    private final Optional<ContributionPrior> prior;
    private final Optional<PriorRoot> root;
    private final MaskFeatures features;

    /**
     * Those of the last lines, the last one first: most lines have scores of the same masks, and
     * halves of them.
     */
    private volatile List<RegressionDesign> lastDesigns = List.of();

    private MaskModel(
            DrawnMasks masks,
            ScoreCorrelation.Kernel kernel,
            Optional<ContributionPrior> prior,
            MaskCache cache) {
        this.masks = masks;
        this.kernel = kernel;
        this.moments = MaskMoments.of(masks.masks(), masks.size(), cache);
        this.prior = prior;
        this.root = prior.map(own -> own.root(moments.basis(), masks.size()));
        this.features = new MaskFeatures(masks, moments.basis(), root);
    }

    /**
     * The model of these masks.
     *
     * @param kernel which sums visibility
     * @param prior where contributions are to be expected
     * @param cache keeps it
     */
    static MaskModel of(
            DrawnMasks masks,
            ScoreCorrelation.Kernel kernel,
            Optional<ContributionPrior> prior,
            MaskCache cache) {
        MaskModel model =
                cache.get(
                        MaskModel.class,
                        new Key(masks.set(), kernel, prior),
                        () -> new MaskModel(masks, kernel, prior, cache),
                        MaskModel::byteCount);
        // Later used than any model of theirs, moments are dropped after all of these.
        MaskMoments.touch(masks.masks(), masks.size(), cache);
        return model;
    }

    /** Of all but the moments, with the design that the first fit adds. */
    private long byteCount() {
        long featureCount = features.count();
        long latticeCount = moments.basis().lattice().length;
        return features.byteCount()
                + root.map(PriorRoot::byteCount).orElse(0L)
                + DrawnMasks.INDEX_BYTES
                + MOST_DESIGNS
                        * (Double.BYTES
                                        * (2 * featureCount * featureCount
                                                + featureCount * latticeCount)
                                + (long) Float.BYTES * masks.size().pixelCount())
                + Double.BYTES * featureCount * Math.min(HeldOutMasks.MOST, masks.maskCount())
                + (long) MaskSet.BYTES_PER_MASK * masks.maskCount();
    }

    /**
     * One fit per line; none where the model says too little about the scores for its map to be
     * preferred, or where scores or masks never vary.
     */
    List<Optional<AdjustedFit>> fit(List<StandardScores> lines) {
        List<Fitted> fitted = fitted(lines).stream().map(Fitted::believed).toList();
        Iterator<float[]> maps =
                List.of(
                                moments.standardised(
                                        fitted.stream()
                                                .flatMap(line -> line.fit().stream())
                                                .map(this::coefficients)
                                                .toList()))
                        .iterator();
        return fitted.stream()
                .map(
                        line ->
                                line.fit()
                                        .map(
                                                fit ->
                                                        new AdjustedFit(
                                                                this,
                                                                line.design(),
                                                                line.scores(),
                                                                fit,
                                                                maps.next())))
                .toList();
    }

    /** How much of each line its fit explains, believed or not; none where there is no fit. */
    List<Optional<SaliencyMap.ExplainedVariance>> explained(List<StandardScores> lines) {
        return fitted(lines).stream()
                .map(
                        line ->
                                line.fit()
                                        .flatMap(
                                                fit ->
                                                        line.design()
                                                                .heldOut(
                                                                        () ->
                                                                                centredFeatures(
                                                                                        line
                                                                                                .scores()))
                                                                .explained(fit, line.scores())))
                .toList();
    }

    /**
     * The map of each line's fit, believed or not, at the lattice of the basis, as one row; none
     * where there is no fit.
     */
    List<Optional<SaliencyMap>> latticeMaps(List<StandardScores> lines) {
        BitSet constant = new BitSet();
        int[] lattice = moments.basis().lattice();
        for (int point = 0; point < lattice.length; point++) {
            constant.set(point, moments.spread(lattice[point]) == 0);
        }
        return fitted(lines).stream()
                .map(
                        line ->
                                line.fit()
                                        .map(line.design()::latticeMap)
                                        .map(
                                                values ->
                                                        SaliencyMap.of(
                                                                        new FaceSize(
                                                                                1, values.length),
                                                                        SaliencyMap.Scale
                                                                                .CORRELATION_ESTIMATE,
                                                                        values)
                                                                .withUndefined(constant)))
                .toList();
    }

    /** A line of scores with its fit. */
    private record Fitted(
            StandardScores scores, RegressionDesign design, Optional<PenalisedFit> fit) {
        /** Without the fit where the model says too little about the scores. */
        Fitted believed() {
            return new Fitted(scores, design, fit.filter(own -> own.evidence() >= LEAST_EVIDENCE));
        }
    }

    /** The standardised scores [line][mask]; 0 where a mask has none. */
    private double[][] weights(List<StandardScores> lines) {
        double[][] weights = new double[lines.size()][masks.maskCount()];
        for (int line = 0; line < weights.length; line++) {
            StandardScores scores = lines.get(line);
            for (int k = 0; k < scores.usedCount(); k++) {
                weights[line][scores.mask(k)] = scores.value(k);
            }
        }
        return weights;
    }

    private List<Fitted> fitted(List<StandardScores> lines) {
        double[][] products = products(weights(lines));
        List<Fitted> fitted = new ArrayList<>();
        Optional<RegressionDesign> before = Optional.empty();
        double[][] turned = new double[0][];
        for (StandardScores scores : lines) {
            RegressionDesign design = design(scores);
            // Most lines share the design of the line before, and so the products turned by it.
            if (before.isEmpty() || design != before.get()) {
                turned = design.turned(products);
                before = Optional.of(design);
            }
            fitted.add(
                    new Fitted(scores, design, design.fit(column(turned, fitted.size()), scores)));
        }
        return fitted;
    }

    DrawnMasks masks() {
        return masks;
    }

    MaskMoments moments() {
        return moments;
    }

    /** The prior of the fits. */
    Optional<ContributionPrior> prior() {
        return prior;
    }

    /** Coefficients of a fit in the basis. */
    double[] coefficients(PenalisedFit fit) {
        double[] own = fit.coefficients();
        return root.map(each -> each.coefficients(own)).orElse(own);
    }

    private double[][] directions() {
        double[][] ofBasis = moments.latticeDirections();
        return root.map(each -> each.turned(ofBasis)).orElse(ofBasis);
    }

    /** Features summed over the masks with weights [vector][mask]: [feature][vector]. */
    double[][] products(double[][] weights) {
        double[][] sums = new double[weights.length][features.count()];
        features.forEachFour(
                mask -> true,
                (four, own) -> {
                    for (int v = 0; v < sums.length; v++) {
                        double[] vector = weights[v];
                        addScaled(
                                sums[v],
                                own,
                                vector[four[0]],
                                vector[four[1]],
                                vector[four[2]],
                                vector[four[3]]);
                    }
                });
        double[][] products = new double[features.count()][];
        Arrays.setAll(products, feature -> column(sums, feature));
        return products;
    }

    /**
     * What the model makes of each mask, but for a constant.
     *
     * @param coefficients [vector][feature]
     * @return [vector][mask]
     */
    double[][] predictions(List<double[]> coefficients) {
        double[][] predictions = new double[coefficients.size()][masks.maskCount()];
        features.forEachFour(
                mask -> true,
                (four, own) -> {
                    for (int v = 0; v < predictions.length; v++) {
                        for (int place = 0; place < four.length; place++) {
                            // Places behind the last mask add the 0 of their features.
                            predictions[v][four[place]] += dot(coefficients.get(v), own[place]);
                        }
                    }
                });
        return predictions;
    }

    private RegressionDesign design(StandardScores scores) {
        List<RegressionDesign> known = lastDesigns;
        RegressionDesign design =
                known.stream()
                        .filter(one -> one.serves(scores))
                        .findFirst()
                        .orElseGet(
                                () ->
                                        new RegressionDesign(
                                                scores.used(),
                                                new PenalisedModel(gram(scores)),
                                                directions(),
                                                coverage(scores)));
        lastDesigns =
                Stream.concat(Stream.of(design), known.stream().filter(one -> one != design))
                        .limit(MOST_DESIGNS)
                        .toList();
        return design;
    }

    /**
     * Features of the first masks that have a score, less the means over their strata:
     * [feature][mask].
     */
    private double[][] centredFeatures(StandardScores scores) {
        int featureCount = features.count();
        int count = Math.min(HeldOutMasks.MOST, scores.usedCount());
        double[][] centred = new double[featureCount][count];
        double[][] means = new double[scores.stratumCount()][featureCount];
        int[] stratumOfMask = scores.stratumOfMask(masks.maskCount());
        int[] place = new int[1];
        features.forEach(
                (mask, own) -> {
                    if (stratumOfMask[mask] >= 0) {
                        addScaled(means[stratumOfMask[mask]], own, 1);
                        if (place[0] < count) {
                            for (int k = 0; k < featureCount; k++) {
                                centred[k][place[0]] = own[k];
                            }
                            place[0]++;
                        }
                    }
                });
        for (int mask = 0; mask < count; mask++) {
            int stratum = scores.stratum(mask);
            for (int k = 0; k < featureCount; k++) {
                centred[k][mask] -= means[stratum][k] / scores.members(stratum).length;
            }
        }
        return centred;
    }

    private float[] coverage(StandardScores scores) {
        boolean[] used = new boolean[masks.maskCount()];
        for (int k = 0; k < scores.usedCount(); k++) {
            used[scores.mask(k)] = true;
        }
        return masks.meanVisibility(used, kernel);
    }

    /** Centred products of the features with each other over the masks that have a score. */
    private double[][] gram(StandardScores scores) {
        int featureCount = features.count();
        double[][] gram = new double[featureCount][featureCount];
        double[][] sums = new double[scores.stratumCount()][featureCount];
        int[] stratumOfMask = scores.stratumOfMask(masks.maskCount());
        // The upper half.
        features.forEachFour(
                mask -> stratumOfMask[mask] >= 0,
                (four, own) -> {
                    for (int place = 0; place < four.length; place++) {
                        addScaled(sums[stratumOfMask[four[place]]], own[place], 1);
                    }
                    for (int k = 0; k < featureCount; k++) {
                        addProducts(gram[k], k, own[0], own[1], own[2], own[3]);
                    }
                });
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

    /** Adds to a row, from its k-th place on, the products of four vectors with their k-th. */
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

    private static void addScaled(
            double[] sum, double[][] four, double w0, double w1, double w2, double w3) {
        double[] values0 = four[0];
        double[] values1 = four[1];
        double[] values2 = four[2];
        double[] values3 = four[3];
        for (int k = 0; k < sum.length; k++) {
            sum[k] += w0 * values0[k] + w1 * values1[k] + w2 * values2[k] + w3 * values3[k];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += one[k] * other[k];
        }
        return sum;
    }

    private static void addScaled(double[] sum, double[] values, double weight) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += weight * values[k];
        }
    }
}
