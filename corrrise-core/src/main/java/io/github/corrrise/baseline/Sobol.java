package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/** Total Sobol indices, as {@link Baseline#sobol()} describes them. */
record Sobol(int cellsPerSide, int designCount) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.unsigned("total Sobol index");

    Sobol {
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
