package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/**
 * LIME for pairs: show or hide superpixels of one face at random, and fit the similarity by a
 * weighted linear model of which are shown.
 *
 * <pre>
 * (b, beta) = argmin sum_i pi_i (s_i - b - beta . z_i)^2 + ridge |beta|^2
 * pi_i = exp(-d_i^2 / (2 width^2)),   d_i = 1 - sqrt(share of z_i shown)</pre>
 *
 * <p>z_i(c) is 1 where mask i shows superpixel c, 0 where it hides it, each with chance 1/2; s_i is
 * the similarity under it; d_i the cosine distance of z_i to the whole face, which itself is one of
 * the rows. The value of a pixel is the beta of its superpixel: what showing it adds to the
 * similarity, in its unit. Where every mask scores as the whole faces do, the map is 0 everywhere;
 * a superpixel that no scored mask hides counts as defined, its value 0.
 *
 * <p>Source: M. Ribeiro, S. Singh, C. Guestrin, "Why Should I Trust You?", KDD 2016,
 * arXiv:1602.04938, with the settings of the authors' code for images: 1,000 masks, width 0.25,
 * ridge 1. Superpixels here are the cells of a regular grid, the same for both faces, where that
 * code segments by colour: faces are aligned, and maps of two faces can be compared cell by cell.
 * Its fill is the mean colour of each superpixel; here it is the fill of the run, the same for all
 * methods. Cost: N passes per side, and N d^2 + d^3 steps for d superpixels.
 *
 * @param cellsPerSide superpixels along each side, at least 1 and at most the face's shorter side
 * @param maskCount N, at least 2; a run takes at most 1,000,000
 * @param kernelWidth width of the weighting, above 0
 * @param ridge penalty of the coefficients, above 0
 * @since 0.1.0
 */
public record Lime(int cellsPerSide, int maskCount, double kernelWidth, double ridge)
        implements Baseline {
    private static final MapScale SCALE = Maps.signed("similarity a superpixel");

    /** Checks the ranges. */
    public Lime {
        Checks.atLeast(1, cellsPerSide, "cellsPerSide");
        Checks.atLeast(2, maskCount, "maskCount");
        Checks.insideOpen(0.0, Double.POSITIVE_INFINITY, kernelWidth, "kernelWidth");
        Checks.insideOpen(0.0, Double.POSITIVE_INFINITY, ridge, "ridge");
    }

    /** 49 superpixels, 1,000 masks, width 0.25, ridge 1. */
    public static Lime defaults() {
        return new Lime(7, 1000, 0.25, 1.0);
    }

    /** The same with other superpixels. */
    public Lime withCellsPerSide(int newCellsPerSide) {
        return new Lime(newCellsPerSide, maskCount, kernelWidth, ridge);
    }

    /** The same with another number of masks. */
    public Lime withMaskCount(int newMaskCount) {
        return new Lime(cellsPerSide, newMaskCount, kernelWidth, ridge);
    }

    /** The same with another weighting. */
    public Lime withKernelWidth(double newKernelWidth) {
        return new Lime(cellsPerSide, maskCount, newKernelWidth, ridge);
    }

    /** The same with another penalty. */
    public Lime withRidge(double newRidge) {
        return new Lime(cellsPerSide, maskCount, kernelWidth, newRidge);
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
