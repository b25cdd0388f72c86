package io.github.corrrise.saliency;

import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.mask.MaskBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Sweeps once over all masks of a run and adds them up with weights, by whichever kernel. */
final class MaskSums {
    private MaskSums() {}

    /** Looks at each tile of masks and at what the kernel holds of it. */
    @FunctionalInterface
    interface TileStep {
        void run(DenseKernel kernel, int first, int count);
    }

    /** Visible sums [vector][pixel] by a kernel that was resolved. */
    static double[][] visible(MaskScores scores, double[][] weights, CorrelationKernel kernel) {
        double[][] sums = new double[weights.length][scores.size().pixelCount()];
        if (kernel.takesIndex()) {
            for (int first = 0; first < scores.maskCount(); first += scores.indexed()) {
                scores.index(first).addVisible(weights, first, sums);
            }
        } else {
            overTiles(
                    scores,
                    kernel,
                    (dense, first, count) -> dense.accumulate(count, weights, first, sums));
        }
        return sums;
    }

    /** Mean visibility of each pixel over some of the masks, at least one. */
    static float[] meanVisibility(MaskScores scores, boolean[] used, CorrelationKernel kernel) {
        int usedCount = 0;
        for (boolean one : used) {
            usedCount += one ? 1 : 0;
        }
        double[] visible;
        if (scores.isBinary()) {
            visible = visibleCounts(scores, used, usedCount);
        } else {
            double[] weights = new double[used.length];
            Arrays.setAll(weights, mask -> used[mask] ? 1 : 0);
            visible = visible(scores, new double[][] {weights}, kernel)[0];
        }
        float[] mean = new float[visible.length];
        for (int p = 0; p < mean.length; p++) {
            mean[p] = (float) Math.min(1, Math.max(0, visible[p] / usedCount));
        }
        return mean;
    }

    /** Hidden runs only mark their ends; their sum along the pixels counts what is hidden. */
    private static double[] visibleCounts(MaskScores scores, boolean[] used, int usedCount) {
        int pixelCount = scores.size().pixelCount();
        int[] change = new int[pixelCount + 1];
        for (int first = 0; first < used.length; first += MaskScores.SWEEP) {
            int count = Math.min(MaskScores.SWEEP, used.length - first);
            MaskBatch masks = scores.draw(first, count);
            for (int i = 0; i < count; i++) {
                if (used[first + i]) {
                    int[] runs = masks.hiddenRuns(i);
                    for (int run = 0; run < runs.length; run += 2) {
                        change[runs[run]]++;
                        change[runs[run + 1]]--;
                    }
                }
            }
        }
        double[] visible = new double[pixelCount];
        int hidden = 0;
        for (int p = 0; p < pixelCount; p++) {
            hidden += change[p];
            visible[p] = usedCount - hidden;
        }
        return visible;
    }

    /** Writes tile after tile into a dense kernel. */
    static void overTiles(MaskScores scores, CorrelationKernel kernel, TileStep step) {
        int pixelCount = scores.size().pixelCount();
        try (DenseKernel dense =
                kernel == CorrelationKernel.ND4J
                        ? DenseKernels.nd4j(pixelCount)
                        : DenseKernels.plainJava(pixelCount)) {
            for (int first = 0; first < scores.maskCount(); first += DenseKernel.TILE_ROWS) {
                int count = Math.min(DenseKernel.TILE_ROWS, scores.maskCount() - first);
                MaskBatch masks = scores.draw(first, count);
                FloatBuffer tile = dense.tile();
                for (int i = 0; i < count; i++) {
                    masks.writeVisibility(i, tile);
                }
                step.run(dense, first, count);
            }
        }
    }
}
