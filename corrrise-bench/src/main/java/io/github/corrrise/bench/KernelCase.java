package io.github.corrrise.bench;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.GridNodes;
import io.github.corrrise.internal.kernel.HiddenCorners;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Some vectors of weights over masks on 112 x 112 and the weighted sums of visibility, by each
 * kernel on what it is made for: published patches by the corners of hidden regions, RISE's grids
 * by their nodes, any masks by dense products. Masks are drawn and indexed, tiles filled already.
 */
final class KernelCase {
    private static final FaceSize SIZE = FaceSize.ARCFACE;

    /** Of the masks. */
    static final long SEED = 7;

    private final int maskCount;
    private final double[][] weights;
    private final double[][] sums;
    private final HiddenCorners corners;
    private final GridNodes nodes;

    KernelCase(int maskCount, int vectorCount) {
        this.maskCount = maskCount;
        this.weights = weights(maskCount, vectorCount);
        this.sums = new double[vectorCount][SIZE.pixelCount()];
        this.corners = corners(PatchMasks.published().generate(0, maskCount, SIZE, SEED));
        this.nodes = nodes(GridMasks.defaults().generate(0, maskCount, SIZE, SEED));
    }

    /** [vector][mask]. */
    static double[][] weights(int maskCount, int vectorCount) {
        double[][] weights = new double[vectorCount][maskCount];
        SplittableRandom random = new SplittableRandom(3);
        for (double[] vector : weights) {
            Arrays.setAll(vector, i -> random.nextDouble() - 0.5);
        }
        return weights;
    }

    /** [vector][pixel]: the sums so far, with those of this call. */
    double[][] hiddenCorners() {
        corners.addVisible(weights, 0, sums);
        return sums;
    }

    /** The same of grids. */
    double[][] gridNodes() {
        nodes.addVisible(weights, 0, sums);
        return sums;
    }

    /** The same by a dense kernel, its tile taken for every tile of the masks. */
    double[][] dense(DenseKernel kernel) {
        for (int first = 0; first < maskCount; first += DenseKernel.TILE_ROWS) {
            int count = Math.min(DenseKernel.TILE_ROWS, maskCount - first);
            kernel.accumulate(count, weights, first, sums);
        }
        return sums;
    }

    /** A dense kernel whose tile holds masks. */
    static DenseKernel filled(DenseKernel kernel) {
        MaskBatch masks = PatchMasks.published().generate(0, DenseKernel.TILE_ROWS, SIZE, SEED);
        FloatBuffer tile = kernel.tile();
        for (int i = 0; i < masks.count(); i++) {
            masks.writeVisibility(i, tile);
        }
        return kernel;
    }

    private static HiddenCorners corners(MaskBatch masks) {
        int[][] runs = new int[masks.count()][];
        Arrays.setAll(runs, masks::hiddenRuns);
        return HiddenCorners.of(runs, SIZE.height(), SIZE.width());
    }

    private static GridNodes nodes(MaskBatch masks) {
        int[][] cells = new int[masks.count()][];
        int[][] places = new int[masks.count()][];
        for (int i = 0; i < cells.length; i++) {
            MaskBatch.Grid grid = masks.grid(i);
            cells[i] = new int[] {grid.cellHeight(), grid.cellWidth()};
            places[i] = grid.visiblePlaces();
        }
        return new GridNodes(cells, places, SIZE.height(), SIZE.width());
    }
}
