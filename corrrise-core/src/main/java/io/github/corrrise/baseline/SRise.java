package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.Objects;

/**
 * S-RISE: RISE's weighted mean of masks, weighted by the similarity.
 *
 * <pre>S(y, x) = 1 / (N m) sum_i s_i M_i(y, x)</pre>
 *
 * <p>s_i is the similarity under mask i, M_i(y, x) in [0, 1] what the mask leaves visible of the
 * pixel, m the mean visibility over all masks and pixels. S has the unit of the similarity: it is
 * about the mean score of the masks that show the pixel. It is not centred, so its zero means
 * nothing, only its order does; where all similarities are positive its dissimilarity map is 0
 * everywhere. S is 0 everywhere where no scored mask shows anything.
 *
 * <p>Source: Y. Lu, T. Ebrahimi, Explanation of Face Recognition via Saliency Maps, 2023,
 * arXiv:2304.06118; masks as in V. Petsiuk, A. Das, K. Saenko, RISE, BMVC 2018, arXiv:1806.07421.
 * How many masks the paper draws, and on which grid, could not be confirmed: the default has RISE's
 * grid and 1,000 masks. Left out: the scaling of the finished map to [0, 1]. Cost: N passes per
 * side.
 *
 * @param masks draws the masks
 * @param maskCount N, at least 2; a run takes at most 1,000,000
 * @since 0.1.0
 */
public record SRise(MaskGenerator masks, int maskCount) implements Baseline {
    private static final MapScale SCALE = Maps.signed("weighted similarity");

    /** Checks the ranges. */
    public SRise {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
    }

    /** 1,000 of RISE's own masks. */
    public static SRise defaults() {
        return new SRise(GridMasks.defaults(), 1000);
    }

    /** The same with other masks. */
    public SRise withMasks(MaskGenerator newMasks) {
        return new SRise(newMasks, maskCount);
    }

    /** The same with another number of masks. */
    public SRise withMaskCount(int newMaskCount) {
        return new SRise(masks, newMaskCount);
    }

    @Override
    public int maskCount(FaceSize size) {
        return maskCount;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new MaskedMethod("S-RISE", this, verifier, run, masks, SRise::map);
    }

    private static SaliencyMap map(SideScores scores) {
        double[][] sums = scores.visibleSums(scores.weights(scores::score), scores.weights(i -> 1));
        // N m: the mean over the pixels of what the masks show of them in all.
        double visible = Arrays.stream(sums[1]).average().orElseThrow();
        double[] map = new double[sums[0].length];
        if (visible > 0) {
            Arrays.setAll(map, pixel -> sums[0][pixel] / visible);
        }
        return Maps.of(scores.size(), SCALE, map);
    }
}
