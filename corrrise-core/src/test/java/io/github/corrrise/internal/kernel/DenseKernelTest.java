package io.github.corrrise.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseKernelTest {
    private static final int PIXELS = 300;

    @Test
    void nd4jIsOffByLessThanAMillionthOfTheAbsoluteWeights() {
        try (DenseKernel kernel = DenseKernels.nd4j(PIXELS)) {
            assertSums(kernel, 1e-6);
        }
    }

    @Test
    void plainJavaSumsInDouble() {
        try (DenseKernel kernel = DenseKernels.plainJava(PIXELS)) {
            assertSums(kernel, 1e-14);
        }
    }

    /** One vector and many, weights of one sign and of both, a tile that is not full. */
    private static void assertSums(DenseKernel kernel, double share) {
        int count = DenseKernel.TILE_ROWS - 3;
        Random random = new Random(8);
        float[] rows = new float[DenseKernel.TILE_ROWS * PIXELS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextFloat();
        }
        FloatBuffer tile = kernel.tile();
        tile.put(rows);
        for (int vectorCount : new int[] {1, 70}) {
            double[][] weights = new double[vectorCount][count + 2];
            for (int v = 0; v < vectorCount; v++) {
                int kind = v % 3;
                Arrays.setAll(
                        weights[v],
                        i ->
                                kind == 0
                                        ? 1
                                        : kind == 1 ? random.nextDouble() : random.nextGaussian());
            }
            double[][] sums = new double[vectorCount][PIXELS];
            kernel.accumulate(count, weights, 2, sums);
            for (int v = 0; v < vectorCount; v++) {
                double absolute = Arrays.stream(weights[v]).map(Math::abs).sum();
                for (int pixel = 0; pixel < PIXELS; pixel++) {
                    double sum = 0;
                    for (int i = 0; i < count; i++) {
                        sum += weights[v][2 + i] * rows[i * PIXELS + pixel];
                    }
                    assertThat(sums[v][pixel]).isCloseTo(sum, within(share * absolute));
                }
            }
        }
    }
}
