package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.GaussianBlur;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.List;

/**
 * xFace: systematic occlusion by square patches of several sides; the deviation of the score,
 * divided by the patch's area, is added to every pixel that the patch hides.
 *
 * <pre>
 * S(y, x) = mean over sides w of (1 / n_w) sum over patches i of side w that hide (y, x) of (s - s_i) / w^2
 * </pre>
 *
 * <p>n_w patches of side w in pixels; s is the similarity of the whole faces, s_i that with patch i
 * hidden. The sum is divided by the number of all patches of a side, not of those that hide the
 * pixel, so pixels near the rim, which fewer patches hide, get less: the method is defined so. The
 * map is then blurred over one step of the grid, which takes the grid's own pattern out of it: by a
 * Gaussian of standard deviation sqrt((step^2 - 1) / 12), that of a row of step pixels. A pixel
 * that no scored patch hides is undefined; the blur takes it as 0.
 *
 * <p>Source: M. Knoche, T. Teepe, S. H&ouml;rmann, G. Rigoll, Explainable Model-Agnostic Similarity
 * and Confidence in Face Verification, WACV Workshops 2023, arXiv:2211.13735, in its variant that
 * compares each hidden face with the other face whole; the variant that averages over all pairs of
 * hidden faces needs embeddings. Their blur has a kernel as wide as the step and all but flat. Left
 * out: the scaling to [0, 1]. Patches have the side they are said to have (in the authors' code
 * they are a pixel wider), and the last place is used where it fits. Cost: one pass per patch and
 * side, 1,173 a side on a face of 112 (the authors' grid, which leaves out a last place that just
 * fits, has 1,130).
 *
 * @param patchFractions sides of the patches as fractions of the face's shorter side, each in (0,
 *     1]
 * @param strideFraction step from patch to patch, as the same fraction, in (0, 1]; sides and step
 *     are rounded to whole pixels, at least one
 * @since 0.1.0
 */
public record XFace(List<Double> patchFractions, double strideFraction) implements Baseline {
    private static final MapScale SCALE = Maps.signed("similarity lost by area");

    /** Checks the ranges; copies the list. */
    public XFace {
        patchFractions = new SlidingWindows(patchFractions, strideFraction).sideFractions();
    }

    /** The published setting: patches of 7, 14 and 28 pixels every 5 pixels on a face of 112. */
    public static XFace defaults() {
        return new XFace(List.of(1 / 16.0, 1 / 8.0, 1 / 4.0), 5 / 112.0);
    }

    /** The same with patches of other sides. */
    public XFace withPatchFractions(Double... newPatchFractions) {
        return new XFace(List.of(newPatchFractions), strideFraction);
    }

    /** The same with another step. */
    public XFace withStrideFraction(double newStrideFraction) {
        return new XFace(patchFractions, newStrideFraction);
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
