package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;

/** Sliding occlusion, as {@link Baseline#occlusion()} describes it. */
record Occlusion(double windowFraction, double strideFraction) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("similarity lost");

    Occlusion {
        windows(windowFraction, strideFraction);
    }

    @Override
    public int maskCount(FaceSize size) {
        return windows(windowFraction, strideFraction).windowCount(size);
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        SlidingWindows windows = windows(windowFraction, strideFraction);
        return new MaskedMethod("Occlusion", this, verifier, run, windows, Occlusion::map);
    }

    private static SlidingWindows windows(double windowFraction, double strideFraction) {
        return new SlidingWindows(List.of(windowFraction), strideFraction);
    }

    private static SaliencyMap map(SideScores scores) {
        double[][] sums = scores.hiddenSums(scores.weights(scores::loss), scores.weights(i -> 1));
        double[] map = new double[sums[0].length];
        for (int pixel = 0; pixel < map.length; pixel++) {
            // Whole counts in doubles: half a window separates none from one.
            map[pixel] = sums[1][pixel] > 0.5 ? sums[0][pixel] / sums[1][pixel] : Double.NaN;
        }
        return Maps.of(scores.size(), SCALE, map);
    }
}
