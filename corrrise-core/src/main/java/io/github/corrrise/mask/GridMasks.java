package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;

/**
 * RISE's soft masks: a coarse grid of random zeros and ones, enlarged bilinearly and shifted at
 * random by less than a cell.
 *
 * <p>A pixel at (y, x) reads the grid at ((y + dy) / cellHeight, (x + dx) / cellWidth), cells of
 * ceil(side / cellCount) pixels, dy and dx uniform over one cell. The nodes of the grid are
 * independent and visible with the given probability, so that probability is the mean visibility of
 * every pixel.
 *
 * <p>Source: V. Petsiuk, A. Das, K. Saenko, RISE, BMVC 2018, arXiv:1806.07421. Cost: about 30
 * microseconds a mask of 112 x 112.
 *
 * @param cellCount cells along each side, at least 1 and at most the face's shorter side
 * @param visibleProbability chance of a node to be visible, in (0, 1)
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

    /** The same masks with another number of cells. */
    public GridMasks withCellCount(int newCellCount) {
        return new GridMasks(newCellCount, visibleProbability);
    }

    /** The same masks with another chance of being visible. */
    public GridMasks withVisibleProbability(double newVisibleProbability) {
        return new GridMasks(cellCount, newVisibleProbability);
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, count, "count");
        Checks.inside(1, size.shorterSide(), cellCount, "cellCount");
        float[] visibility = new float[Math.multiplyExact(count, size.pixelCount())];
        for (int i = 0; i < count; i++) {
            draw(new CounterRandom(seed, firstIndex + i), size, visibility, i * size.pixelCount());
        }
        return MaskBatch.ofVisibility(firstIndex, size, visibility);
    }

    private void draw(CounterRandom random, FaceSize size, float[] visibility, int from) {
        int cellHeight = (size.height() + cellCount - 1) / cellCount;
        int cellWidth = (size.width() + cellCount - 1) / cellCount;
        int nodeColumns = (size.width() + cellWidth - 2) / cellWidth + 2;
        int nodeRows = (size.height() + cellHeight - 2) / cellHeight + 2;
        float[] nodes = new float[nodeRows * nodeColumns];
        for (int node = 0; node < nodes.length; node++) {
            nodes[node] = random.nextDouble() < visibleProbability ? 1f : 0f;
        }
        int down = random.nextInt(cellHeight);
        int right = random.nextInt(cellWidth);
        for (int row = 0; row < size.height(); row++) {
            int above = (row + down) / cellHeight * nodeColumns;
            float lower = (float) ((row + down) % cellHeight) / cellHeight;
            for (int column = 0; column < size.width(); column++) {
                int left = (column + right) / cellWidth;
                float further = (float) ((column + right) % cellWidth) / cellWidth;
                float top = mix(nodes[above + left], nodes[above + left + 1], further);
                int below = above + nodeColumns + left;
                float bottom = mix(nodes[below], nodes[below + 1], further);
                visibility[from + row * size.width() + column] = mix(top, bottom, lower);
            }
        }
    }

    private static float mix(float a, float b, float share) {
        return a + share * (b - a);
    }
}
