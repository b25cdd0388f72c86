package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.Objects;

/** FV-RISE, as {@link Baseline#fvRise()} describes it. */
record FvRise(MaskGenerator masks, int maskCount) implements Baseline {
    /** The chance that a standard normal number is below 0.1: what the authors' masks show. */
    static final double SHOWN = 0.5398;

    private static final SaliencyMap.Scale SCALE = Maps.signed("deviation of similarity");

    FvRise {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
    }

    @Override
    public int maskCount(FaceSize size) {
        return maskCount;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new MaskedMethod("FV-RISE", this, verifier, run, masks, FvRise::map);
    }

    private static SaliencyMap map(SideScores scores) {
        int[] scored = scores.scored();
        double lowering = Arrays.stream(scored).filter(i -> scores.loss(i) > 0).count();
        double raising = Arrays.stream(scored).filter(i -> scores.loss(i) < 0).count();
        double[] deviations =
                scores.weights(
                        i -> {
                            double loss = scores.loss(i);
                            return loss > 0 ? loss / lowering : loss < 0 ? loss / raising : 0;
                        });
        double[][] sums = scores.visibleSums(deviations, scores.weights(i -> 1));
        double total = Arrays.stream(deviations).sum();
        double[] map = new double[sums[0].length];
        Arrays.setAll(map, pixel -> total * sums[1][pixel] / scored.length - sums[0][pixel]);
        return Maps.of(scores.size(), SCALE, map);
    }
}
