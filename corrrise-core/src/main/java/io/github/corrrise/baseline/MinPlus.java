package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/** MinPlus in one step, as {@link Baseline#minPlus()} describes it. */
record MinPlus(int spotsPerSide, double sigmaFraction) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("similarity of a spot");

    MinPlus {
        spots(spotsPerSide, sigmaFraction);
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
