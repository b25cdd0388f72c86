package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;

/**
 * Masks that are constant in each cell of a grid.
 *
 * @param cells the grid
 * @param design the visibility of every cell in every mask
 */
record CellMasks(Cells cells, Design design) implements MaskGenerator {
    /** Visibility by mask and cell, a pure function of seed and index. */
    @FunctionalInterface
    interface Design {
        /** [mask][cell], each in [0, 1]. */
        double[][] rows(long seed, long firstIndex, int count);
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, count, "count");
        cells.requireFit(size);
        double[][] rows = design.rows(seed, firstIndex, count);
        float[] visibility = new float[Math.multiplyExact(count, size.pixelCount())];
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            int cell = cells.cellOf(pixel, size);
            for (int i = 0; i < count; i++) {
                visibility[i * size.pixelCount() + pixel] = (float) rows[i][cell];
            }
        }
        return MaskBatch.ofVisibility(firstIndex, size, visibility);
    }
}
