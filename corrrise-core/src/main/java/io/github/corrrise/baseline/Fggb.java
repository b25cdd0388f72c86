package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/** FGGB, as {@link Baseline#fggb()} describes it. */
record Fggb() implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("weighted gradients of features");

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new GradientMethod("FGGB", this, verifier, run, Fggb::map);
    }

    private static SaliencyMap map(FaceGradients face) {
        double[] own = face.own().values();
        double[] other = face.other().values();
        double even = face.threshold() / own.length;
        double[] map = new double[face.size().pixelCount()];
        face.atFace(
                own.length,
                feature -> {
                    float[] cotangent = new float[own.length];
                    cotangent[feature] = 1;
                    return cotangent;
                },
                (feature, gradient) -> {
                    double[] slopes = XSsab.meanSlopes(face, gradient);
                    double largest = 0;
                    for (double slope : slopes) {
                        largest = Math.max(largest, slope);
                    }
                    double weight = own[feature] * other[feature] - even;
                    for (int pixel = 0; pixel < map.length; pixel++) {
                        map[pixel] += largest > 0 ? weight * slopes[pixel] / largest : 0;
                    }
                });
        return Maps.of(face.size(), SCALE, map);
    }
}
