package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.model.GridVisibility;
import io.github.corrrise.internal.model.PatchVisibility;
import io.github.corrrise.internal.model.SideBySideVisibility;
import io.github.corrrise.internal.model.SmoothBasis;
import io.github.corrrise.internal.model.VisibilityMoments;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.passes.MaskScores;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is known of a distribution of masks without any score: the spread of each pixel's visibility
 * and its covariance with the features of a mask, both within strata. Exact for {@link PatchMasks},
 * {@link MixedMasks}, {@link SplitMasks} and {@link GridMasks}; for other generators from masks
 * drawn under a seed of their own. Costs a few tenths of a second for a face of 112 x 112, more for
 * {@link SplitMasks}, and is kept in a {@link MaskCache}: some 12 MB each.
 */
final class MaskMoments {
    private static final int SIMULATED = 8192;

    /** Keeps the simulation's masks apart from those of any run. */
    private static final long SIMULATION_SEED = 0x51A7157105D15C0L;

    private record Key(MaskGenerator masks, FaceSize size) {}

    private final FaceSize size;
    private final SmoothBasis basis;
    private final int simulatedCount;
    private final double[] spread;
    private final BitSet constant;

    /** [feature][pixel]. */
    private final float[][] covariance;

    /** [feature][lattice point]: covariance over spread. */
    private final double[][] latticeDirections;

    private MaskMoments(
            FaceSize size,
            SmoothBasis basis,
            int simulatedCount,
            double[] spread,
            float[][] covariance) {
        this.size = size;
        this.basis = basis;
        this.simulatedCount = simulatedCount;
        this.spread = spread;
        this.constant = new BitSet();
        for (int p = 0; p < spread.length; p++) {
            constant.set(p, spread[p] == 0);
        }
        this.covariance = covariance;
        int[] lattice = basis.lattice();
        this.latticeDirections = new double[covariance.length][lattice.length];
        for (int k = 0; k < covariance.length; k++) {
            for (int point = 0; point < lattice.length; point++) {
                int p = lattice[point];
                latticeDirections[k][point] = spread[p] > 0 ? covariance[k][p] / spread[p] : 0;
            }
        }
    }

    /** The moments of these masks, from the cache where it has them. */
    static MaskMoments of(MaskGenerator masks, FaceSize size, MaskCache cache) {
        return cache.get(
                MaskMoments.class,
                new Key(masks, size),
                () -> made(masks, size),
                MaskMoments::byteCount);
    }

    /** Tells the cache that the moments of these masks are in use. */
    static void touch(MaskGenerator masks, FaceSize size, MaskCache cache) {
        cache.touch(new Key(masks, size));
    }

    private long byteCount() {
        long featureCount = covariance.length;
        return featureCount * spread.length * Float.BYTES
                + featureCount * basis.lattice().length * Double.BYTES
                + (long) spread.length * Double.BYTES;
    }

    private static MaskMoments made(MaskGenerator masks, FaceSize size) {
        if (masks instanceof PatchMasks patches) {
            return exact(List.of(moments(patches, size)), size);
        }
        if (masks instanceof MixedMasks mixed) {
            return exact(mixed.parts().stream().map(part -> moments(part, size)).toList(), size);
        }
        if (masks instanceof GridMasks grids) {
            return exact(List.of(moments(grids, size)), size);
        }
        if (masks instanceof SplitMasks split) {
            return exact(
                    split.right().parts().stream()
                            .map(part -> moments(split.left(), part, split.leftWidth(size), size))
                            .toList(),
                    size);
        }
        return simulated(masks, size);
    }

    private static VisibilityMoments moments(
            PatchMasks left, PatchMasks right, int leftWidth, FaceSize size) {
        FaceSize rightSize = new FaceSize(size.height(), size.width() - leftWidth);
        return new SideBySideVisibility(
                moments(left, new FaceSize(size.height(), leftWidth)),
                moments(right, rightSize),
                size.height(),
                leftWidth,
                rightSize.width());
    }

