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
 * False alarms on a model that reads the left half of a face only: every pixel on the right is
 * null. Masks hide both halves independently. A pool of left halves goes through the model once;
 * each run draws its left halves from the pool, with replacement, and its right halves anew. Null
 * is what lies farther than {@link #MARGIN} from the border: a map is smooth, so what is read
 * reaches over it.
 */
public final class ModelAlarms {
    /** Length of the adjusted estimator's prior, as a share of the face's side. */
    private static final double MARGIN = 1.0 / 16;

    /** Left halves that the model scores for each pair. */
    private static final int POOL = 1000;

    /** Of a comparison in which both faces are hidden, as by default. */
    public static final double BOTH_HIDDEN = 0.4;

    private final SplitMasks masks;
    private final FaceSize size;
    private final Fills fills;
    private final double[][] pools;
    private final ScoreCorrelation correlation;
    private final MaskCache cache;

    /** Scores the pool: as many passes as left halves, twice, for each pair. */
    public ModelAlarms(
            FaceEmbedder verifier,
            MixedMasks design,
            Fills fills,
            List<FacePair> pairs,
            double level,
            SaliencyMap.Significance.Statistic statistic,
            MaskCache cache) {
        this.size = verifier.inputSize();
        this.fills = fills;
        this.masks = halves(design, size).withLeftPool(POOL);
        this.correlation =
                ScoreCorrelation.defaults()
                        .withEstimator(Estimator.ADJUSTED)
                        .withStatistic(statistic)
                        .withSignificanceLevel(level);
        this.cache = cache;
        LeftColumns left = new LeftColumns(verifier, masks.leftWidth(size));
        this.pools = new double[pairs.size()][];
        try (MaskedPasses passes = new MaskedPasses(left, PassSettings.defaults())) {
            Arrays.setAll(pools, k -> pool(passes, pairs.get(k)));
        }
    }

    private double[] pool(MaskedPasses passes, FacePair pair) {
        MaskPlan plan = new MaskPlan(masks.leftParts(), POOL, fills, 0, BOTH_HIDDEN);
        return passes.run(plan, pair, List.of(Side.PROBE)).scores().line(0);
    }

    /** The design on either half: patches of the same side, half as many. */
    private static SplitMasks halves(MixedMasks design, FaceSize size) {
        double halfSide = Math.min(size.height(), size.width() / 2.0);
        List<PatchMasks> half =
                design.parts().stream()
                        .map(
                                part ->
                                        part.withPatchCount(Math.max(1, part.patchCount() / 2))
                                                .withPatchFraction(part.patchSide(size) / halfSide))
                        .toList();
        return new SplitMasks(half.get(0), new MixedMasks(half), 0.5);
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
        int from = (int) Math.ceil(masks.leftWidth(size) + MARGIN * size.shorterSide());
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
