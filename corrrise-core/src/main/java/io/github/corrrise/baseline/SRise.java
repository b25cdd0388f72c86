package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.Objects;

/** S-RISE, as {@link Baseline#sRise()} describes it. */
record SRise(MaskGenerator masks, int maskCount) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("weighted similarity");

    SRise {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
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
