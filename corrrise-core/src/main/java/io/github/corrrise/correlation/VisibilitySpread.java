package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Standard deviation of visibility within strata, from sums that are exact for 0 and 1. */
final class VisibilitySpread {
    private final FloatBuffer buffer;
    private final double[][] sum;
    private final double[] square;
    private final int[] members;

    VisibilitySpread(FaceSize size, int[] strata) {
        int stratumCount = Arrays.stream(strata).max().orElse(0) + 1;
        this.buffer = FloatBuffer.allocate(size.pixelCount());
        this.sum = new double[stratumCount][size.pixelCount()];
        this.square = new double[size.pixelCount()];
        this.members = new int[stratumCount];
    }

    void add(MaskBatch masks, int i, int stratum) {
        masks.writeVisibility(i, buffer.clear());
        float[] visibility = buffer.array();
        members[stratum]++;
        for (int p = 0; p < visibility.length; p++) {
            sum[stratum][p] += visibility[p];
            square[p] += (double) visibility[p] * visibility[p];
        }
    }

    double[] values() {
        int count = Arrays.stream(members).sum();
        double[] spread = new double[square.length];
        for (int p = 0; p < spread.length; p++) {
            double between = 0;
            for (int g = 0; g < members.length; g++) {
                between += members[g] == 0 ? 0 : sum[g][p] * sum[g][p] / members[g];
            }
            double variance = (square[p] - between) / count;
            // A soft pixel that never varies leaves rounding noise, not a spread.
            spread[p] = variance > 1e-9 ? Math.sqrt(variance) : 0;
        }
        return spread;
    }
}
