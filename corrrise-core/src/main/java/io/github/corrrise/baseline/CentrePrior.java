package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;

/**
 * A control: the middle of the picture, whatever is in it.
 *
 * <pre>S(y, x) = exp(-r^2 / (2 sigma^2)),   r = distance from the centre</pre>
 *
 * <p>The same for every pair; scores play no part. Values are in [0, 1], without a unit. A face
 * model looks at the middle of an aligned face, so a method that does no better than this has shown
 * nothing. {@link #negated()} points at the middle by its dissimilarity map. Cost: no masks.
 *
 * @param sigmaFraction standard deviation as a fraction of the face's shorter side, in (0, 1]
 * @since 0.1.0
 */
public record CentrePrior(double sigmaFraction) implements Baseline {
    private static final MapScale SCALE = new MapScale("centre prior", 0, 1);

    /** Checks the range. */
    public CentrePrior {
        Checks.insideHalfOpen(0.0, 1.0, sigmaFraction, "sigmaFraction");
    }

    /** A standard deviation of a quarter of the face's shorter side. */
    public static CentrePrior defaults() {
        return new CentrePrior(0.25);
    }

    /** The same with another standard deviation. */
    public CentrePrior withSigmaFraction(double newSigmaFraction) {
        return new CentrePrior(newSigmaFraction);
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
