package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.GaussianBlur;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/**
 * The controls that {@link Baseline#randomSmooth()} and {@link Baseline#randomWhite()} describe.
 *
 * @param sigmaFraction 0 is white noise
 */
record RandomMap(double sigmaFraction) implements Baseline {
    /**
     * Published maps of a MobileFaceNet, 12 pairs, 500 masks each, lose half of their
     * autocorrelation within 23.5 of 112 pixels on average; maps of this blur, 17.5 pixels, lose it
     * within the same, measured alike (about each map's own mean, along rows and columns).
     */
    static final double PUBLISHED_SIGMA = 17.5 / 112;

    private static final SaliencyMap.Scale SCALE = Maps.signed("random");

    RandomMap {
        Checks.inside(0.0, 1.0, sigmaFraction, "sigmaFraction");
    }

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        String name = sigmaFraction == 0 ? "random" : "smooth random";
        return new Control(name, this, verifier, run, this::map);
    }

    private SaliencyMap map(FacePair pair, Side side, long seed) {
        FaceSize size = pair.probe().size();
        double sigma = sigmaFraction * size.shorterSide();
        int margin = (int) Math.ceil(GaussianBlur.REACH * sigma);
        int height = size.height() + 2 * margin;
        int width = size.width() + 2 * margin;
        CounterRandom random = new CounterRandom(seed, fingerprint(pair, side));
        float[] noise = new float[height * width];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (2 * random.nextDouble() - 1);
        }
        float[] smooth = sigma == 0 ? noise : GaussianBlur.blur(noise, height, width, sigma);
        float[] map = new float[size.pixelCount()];
        for (int row = 0; row < size.height(); row++) {
            System.arraycopy(
                    smooth, (row + margin) * width + margin, map, row * size.width(), size.width());
        }
        return SaliencyMap.of(size, SCALE, map);
    }

    /** Tells pairs and sides apart; equal pictures have equal ones in every process. */
    private static long fingerprint(FacePair pair, Side side) {
        long probe = Arrays.hashCode(pair.probe().toPlanes());
        long reference = Arrays.hashCode(pair.reference().toPlanes());
        return 31 * (31 * probe + reference) + (side == Side.PROBE ? 0 : 1);
    }
}
