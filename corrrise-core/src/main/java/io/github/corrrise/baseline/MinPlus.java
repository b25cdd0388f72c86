package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/**
 * MinPlus in one step: the similarity that is lost when a soft spot is removed from the whole face
 * ("minus"), and the similarity that is gained when the spot alone is shown ("plus"), averaged.
 *
 * <pre>
 * S(k) = ((s - s_k-) + (s_k+ - s_0)) / 2
 * minus: M(y, x) = 1 - g_k(y, x),   plus: M(y, x) = g_k(y, x),   g_k = Gaussian of height 1 about centre k
 * </pre>
 *
 * <p>s is the similarity of the whole faces, s_k- that with spot k removed, s_k+ that of spot k
 * alone, s_0 that of the hidden face. The values S(k) on the grid of centres are enlarged
 * bilinearly. S has the unit of the similarity. Where one of the two has no score the other stands
 * alone; without s_0 no spot has a plus. Where neither has one, the pixels nearest to k are
 * undefined, and the enlargement takes S(k) as 0, which pulls the values around them towards 0.
 *
 * <p>Source: D. Mery, True Black-Box Explanation in Facial Analysis, CVPR Workshops 2022. What is
 * here are the paper's one-step maps (S0- and S0+) and their average (AVG). Left out: the iteration
 * that goes on removing (or adding) the best spot until the score crosses a threshold (S1), which
 * cannot be run in batches; the scaling of the two maps to [0, 1] before they are averaged, which
 * would lose the sign. The width of the spot and the step of the grid could not be confirmed; the
 * defaults are this library's. Cost: 2 n^2 + 1 passes per side for n centres along each side, 393
 * by default.
 *
 * @param spotsPerSide centres along each side, at least 1 and at most the face's shorter side
 * @param sigmaFraction standard deviation of a spot as a fraction of the face's shorter side, in
 *     (0, 1]
 * @since 0.1.0
 */
public record MinPlus(int spotsPerSide, double sigmaFraction) implements Baseline {
    private static final MapScale SCALE = Maps.signed("similarity of a spot");

    /** Checks the ranges. */
    public MinPlus {
        spots(spotsPerSide, sigmaFraction);
    }

    /**
     * 14 x 14 spots, every 8 pixels on a face of 112, their standard deviation a tenth of the face.
     */
    public static MinPlus defaults() {
        return new MinPlus(14, 0.1);
    }

    /** The same with another grid. */
    public MinPlus withSpotsPerSide(int newSpotsPerSide) {
        return new MinPlus(newSpotsPerSide, sigmaFraction);
    }

    /** The same with other spots. */
    public MinPlus withSigmaFraction(double newSigmaFraction) {
        return new MinPlus(spotsPerSide, newSigmaFraction);
    }

    @Override
    public int maskCount(FaceSize size) {
        return spots(spotsPerSide, sigmaFraction).maskCount();
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        GaussianSpots spots = spots(spotsPerSide, sigmaFraction);
        spots.cells().requireFit(verifier.inputSize());
        return new MaskedMethod("MinPlus", this, verifier, run, spots, this::map);
    }

    private static GaussianSpots spots(int spotsPerSide, double sigmaFraction) {
        return new GaussianSpots(new Cells(spotsPerSide), sigmaFraction);
    }

    private SaliencyMap map(SideScores scores) {
        Cells cells = new Cells(spotsPerSide);
        double[] known = new double[cells.count()];
        float[] grid = new float[cells.count()];
        float[] weights = new float[cells.count()];
        boolean allKnown = true;
        for (int spot = 0; spot < known.length; spot++) {
            double minus = scores.loss(spot);
            double hidden = scores.score(2 * cells.count());
            double plus = scores.score(cells.count() + spot) - hidden;
            known[spot] = meanOfKnown(minus, plus);
            if (Double.isNaN(known[spot])) {
                allKnown = false;
            } else {
                grid[spot] = (float) known[spot];
                weights[spot] = 1;
            }
        }
        FaceSize size = scores.size();
        float[] enlarged = enlarged(grid, size);
        if (!allKnown) {
            // A spot without scores says nothing of its neighbours.
            float[] weight = enlarged(weights, size);
            for (int pixel = 0; pixel < enlarged.length; pixel++) {
                enlarged[pixel] = weight[pixel] > 0 ? enlarged[pixel] / weight[pixel] : 0;
            }
        }
        double[] map = new double[enlarged.length];
        for (int pixel = 0; pixel < map.length; pixel++) {
            boolean told = !Double.isNaN(known[cells.cellOf(pixel, size)]);
            map[pixel] = told ? enlarged[pixel] : Double.NaN;
        }
        return Maps.of(size, SCALE, map);
    }

    private float[] enlarged(float[] grid, FaceSize size) {
        return Resampling.bilinear(grid, spotsPerSide, spotsPerSide, size.height(), size.width());
    }

    private static double meanOfKnown(double one, double other) {
        if (Double.isNaN(one)) {
            return other;
        }
        return Double.isNaN(other) ? one : (one + other) / 2;
    }
}
