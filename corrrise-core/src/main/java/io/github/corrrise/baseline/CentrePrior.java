package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;

/** The control that {@link Baseline#centrePrior()} describes. */
record CentrePrior(double sigmaFraction) implements Baseline {
    private static final SaliencyMap.Scale SCALE = new SaliencyMap.Scale("centre prior", 0, 1);

    CentrePrior {
        Checks.insideHalfOpen(0.0, 1.0, sigmaFraction, "sigmaFraction");
    }

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new Control("centre prior", this, verifier, run, this::map);
    }

    private SaliencyMap map(FacePair pair, Side side, long seed) {
        FaceSize size = pair.probe().size();
        double sigma = sigmaFraction * size.shorterSide();
        float[] map = new float[size.pixelCount()];
        for (int row = 0; row < size.height(); row++) {
            double down = row - (size.height() - 1) / 2.0;
            for (int column = 0; column < size.width(); column++) {
                double right = column - (size.width() - 1) / 2.0;
                double square = down * down + right * right;
                map[row * size.width() + column] = (float) Math.exp(-square / (2 * sigma * sigma));
            }
        }
        return SaliencyMap.of(size, SCALE, map);
    }
}
