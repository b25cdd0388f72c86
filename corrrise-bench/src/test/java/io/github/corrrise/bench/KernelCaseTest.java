package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import org.junit.jupiter.api.Test;

class KernelCaseTest {
    private static final int MASKS = 300;
    private static final FaceSize SIZE = FaceSize.ARCFACE;

    /** Of the masks of the case; rows of a dense tile that are summed again count again. */
    @Test
    void everyRivalSumsItsMasks() {
        assertSums(new KernelCase(MASKS, 2).hiddenCorners(), PatchMasks.published(), MASKS);
        assertSums(new KernelCase(MASKS, 2).gridNodes(), GridMasks.defaults(), MASKS);
        int rows = DenseKernel.TILE_ROWS;
        try (DenseKernel kernel = KernelCase.filled(DenseKernels.plainJava(SIZE.pixelCount()))) {
            assertSums(new KernelCase(MASKS, 2).dense(kernel), PatchMasks.published(), rows);
        }
    }

    private static void assertSums(double[][] sums, MaskGenerator generator, int distinct) {
        double[][] weights = KernelCase.weights(MASKS, 2);
        MaskBatch masks = generator.generate(0, distinct, SIZE, KernelCase.SEED);
        for (int pixel = 0; pixel < SIZE.pixelCount(); pixel += 1_001) {
            for (int v = 0; v < weights.length; v++) {
                double sum = 0;
                for (int i = 0; i < MASKS; i++) {
                    int row = pixel / SIZE.width();
                    sum += weights[v][i] * masks.at(i % distinct, row, pixel % SIZE.width());
                }
                assertThat(sums[v][pixel]).isCloseTo(sum, within(1e-6));
            }
        }
    }
}
