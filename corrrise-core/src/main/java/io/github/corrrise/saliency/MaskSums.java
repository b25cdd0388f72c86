package io.github.corrrise.saliency;

import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.internal.kernel.HiddenRunSums;
import io.github.corrrise.mask.MaskBatch;
import java.nio.FloatBuffer;

/** Sweeps once over all masks of a run and adds them up with weights, by whichever kernel. */
final class MaskSums {
    private MaskSums() {}

    /** Looks at each tile of soft masks and at what the kernel holds of it. */
    @FunctionalInterface
    interface TileStep {
        void run(DenseKernel kernel, int first, int count);
    }

    /** Visible sums [vector][pixel] by a kernel that was resolved. */
    static double[][] visible(MaskScores scores, double[][] weights, CorrelationKernel kernel) {
        if (kernel == CorrelationKernel.HIDDEN_RUNS) {
            return ofHiddenRuns(scores, weights);
        }
        double[][] sums = new double[weights.length][scores.size().pixelCount()];
        overTiles(
                scores,
                kernel,
                (dense, first, count) -> dense.accumulate(count, weights, first, sums));
        return sums;
    }

    /** Visible sums [vector][pixel] of binary masks. */
    static double[][] ofHiddenRuns(MaskScores scores, double[][] weights) {
        double[][] sums = new double[weights.length][scores.size().pixelCount()];
        hiddenRuns(scores, weights).addTo(sums);
        return sums;
    }

    static HiddenRunSums hiddenRuns(MaskScores scores, double[][] weights) {
        HiddenRunSums sums =
                new HiddenRunSums(scores.size().height(), scores.size().width(), weights.length);
        for (int first = 0; first < scores.maskCount(); first += MaskScores.SWEEP) {
            int count = Math.min(MaskScores.SWEEP, scores.maskCount() - first);
            sums.add(scores.corners(first, count), weights, first);
        }
        return sums;
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
