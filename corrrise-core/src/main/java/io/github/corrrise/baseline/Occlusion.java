package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;

/**
 * Sliding occlusion: hide one window after another and see how much similarity each costs.
 *
 * <pre>S(y, x) = mean of s - s_i over the windows i that hide (y, x)</pre>
 *
 * <p>s is the similarity of the whole faces, s_i that with window i hidden; S has the unit of the
 * similarity. A pixel that no scored window hides is undefined: at the lower and right rim where
 * the grid does not end there, and between windows where the step is longer than their side.
 *
 * <p>Source: M. Zeiler, R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014,
 * arXiv:1311.2901. The paper slides a grey square and gives neither its side nor its step; those
 * here, a window of 14 pixels every 7 on a face of 112, are this library's. Cost: one pass per
 * window and side, 225 a side on a face of 112.
 *
 * @param windowFraction side of the window as a fraction of the face's shorter side, in (0, 1]
 * @param strideFraction step from window to window, as the same fraction, in (0, 1]; side and step
 *     are rounded to whole pixels, at least one
 * @since 0.1.0
 */
public record Occlusion(double windowFraction, double strideFraction) implements Baseline {
    private static final MapScale SCALE = Maps.signed("similarity lost");

    /** Checks the ranges. */
    public Occlusion {
        windows(windowFraction, strideFraction);
    }

    /** A window of an eighth of the face, moved by half of it. */
    public static Occlusion defaults() {
        return new Occlusion(1 / 8.0, 1 / 16.0);
    }

    /** The same with another window. */
    public Occlusion withWindowFraction(double newWindowFraction) {
        return new Occlusion(newWindowFraction, strideFraction);
    }

    /** The same with another step. */
    public Occlusion withStrideFraction(double newStrideFraction) {
        return new Occlusion(windowFraction, newStrideFraction);
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
