package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.GaussianBlur;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.List;

/** xFace, as {@link Baseline#xFace()} describes it. */
record XFace(List<Double> patchFractions, double strideFraction) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("similarity lost by area");

    XFace {
        patchFractions = new SlidingWindows(patchFractions, strideFraction).sideFractions();
    }

    @Override
    public int maskCount(FaceSize size) {
        return windows().windowCount(size);
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new MaskedMethod("xFace", this, verifier, run, windows(), this::map);
    }

    private SlidingWindows windows() {
        return new SlidingWindows(patchFractions, strideFraction);
    }

    private SaliencyMap map(SideScores scores) {
        SlidingWindows.Window[] patches = new SlidingWindows.Window[scores.maskCount()];
        Arrays.setAll(patches, i -> windows().window(i, scores.size()));
        double[] deviations =
                scores.weights(
                        i ->
                                scores.loss(i)
                                        / ((double) patches[i].side() * patches[i].side())
                                        / patches[i].sameSideCount()
                                        / patchFractions.size());
        double[][] sums = scores.hiddenSums(deviations, scores.weights(i -> 1));
        double[] map = blurred(sums[0], scores.size());
        for (int pixel = 0; pixel < map.length; pixel++) {
            // Whole counts in doubles: half a patch separates none from one.
            map[pixel] = sums[1][pixel] > 0.5 ? map[pixel] : Double.NaN;
        }
        return Maps.of(scores.size(), SCALE, map);
    }

    private double[] blurred(double[] map, FaceSize size) {
        int step = windows().stride(size);
        double sigma = Math.sqrt((step * step - 1) / 12.0);
        if (sigma == 0) {
            return map;
        }
        float[] plane = new float[map.length];
        for (int pixel = 0; pixel < plane.length; pixel++) {
            plane[pixel] = (float) map[pixel];
        }
        float[] soft = GaussianBlur.blur(plane, size.height(), size.width(), sigma);
        double[] blurred = new double[map.length];
        Arrays.setAll(blurred, pixel -> soft[pixel]);
        return blurred;
    }
}
