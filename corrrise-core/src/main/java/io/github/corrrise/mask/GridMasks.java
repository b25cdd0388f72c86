package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.BitSet;

/**
 * RISE's masks: a coarse grid of random zeros and ones, enlarged bilinearly and shifted at random
 * by less than a cell.
 *
 * <p>A pixel at (y, x) reads the grid at ((y + dy) / cellHeight, (x + dx) / cellWidth), cells of
 * ceil(side / cellCount) pixels, dy and dx uniform over one cell. The nodes of the grid are
 * independent and visible with the given probability, so that probability is the mean visibility of
 * every pixel.
 *
 * <p>Source: V. Petsiuk, A. Das, K. Saenko, RISE, BMVC 2018, arXiv:1806.07421. Cost: about a
 * microsecond a mask, and a few more each time it is enlarged.
 *
 * @param cellCount cells along each side, at least 1 and at most the face's shorter side
 * @param visibleProbability chance of a node to be visible, in (0, 1)
 * @since 0.1.0
 */
public record GridMasks(int cellCount, double visibleProbability) implements MaskGenerator {
    /** Checks the ranges. */
    public GridMasks {
        Checks.atLeast(1, cellCount, "cellCount");
        Checks.insideOpen(0.0, 1.0, visibleProbability, "visibleProbability");
    }

    /** RISE's own setting: 7 cells, half of them visible. */
    public static GridMasks defaults() {
        return new GridMasks(7, 0.5);
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.firstIndex(firstIndex, count);
        Checks.inside(1, size.shorterSide(), cellCount, "cellCount");
        MaskBatch.Grid[] grids = new MaskBatch.Grid[count];
        for (int i = 0; i < count; i++) {
            grids[i] = grid(new CounterRandom(seed, firstIndex + i), size);
        }
        return MaskBatch.ofGrids(firstIndex, size, grids);
    }

    /** Height of a cell on a face of this size, in whole pixels. */
    public int cellHeight(FaceSize size) {
        return (size.height() + cellCount - 1) / cellCount;
    }

    /** Width of a cell on a face of this size, in whole pixels. */
    public int cellWidth(FaceSize size) {
        return (size.width() + cellCount - 1) / cellCount;
    }

    /** As many nodes as the largest shift needs. */
    private MaskBatch.Grid grid(CounterRandom random, FaceSize size) {
        int cellHeight = cellHeight(size);
        int cellWidth = cellWidth(size);
        int columnCount = (size.width() + cellWidth - 2) / cellWidth + 2;
        int rowCount = (size.height() + cellHeight - 2) / cellHeight + 2;
        BitSet visible = new BitSet(rowCount * columnCount);
        for (int node = 0; node < rowCount * columnCount; node++) {
            visible.set(node, random.nextDouble() < visibleProbability);
        }
        int down = random.nextInt(cellHeight);
        int right = random.nextInt(cellWidth);
        return new MaskBatch.Grid(cellHeight, cellWidth, down, right, columnCount, visible);
    }
}
