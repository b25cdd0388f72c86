package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/** SmoothGrad, as {@link Baseline#smoothGrad()} describes it. */
record SmoothGrad(int sampleCount, double noiseFraction) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.unsigned("similarity per level");

    SmoothGrad {
        Checks.inside(1, 10_000, sampleCount, "sampleCount");
        Checks.inside(0.0, 1.0, noiseFraction, "noiseFraction");
    }

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new GradientMethod("SmoothGrad", this, verifier, run, this::map);
    }

    private SaliencyMap map(FaceGradients face) {
        double[] sums = new double[face.values().length];
        face.ofSimilarity(
                sampleCount,
                sample -> noisy(face, sample),
                (sample, gradient) -> {
                    for (int value = 0; value < sums.length; value++) {
                        sums[value] += gradient[value];
                    }
                });
        float[] mean = new float[sums.length];
        for (int value = 0; value < mean.length; value++) {
            mean[value] = (float) (sums[value] / sampleCount);
        }
        double[] map = new double[face.size().pixelCount()];
        GradientMap.largest(face, mean, map);
        return Maps.of(face.size(), SCALE, map);
    }

    private float[] noisy(FaceGradients face, int sample) {
        CounterRandom random = new CounterRandom(face.seed(), face.streamOf(sample));
        float[] values = face.values();
        double range = face.levelRange();
        float[] point = new float[values.length];
        for (int value = 0; value < point.length; value++) {
            double noise = noiseFraction * range * normal(random) / face.deviationOf(value);
            point[value] = (float) (values[value] + noise);
        }
        return point;
    }

    /** Box and Muller's; 1 - u is in (0, 1]. */
    private static double normal(CounterRandom random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
