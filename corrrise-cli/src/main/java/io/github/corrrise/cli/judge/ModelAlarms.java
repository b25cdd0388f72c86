package io.github.corrrise.cli.judge;

import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceEmbedder;
import java.util.Arrays;
import java.util.List;

/**
 * False alarms on a model that reads the left columns of a face only: every pixel on the right is
 * null. Masks hide both parts independently. A pool of left parts goes through the model once; each
 * run draws its left parts from the pool, with replacement, and its right parts anew. Null is what
 * lies farther than {@link #MARGIN} from the border: a map is smooth, so what is read reaches over
 * it.
 *
 * <p>The level is that of an alarm anywhere in a map, and some of the map is not null. A bound that
 * keeps the level exactly raises alarms at the level where all that is read is found, for it steps
 * down, and about at the level times the {@linkplain #nullShare() share of the map that is null}
 * where nothing is.
 */
public final class ModelAlarms {
    /** Length of the adjusted estimator's prior, as a share of the face's side. */
    private static final double MARGIN = 1.0 / 16;

    /** Left parts that the model scores for each pair. */
    private static final int POOL = 1000;

    /** Of a comparison in which both faces are hidden, as by default. */
    public static final double BOTH_HIDDEN = 0.4;

    private final SplitMasks masks;
    private final FaceSize size;
    private final Fills fills;
    private final double[][] pools;
    private final ScoreCorrelation correlation;
    private final MaskCache cache;

    /**
     * Scores the pool: as many passes as left parts, twice, for each pair.
     *
     * @param readShare share of the columns that the model reads, in (0, 1)
     */
    public ModelAlarms(
            FaceEmbedder verifier,
            double readShare,
            MixedMasks design,
            Fills fills,
            List<FacePair> pairs,
            double level,
            SaliencyMap.Significance.Statistic statistic,
            MaskCache cache) {
        this.size = verifier.inputSize();
        this.fills = fills;
        this.masks = parts(design, readShare, size).withLeftPool(POOL);
        this.correlation =
                ScoreCorrelation.defaults()
                        .withEstimator(Estimator.ADJUSTED)
                        .withStatistic(statistic)
                        .withSignificanceLevel(level);
        this.cache = cache;
        LeftColumns left = new LeftColumns(verifier, readColumns());
        this.pools = new double[pairs.size()][];
        try (MaskedPasses passes = new MaskedPasses(left, PassSettings.defaults())) {
            Arrays.setAll(pools, k -> pool(passes, pairs.get(k)));
        }
    }

    private double[] pool(MaskedPasses passes, FacePair pair) {
        MaskPlan plan = new MaskPlan(masks.leftParts(), POOL, fills, 0, BOTH_HIDDEN);
        return passes.run(plan, pair, List.of(Side.PROBE)).scores().line(0);
    }

    /** The design on either part: patches of the same side, as many as the part's share. */
    private static SplitMasks parts(MixedMasks design, double readShare, FaceSize size) {
        return new SplitMasks(
                part(design.parts().get(0), readShare, size),
                new MixedMasks(
                        design.parts().stream()
                                .map(patches -> part(patches, 1 - readShare, size))
                                .toList()),
                readShare);
    }

    private static PatchMasks part(PatchMasks patches, double share, FaceSize size) {
        double shorterSide = Math.min(size.height(), size.width() * share);
        return patches.withPatchCount(Math.max(1, (int) Math.round(share * patches.patchCount())))
                .withPatchFraction(Math.min(1, patches.patchSide(size) / shorterSide));
    }

    /** Columns that the model reads. */
    public int readColumns() {
        return masks.leftWidth(size);
    }

    /** Of the pixels of a face, in [0, 1). */
    public double nullShare() {
        return (double) Math.max(0, size.width() - firstNullColumn()) / size.width();
    }

    private int firstNullColumn() {
        return (int) Math.ceil(readColumns() + MARGIN * size.shorterSide());
    }

    /**
     * Which pairs' maps raise a false alarm in a run.
     *
     * @param maskCount of the run
     * @param seed of the run
     */
    public boolean[] alarms(int maskCount, long seed) {
        double[][] lines = new double[pools.length][maskCount];
        for (int i = 0; i < maskCount; i++) {
            int part = masks.leftPart(i, seed);
            for (int k = 0; k < lines.length; k++) {
                lines[k][i] = pools[k][part];
            }
        }
        List<SaliencyMap> maps = correlation.maps(MaskScores.of(masks, size, seed, lines), cache);
        boolean[] alarms = new boolean[lines.length];
        int from = firstNullColumn();
        for (int k = 0; k < alarms.length; k++) {
            for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
                int column = pixel % size.width();
                alarms[k] |=
                        column >= from && maps.get(k).isSignificant(pixel / size.width(), column);
            }
        }
        return alarms;
    }
}
