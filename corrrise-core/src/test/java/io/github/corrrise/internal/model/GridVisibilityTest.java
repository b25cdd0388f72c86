package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridVisibilityTest {
    private static final double VISIBLE = 0.3;

    /** Grids of 3 x 3 nodes on a face of 3 x 2: all of them under all shifts, counted. */
    @ParameterizedTest(name = "cells of {0} x {1}")
    @CsvSource({"2, 2", "3, 2", "2, 1", "5, 4"})
    void momentsAreThoseOfAllGrids(int cellHeight, int cellWidth) {
        FaceSize size = new FaceSize(3, 2);
        double[] mean = new double[6];
        double[][] both = new double[6][6];
        for (int shift = 0; shift < cellHeight * cellWidth; shift++) {
            for (int nodes = 0; nodes < 512; nodes++) {
                BitSet visible = BitSet.valueOf(new long[] {nodes});
                float[] mask =
                        enlarged(
                                size,
                                new MaskBatch.Grid(
                                        cellHeight,
                                        cellWidth,
                                        shift / cellWidth,
                                        shift % cellWidth,
                                        3,
                                        visible));
                double chance =
                        Math.pow(VISIBLE, visible.cardinality())
                                * Math.pow(1 - VISIBLE, 9 - visible.cardinality())
                                / (cellHeight * cellWidth);
                for (int p = 0; p < 6; p++) {
                    mean[p] += chance * mask[p];
                    for (int q = 0; q < 6; q++) {
                        both[p][q] += chance * mask[p] * mask[q];
                    }
                }
            }
        }
        GridVisibility grids = new GridVisibility(3, 2, cellHeight, cellWidth, VISIBLE);
        double[] covariances = new double[6];
        for (int p = 0; p < 6; p++) {
            grids.covariances(p, IntStream.range(0, 6).toArray(), covariances);
            assertThat(mean[p]).isCloseTo(VISIBLE, within(1e-6));
            assertThat(grids.variance(p)).isEqualTo(covariances[p]);
            for (int q = 0; q < 6; q++) {
                assertThat(covariances[q]).isCloseTo(both[p][q] - mean[p] * mean[q], within(1e-6));
            }
        }
    }

    private static float[] enlarged(FaceSize size, MaskBatch.Grid grid) {
        FloatBuffer mask = FloatBuffer.allocate(size.pixelCount());
        MaskBatch.ofGrids(0, size, grid).writeVisibility(0, mask);
        return mask.array();
    }

    /** What the generator draws, over three cells: 20,000 masks leave an error of 0.0018. */
    @Test
    void momentsAreTheLimitOfDrawnMasks() {
        FaceSize size = new FaceSize(20, 16);
        GridMasks masks = new GridMasks(6, VISIBLE);
        MaskBatch batch = masks.generate(0, 20_000, size, 4);
        int[] others = {0, 1, 2, 3, 5, 7, 16, 17, 33, 48, 64, 66, 99, 128, 319};
        double[] covariances = new double[others.length];
        new GridVisibility(20, 16, masks.cellHeight(size), masks.cellWidth(size), VISIBLE)
                .covariances(17, others, covariances);
        for (int k = 0; k < others.length; k++) {
            double sum = 0;
            for (int i = 0; i < batch.count(); i++) {
                sum +=
                        (batch.at(i, 1, 1) - VISIBLE)
                                * (batch.at(i, others[k] / 16, others[k] % 16) - VISIBLE);
            }
            assertThat(sum / batch.count()).isCloseTo(covariances[k], within(0.006));
        }
    }
}
