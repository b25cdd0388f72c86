package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/** LIME for pairs, as {@link Baseline#lime()} describes it. */
record Lime(int cellsPerSide, int maskCount, double kernelWidth, double ridge) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.signed("similarity a superpixel");

    Lime {
        Checks.atLeast(1, cellsPerSide, "cellsPerSide");
        Checks.atLeast(2, maskCount, "maskCount");
        Checks.insideOpen(0.0, Double.POSITIVE_INFINITY, kernelWidth, "kernelWidth");
        Checks.insideOpen(0.0, Double.POSITIVE_INFINITY, ridge, "ridge");
    }

    @Override
    public int maskCount(FaceSize size) {
        return maskCount;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        Cells cells = new Cells(cellsPerSide);
        cells.requireFit(verifier.inputSize());
        CellMasks masks = new CellMasks(cells, this::coins);
        return new MaskedMethod("LIME", this, verifier, run, masks, this::map);
    }

    private double[][] coins(long seed, long firstIndex, int count) {
        double[][] rows = new double[count][cellsPerSide * cellsPerSide];
        for (int i = 0; i < count; i++) {
            CounterRandom random = new CounterRandom(seed, firstIndex + i);
            for (int cell = 0; cell < rows[i].length; cell++) {
                rows[i][cell] = random.nextDouble() < 0.5 ? 1 : 0;
            }
        }
        return rows;
    }

    private SaliencyMap map(SideScores scores) {
        Cells cells = new Cells(cellsPerSide);
        WeightedRidge fit = new WeightedRidge(cells.count());
        double[] whole = new double[cells.count()];
        Arrays.fill(whole, 1);
        fit.add(whole, scores.whole(), 1);
        double[][] rows = coins(scores.seed(), 0, maskCount);
        for (int i : scores.scored()) {
            fit.add(rows[i], scores.score(i), nearness(rows[i]));
        }
        return Maps.of(scores.size(), SCALE, cells.spread(fit.coefficients(ridge), scores.size()));
    }

    private double nearness(double[] shown) {
        double distance = 1 - Math.sqrt(Arrays.stream(shown).average().orElseThrow());
        return Math.exp(-distance * distance / (2 * kernelWidth * kernelWidth));
    }
}
