package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/** xSSAB, as {@link Baseline#xSsab()} describes it. */
record XSsab() implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("similarity per level");

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new GradientMethod("xSSAB", this, verifier, run, XSsab::map);
    }

    private static SaliencyMap map(FaceGradients face) {
        double[] own = face.own().values();
        double[] other = face.other().values();
        double even = face.threshold() / own.length;
        double[] supporting = new double[own.length];
        double[] opposing = new double[own.length];
        for (int d = 0; d < own.length; d++) {
            (own[d] * other[d] >= even ? supporting : opposing)[d] = other[d];
        }
        double[] map = new double[face.size().pixelCount()];
        face.atFace(
                2,
                sign -> face.own().cotangent(sign == 0 ? supporting : opposing),
                (sign, gradient) -> {
                    double[] slopes = meanSlopes(face, gradient);
                    for (int pixel = 0; pixel < map.length; pixel++) {
                        map[pixel] += sign == 0 ? slopes[pixel] : -slopes[pixel];
                    }
                });
        return Maps.of(face.size(), SCALE, map);
    }

    /** The mean magnitude of the three channels of each pixel, per level of 0 to 255. */
    static double[] meanSlopes(FaceGradients face, float[] gradient) {
        double[] slopes = new double[face.size().pixelCount()];
        for (int value = 0; value < gradient.length; value++) {
            double slope = Math.abs(gradient[value]) / face.deviationOf(value);
            slopes[face.pixelOf(value)] += slope / 3;
        }
        return slopes;
    }
}
