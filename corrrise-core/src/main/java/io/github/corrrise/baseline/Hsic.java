package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;

/** HSIC, as {@link Baseline#hsic()} describes it. */
record Hsic(int cellsPerSide, int maskCount) implements Baseline {
    private static final SaliencyMap.Scale SCALE = Maps.unsigned("HSIC");

    Hsic {
        Checks.atLeast(1, cellsPerSide, "cellsPerSide");
        Checks.atLeast(2, maskCount, "maskCount");
    }

    @Override
    public int maskCount(FaceSize size) {
        return maskCount;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        Cells cells = new Cells(cellsPerSide);
        cells.requireFit(verifier.inputSize());
        CellMasks masks = new CellMasks(cells, this::rows);
        return new MaskedMethod("HSIC", this, verifier, run, masks, this::map);
    }

    private double[][] rows(long seed, long firstIndex, int count) {
        double[][] rows =
                new LatinHypercube(maskCount, cellsPerSide * cellsPerSide)
                        .points(seed, firstIndex, count);
        for (double[] row : rows) {
            for (int cell = 0; cell < row.length; cell++) {
                row[cell] = row[cell] < 0.5 ? 0 : 1;
            }
        }
        return rows;
    }

    /*
     * With u = 2 z - 1 the kernel of a cell is u_i u_j / 2, so the trace is u' H L H u / 2: the
     * quadratic form of L in the centred u, summed row by row without keeping L.
     */
    private SaliencyMap map(SideScores scores) {
        Cells cells = new Cells(cellsPerSide);
        double[][] rows = rows(scores.seed(), 0, maskCount);
        int[] scored = scores.scored();
        double[] similarities = Arrays.stream(scored).mapToDouble(scores::score).toArray();
        double[][] centred = new double[cells.count()][scored.length];
        for (int cell = 0; cell < centred.length; cell++) {
            double shown = 0;
            for (int i : scored) {
                shown += rows[i][cell];
            }
            double mean = shown / scored.length;
            for (int i = 0; i < scored.length; i++) {
                centred[cell][i] = 2 * (rows[scored[i]][cell] - mean);
            }
        }
        double[] dependence = dependence(centred, similarities);
        return Maps.of(scores.size(), SCALE, cells.spread(dependence, scores.size()));
    }

    private static double[] dependence(double[][] centred, double[] similarities) {
        double[] dependence = new double[centred.length];
        int count = similarities.length;
        double mean = Arrays.stream(similarities).average().orElseThrow();
        double variance =
                Arrays.stream(similarities).map(s -> (s - mean) * (s - mean)).sum() / (count - 1);
        double[] kernel = new double[count];
        for (int i = 0; i < count && variance > 0; i++) {
            for (int j = 0; j < count; j++) {
                double difference = similarities[i] - similarities[j];
                kernel[j] = Math.exp(-difference * difference / (2 * variance));
            }
            for (int cell = 0; cell < centred.length; cell++) {
                double sum = 0;
                for (int j = 0; j < count; j++) {
                    sum += kernel[j] * centred[cell][j];
                }
                dependence[cell] += centred[cell][i] * sum;
            }
        }
        for (int cell = 0; cell < centred.length; cell++) {
            boolean varies = Arrays.stream(centred[cell]).anyMatch(value -> value != 0);
            // A sum of squares in theory; rounding must not make it negative.
            double scaled = Math.max(0, dependence[cell]) / (2.0 * (count - 1) * (count - 1));
            dependence[cell] = varies ? scaled : Double.NaN;
        }
        return dependence;
    }
}
