package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.internal.kernel.GridNodes;
import io.github.corrrise.internal.kernel.HiddenCorners;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MaskGrid;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the masks of one side scored: the input of a method's rule. Masks are not kept; a rule that
 * needs them asks for sums over them, for which they are drawn again.
 */
final class SideScores {
    private final MaskGenerator masks;
    private final FaceSize size;
    private final long seed;
    private final double whole;
    private final double[] scores;

    /**
     * The scores of masks 0 to N - 1.
     *
     * @param masks what drew the masks
     * @param size of the face
     * @param seed of the masks
     * @param whole similarity of the whole faces
     * @param scores one a mask of the design, NaN where there is none; kept
     */
    SideScores(MaskGenerator masks, FaceSize size, long seed, double whole, double[] scores) {
        this.masks = masks;
        this.size = size;
        this.seed = seed;
        this.whole = whole;
        this.scores = scores;
    }

    FaceSize size() {
        return size;
    }

    long seed() {
        return seed;
    }

    /** Similarity of the whole faces. */
    double whole() {
        return whole;
    }

    int maskCount() {
        return scores.length;
    }

    /** Similarity under a mask; NaN where there is none. */
    double score(int mask) {
        return scores[mask];
    }

    /** How much similarity is lost with what a mask hides; NaN where it has no score. */
    double loss(int mask) {
        return whole - scores[mask];
    }

    boolean isScored(int mask) {
        return !Double.isNaN(scores[mask]);
    }

    /** The masks that have a score, ascending. */
    int[] scored() {
        return IntStream.range(0, scores.length).filter(this::isScored).toArray();
    }

    /** A weight a mask; 0 for those without a score. */
    double[] weights(IntToDoubleFunction ofMask) {
        double[] weights = new double[scores.length];
        Arrays.setAll(weights, mask -> isScored(mask) ? ofMask.applyAsDouble(mask) : 0);
        return weights;
    }

    /** Weighted sums of visibility, [vector][pixel]. */
    double[][] visibleSums(double[]... weights) {
        double[][] sums = new double[weights.length][size.pixelCount()];
        for (int first = 0; first < scores.length; first += DenseKernel.TILE_ROWS) {
            int count = Math.min(DenseKernel.TILE_ROWS, scores.length - first);
            MaskBatch batch = MaskBatch.drawnBy(masks, first, count, size, seed);
            switch (batch.form()) {
                case BINARY -> corners(batch).addVisible(weights, first, sums);
                case GRID -> nodes(batch).addVisible(weights, first, sums);
                case SOFT -> addDense(batch, weights, first, sums);
            }
        }
        return sums;
    }

    private static void addDense(MaskBatch batch, double[][] weights, int first, double[][] sums) {
        try (DenseKernel dense = DenseKernels.plainJava(batch.size().pixelCount())) {
            FloatBuffer tile = dense.tile();
            for (int i = 0; i < batch.count(); i++) {
                batch.writeVisibility(i, tile);
            }
            dense.accumulate(batch.count(), weights, first, sums);
        }
    }

    private static HiddenCorners corners(MaskBatch batch) {
        int[][] runs = new int[batch.count()][];
        Arrays.setAll(runs, batch::hiddenRuns);
        return HiddenCorners.of(runs, batch.size().height(), batch.size().width());
    }

    private static GridNodes nodes(MaskBatch batch) {
        int[][] cells = new int[batch.count()][];
        int[][] places = new int[cells.length][];
        for (int i = 0; i < cells.length; i++) {
            MaskGrid grid = batch.grid(i);
            cells[i] = new int[] {grid.cellHeight(), grid.cellWidth()};
            places[i] = grid.visiblePlaces();
        }
        return new GridNodes(cells, places, batch.size().height(), batch.size().width());
    }

    /** Weighted sums of what is hidden, 1 less visibility, [vector][pixel]. */
    double[][] hiddenSums(double[]... weights) {
        double[][] sums = visibleSums(weights);
        for (int vector = 0; vector < sums.length; vector++) {
            double total = Arrays.stream(weights[vector]).sum();
            for (int pixel = 0; pixel < sums[vector].length; pixel++) {
                sums[vector][pixel] = total - sums[vector][pixel];
            }
        }
        return sums;
    }
}