    private static VisibilityMoments moments(PatchMasks masks, FaceSize size) {
        return new PatchVisibility(
                size.height(),
                size.width(),
                masks.patchSide(size),
                masks.patchCount(),
                masks.hasPoissonCount());
    }

    private static VisibilityMoments moments(GridMasks masks, FaceSize size) {
        return new GridVisibility(
                size.height(),
                size.width(),
                masks.cellHeight(size),
                masks.cellWidth(size),
                masks.visibleProbability());
    }

    /**
     * Variance of the map of a score of variance 1 at a pixel that the score has nothing to do
     * with, by the error of simulated moments alone; 0 where moments are exact.
     */
    double simulationVariance() {
        return simulatedCount == 0 ? 0 : 1.0 / simulatedCount;
    }

    /** Standard deviation of a pixel's visibility; 0 where it never varies. */
    double spread(int pixel) {
        return spread[pixel];
    }

    /** Pixels whose visibility never varies; not to be written to. */
    BitSet constant() {
        return constant;
    }

    FaceSize size() {
        return size;
    }

    SmoothBasis basis() {
        return basis;
    }

    /**
     * For each feature and lattice point the covariance with the point's visibility over the spread
     * of that; not to be written to.
     */
    double[][] latticeDirections() {
        return latticeDirections;
    }

    /**
     * sum_k covariance_k(x) b_k / spread(x), 0 where the spread is 0; of several b, which share
     * what is read of the covariances.
     *
     * @param coefficients [vector][feature]
     */
    float[][] standardised(List<double[]> coefficients) {
        return CovarianceProduct.of(covariance, coefficients, spread);
    }

    /** Moments within strata are the means of those of the parts, which are equally large. */
    private static MaskMoments exact(List<VisibilityMoments> parts, FaceSize size) {
        SmoothBasis basis = new SmoothBasis(size.height(), size.width());
        double[] variance = new double[size.pixelCount()];
        float[][] covariance = new float[basis.featureCount()][variance.length];
        for (VisibilityMoments part : parts) {
            for (int p = 0; p < variance.length; p++) {
                variance[p] += part.variance(p) / parts.size();
            }
            part.addFeatureCovariances(basis, 1.0 / parts.size(), covariance);
        }
        return new MaskMoments(
                size, basis, 0, Arrays.stream(variance).map(Math::sqrt).toArray(), covariance);
    }

    static MaskMoments simulated(MaskGenerator masks, FaceSize size) {
        DrawnMasks drawn =
                DrawnMasks.of(MaskScores.of(masks, size, SIMULATION_SEED, new double[SIMULATED]));
        int[] strata = drawn.strata();
        SmoothBasis basis = new SmoothBasis(size.height(), size.width());
        double[][] weights = new double[basis.featureCount()][SIMULATED];
        drawn.forEachFeatures(
                basis,
                (mask, own) -> {
                    for (int k = 0; k < own.length; k++) {
                        weights[k][mask] = own[k];
                    }
                });
        VisibilitySpread spread = new VisibilitySpread(size, strata);
        drawn.forEach(0, SIMULATED, (batch, i, mask) -> spread.add(batch, i, strata[mask]));
        for (double[] weight : weights) {
            centre(weight, strata);
        }
        double[][] sums =
                drawn.visibleSums(weights, ScoreCorrelation.Kernel.AUTO.resolve(drawn.form()));
        float[][] covariance = new float[sums.length][size.pixelCount()];
        for (int k = 0; k < sums.length; k++) {
            for (int p = 0; p < covariance[k].length; p++) {
                covariance[k][p] = (float) (sums[k][p] / SIMULATED);
            }
        }
        return new MaskMoments(size, basis, SIMULATED, spread.values(), covariance);
    }

    /** Takes off each stratum's mean. */
    private static void centre(double[] values, int[] strata) {
        int stratumCount = Arrays.stream(strata).max().orElse(0) + 1;
        double[] sum = new double[stratumCount];
        int[] members = new int[stratumCount];
        for (int i = 0; i < values.length; i++) {
            sum[strata[i]] += values[i];
            members[strata[i]]++;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= sum[strata[i]] / members[strata[i]];
        }
    }
}
