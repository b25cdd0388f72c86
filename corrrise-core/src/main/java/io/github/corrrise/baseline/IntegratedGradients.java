package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/** Integrated gradients, as {@link Baseline#integratedGradients()} describes them. */
record IntegratedGradients(int steps) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("share of the similarity");

    IntegratedGradients {
        Checks.inside(1, 10_000, steps, "steps");
    }

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new GradientMethod("integrated gradients", this, verifier, run, this::map);
    }

    private SaliencyMap map(FaceGradients face) {
        float[] fill = face.fill();
        double[] map = new double[face.size().pixelCount()];
        face.ofSimilarity(
                steps,
                step -> between(face.values(), fill, (step + 0.5) / steps),
                (step, gradient) ->
                        GradientMap.addProducts(face, gradient, fill, 1.0 / steps, map));
        return Maps.of(face.size(), SCALE, map);
    }

    private static float[] between(float[] face, float[] fill, double share) {
        float[] point = new float[face.length];
        for (int value = 0; value < point.length; value++) {
            point[value] = (float) (fill[value] + share * ((double) face[value] - fill[value]));
        }
        return point;
    }
}
