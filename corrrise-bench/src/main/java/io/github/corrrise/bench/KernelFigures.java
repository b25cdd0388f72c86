package io.github.corrrise.bench;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.internal.kernel.GridNodes;
import io.github.corrrise.internal.kernel.HiddenCorners;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGrid;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.CorrelationKernel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Milliseconds of the sums that a map consists of, published masks on 112 x 112: weights summed at
 * the corners of hidden regions, and dense products in ND4J on tiles of 256 masks that are filled
 * already, which cost the same whatever masks fill them; RISE's grids by their nodes; beside them a
 * whole map with its standard errors and one with significance, the textbook double loop, and the
 * floor of a dense kernel, every mask value read once.
 */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = "Milliseconds of the sums over masks, by each kernel.")
final class KernelFigures implements Callable<Integer> {
    private static final FaceSize SIZE = FaceSize.ARCFACE;

    /** Read by none of these figures; taken so that every figure takes the same. */
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private SharedModel shared = new SharedModel();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        lines.line("structured500Ms", structured(500));
        lines.line("structured5000Ms", structured(5000));
        lines.line("grid500Ms", grid(500, 1, 1_000));
        lines.line("grid1000Vectors128Ms", grid(1000, 128, 15));
        if (DenseKernels.nd4jAvailable()) {
            lines.line("dense500Ms", dense(500, 1, 3_000));
            lines.line("dense1000Ms", dense(1000, 1, 600));
            lines.line("dense5000Ms", dense(5000, 1, 60));
            lines.line("dense1000Vectors128Ms", dense(1000, 128, 15));
        }
        CorrelationCase some = new CorrelationCase(500);
        lines.line("map500Ms", Medians.ms(30, () -> some.map(CorrelationKernel.HIDDEN_RUNS)));
        lines.line(
                "mapWithSignificance500Ms",
                Medians.ms(15, () -> some.mapWithSignificance(CorrelationKernel.HIDDEN_RUNS)));
        lines.line("floor500Ms", Medians.ms(300, some::floor));
        lines.line("textbook500Ms", Medians.ms(3, some::textbook));
        return 0;
    }

    private static double structured(int maskCount) {
        MaskBatch masks = PatchMasks.published().generate(0, maskCount, SIZE, 7);
        int[][] runs = new int[maskCount][];
        Arrays.setAll(runs, masks::hiddenRuns);
        HiddenCorners corners = HiddenCorners.of(runs, SIZE.height(), SIZE.width());
        double[][] weights = weights(1, maskCount);
        double[][] sums = new double[1][SIZE.pixelCount()];
        return Medians.ms(3_000, () -> corners.addVisible(weights, 0, sums));
    }

    private static double grid(int maskCount, int vectorCount, int rounds) {
        MaskBatch masks = GridMasks.defaults().generate(0, maskCount, SIZE, 7);
        int[][] cells = new int[maskCount][];
        int[][] places = new int[maskCount][];
        for (int i = 0; i < maskCount; i++) {
            MaskGrid grid = masks.grid(i);
            cells[i] = new int[] {grid.cellHeight(), grid.cellWidth()};
            places[i] = grid.visiblePlaces();
        }
        GridNodes nodes = new GridNodes(cells, places, SIZE.height(), SIZE.width());
        double[][] weights = weights(vectorCount, maskCount);
        double[][] sums = new double[vectorCount][SIZE.pixelCount()];
        return Medians.ms(rounds, () -> nodes.addVisible(weights, 0, sums));
    }

    private static double dense(int maskCount, int vectorCount, int rounds) {
        MaskBatch masks = PatchMasks.published().generate(0, DenseKernel.TILE_ROWS, SIZE, 7);
        double[][] weights = weights(vectorCount, maskCount);
        double[][] sums = new double[vectorCount][SIZE.pixelCount()];
        try (DenseKernel kernel = DenseKernels.nd4j(SIZE.pixelCount())) {
            FloatBuffer tile = kernel.tile();
            for (int i = 0; i < DenseKernel.TILE_ROWS; i++) {
                masks.writeVisibility(i, tile);
            }
            return Medians.ms(
                    rounds,
                    () -> {
                        for (int first = 0; first < maskCount; first += DenseKernel.TILE_ROWS) {
                            int count = Math.min(DenseKernel.TILE_ROWS, maskCount - first);
                            kernel.accumulate(count, weights, first, sums);
                        }
                    });
        }
    }

    private static double[][] weights(int vectorCount, int maskCount) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] weights = new double[vectorCount][maskCount];
        for (double[] vector : weights) {
            Arrays.setAll(vector, i -> random.nextDouble() - 0.5);
        }
        return weights;
    }
}
