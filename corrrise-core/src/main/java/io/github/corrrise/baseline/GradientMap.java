package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/**
 * The derivative at the face, as {@link Baseline#gradient()} and {@link
 * Baseline#gradientTimesInput()} describe it.
 *
 * @param timesInput whether it is multiplied by what hiding takes away
 */
record GradientMap(boolean timesInput) implements Baseline {
    private static final SaliencyMap.Scale SLOPE = Maps.unsigned("similarity per level");
    private static final SaliencyMap.Scale SHARE = Maps.signed("similarity, by its slope");

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new GradientMethod(
                timesInput ? "gradient x input" : "gradient",
                this,
                verifier,
                run,
                timesInput ? GradientMap::product : GradientMap::slope);
    }

    private static SaliencyMap slope(FaceGradients face) {
        double[] map = new double[face.size().pixelCount()];
        face.atFace(
                1,
                i -> face.own().cotangent(face.other().values()),
                (i, gradient) -> largest(face, gradient, map));
        return Maps.of(face.size(), SLOPE, map);
    }

    /** The largest magnitude of the three channels, per level of 0 to 255. */
    static void largest(FaceGradients face, float[] gradient, double[] map) {
        for (int value = 0; value < gradient.length; value++) {
            int pixel = face.pixelOf(value);
            double slope = Math.abs(gradient[value]) / face.deviationOf(value);
            map[pixel] = Math.max(map[pixel], slope);
        }
    }

    private static SaliencyMap product(FaceGradients face) {
        float[] fill = face.fill();
        double[] map = new double[face.size().pixelCount()];
        face.atFace(
                1,
                i -> face.own().cotangent(face.other().values()),
                (i, gradient) -> addProducts(face, gradient, fill, 1, map));
        return Maps.of(face.size(), SHARE, map);
    }

    /** Adds to each pixel its values' slopes, times what hiding takes away, times a weight. */
    static void addProducts(
            FaceGradients face, float[] gradient, float[] fill, double weight, double[] map) {
        for (int value = 0; value < gradient.length; value++) {
            double taken = (double) face.values()[value] - fill[value];
            map[face.pixelOf(value)] += weight * gradient[value] * taken;
        }
    }
}
