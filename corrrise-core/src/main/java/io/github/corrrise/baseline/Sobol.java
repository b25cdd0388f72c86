package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/**
 * Total Sobol indices of the cells of a grid: the share of the score's variance that is due to how
 * visible a cell is, alone or together with others.
 *
 * <pre>
 * S(c) = (1 / (2 n)) sum_r (f(A_r) - f(A_r with cell c of B_r))^2 / V
 * V = variance of the f(A_r) and f(B_r)</pre>
 *
 * <p>A_r and B_r give every cell a visibility in [0, 1], uniform and independent; f is the
 * similarity of the face so masked. For a score that is additive over the cells S(c) tends to w_c^2
 * / sum w^2; with interactions the indices add up to more than 1 in the limit. It has no sign, and
 * no dissimilarity map of its own ({@link #negated()} gives one of the same importance). Equal
 * scores give 0. n counts the designs of which both scores are known; a cell that has none is
 * undefined.
 *
 * <p>Source: T. Fel, R. Cad&egrave;ne, M. Chalvidal, M. Cord, D. Vigouroux, T. Serre, Look at the
 * Variance!, NeurIPS 2021, arXiv:2111.04138; estimator of M. Jansen, Computer Physics
 * Communications 117 (1999) 35-43, doi:10.1016/S0010-4655(98)00154-4. The paper draws A and B from
 * Sobol's sequence; here they are a Latin hypercube, which the authors' code offers too: even in
 * each cell, and free of tables. V pools A and B. Left out: the smooth enlargement of the finished
 * map. Cost: n (d + 2) passes per side for d cells, 2,112 by default.
 *
 * @param cellsPerSide cells along each side, at least 1 and at most the face's shorter side
 * @param designCount n, at least 2; n (d + 2) is at most {@value MaskPlan#MOST_MASKS}
 * @since 0.1.0
 */
public record Sobol(int cellsPerSide, int designCount) implements Baseline {
    private static final MapScale SCALE = Maps.unsigned("total Sobol index");

    /** Checks the ranges. */
    public Sobol {
        Checks.atLeast(1, cellsPerSide, "cellsPerSide");
        Checks.atLeast(2, designCount, "designCount");
        double maskCount = designCount * ((double) cellsPerSide * cellsPerSide + 2);
        if (maskCount > MaskPlan.MOST_MASKS) {
            throw Checks.rejected(
                    "designCount x (cellsPerSide^2 + 2)",
                    "at most " + MaskPlan.MOST_MASKS,
                    designCount + " x (" + cellsPerSide + "^2 + 2)");
        }
    }

    /** The published setting: 8 x 8 cells, n = 32. */
    public static Sobol defaults() {
        return new Sobol(8, 32);
    }

    /** The same with other cells. */
    public Sobol withCellsPerSide(int newCellsPerSide) {
        return new Sobol(newCellsPerSide, designCount);
    }

    /** The same with another n. */
    public Sobol withDesignCount(int newDesignCount) {
        return new Sobol(cellsPerSide, newDesignCount);
    }

    @Override
    public int maskCount(FaceSize size) {
        return designCount * rowsEach();
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        Cells cells = new Cells(cellsPerSide);
        cells.requireFit(verifier.inputSize());
        CellMasks masks = new CellMasks(cells, this::rows);
        return new MaskedMethod("Sobol", this, verifier, run, masks, this::map);
    }

    /** A_r, B_r, and A_r with each cell of B_r in turn. */
    private int rowsEach() {
        return cellsPerSide * cellsPerSide + 2;
    }

    private double[][] rows(long seed, long firstIndex, int count) {
        int cellCount = cellsPerSide * cellsPerSide;
        LatinHypercube hypercube = new LatinHypercube(designCount, 2 * cellCount);
        long first = firstIndex / rowsEach();
        int designs = (int) ((firstIndex + count - 1) / rowsEach() - first) + 1;
        double[][] points = hypercube.points(seed, first, designs);
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] both = points[(int) ((firstIndex + i) / rowsEach() - first)];
            int place = (int) ((firstIndex + i) % rowsEach());
            int from = place == 1 ? cellCount : 0;
            rows[i] = Arrays.copyOfRange(both, from, from + cellCount);
            if (place >= 2) {
                rows[i][place - 2] = both[cellCount + place - 2];
            }
        }
        return rows;
    }

    private SaliencyMap map(SideScores scores) {
        Cells cells = new Cells(cellsPerSide);
        double variance = variance(scores);
        double[] indices = new double[cells.count()];
        for (int cell = 0; cell < indices.length; cell++) {
            double squares = 0;
            int pairCount = 0;
            for (int design = 0; design < designCount; design++) {
                int row = design * rowsEach();
                double difference = scores.score(row) - scores.score(row + 2 + cell);
                if (!Double.isNaN(difference)) {
                    squares += difference * difference;
                    pairCount++;
                }
            }
            indices[cell] =
                    pairCount == 0
                            ? Double.NaN
                            : variance == 0 ? 0 : squares / (2 * pairCount * variance);
        }
        return Maps.of(scores.size(), SCALE, cells.spread(indices, scores.size()));
    }

    /** Variance of the independent rows; 0 where there are fewer than two. */
    private double variance(SideScores scores) {
        double mean = 0;
        double spread = 0;
        int count = 0;
        for (int i : scores.scored()) {
            if (i % rowsEach() < 2) {
                count++;
                double delta = scores.score(i) - mean;
                mean += delta / count;
                spread += delta * (scores.score(i) - mean);
            }
        }
        return count < 2 ? 0 : spread / (count - 1);
    }
}
