package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskMomentsTest {
    private static final FaceSize SIZE = new FaceSize(8, 9);

    static List<MaskGenerator> generatorsOfKnownMoments() {
        return List.of(
                new PatchMasks(3, 0.4),
                new PatchMasks(3, 0.4).withPoissonCount(),
                MixedMasks.of(new PatchMasks(2, 0.5), new PatchMasks(5, 0.3)),
                new GridMasks(3, 0.4),
                new SplitMasks(
                        new PatchMasks(2, 0.6),
                        MixedMasks.of(new PatchMasks(2, 0.5), new PatchMasks(5, 0.3)),
                        0.4));
    }

    /** 8,192 masks know a spread to 1 / sqrt(2 x 8,192), a correlation to 1 / sqrt(8,192). */
    @ParameterizedTest
    @MethodSource("generatorsOfKnownMoments")
    void exactMomentsAreTheLimitOfSimulatedOnes(MaskGenerator masks) {
        MaskMoments exact = MaskMoments.of(masks, SIZE, MaskCache.ofBytes(0));
        MaskMoments simulated = MaskMoments.simulated(masks, SIZE);
        assertThat(exact.simulationVariance()).isZero();
        assertThat(simulated.simulationVariance()).isEqualTo(1 / 8192.0);
        assertThat(simulated.constant()).isEqualTo(exact.constant());
        Random random = new Random(3);
        double[] coefficients = new double[exact.basis().featureCount()];
        Arrays.setAll(coefficients, k -> random.nextGaussian());
        float[] one = exact.standardised(List.of(coefficients))[0];
        float[] other = simulated.standardised(List.of(coefficients))[0];
        double largest = 0;
        for (float value : one) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int p = 0; p < one.length; p++) {
            assertThat((double) other[p]).isCloseTo(one[p], within(0.08 * largest));
            assertThat(simulated.spread(p)).isCloseTo(exact.spread(p), within(0.02));
        }
        for (int k = 0; k < coefficients.length; k++) {
            double[] unit = new double[coefficients.length];
            unit[k] = 1;
            float[] map = exact.standardised(List.of(unit))[0];
            for (int point = 0; point < exact.basis().lattice().length; point++) {
                assertThat(exact.latticeDirections()[k][point])
                        .isCloseTo(map[exact.basis().lattice()[point]], within(1e-5));
            }
        }
    }

    /** Covariances are most of what is kept: 4 bytes for each feature and pixel. */
    @Test
    void theSizeToldIsThatOfTheArrays() {
        FaceSize face = new FaceSize(60, 60);
        try (MaskCache cache = MaskCache.ofBytes(1 << 26)) {
            MaskMoments moments = MaskMoments.of(new PatchMasks(3, 0.4), face, cache);
            long features = moments.basis().featureCount();
            assertThat(cache.byteCount()).isBetween(4 * features * 3600, 2 * 4 * features * 3600);
            assertThat(MaskMoments.of(new PatchMasks(3, 0.4), face, cache)).isSameAs(moments);
        }
    }

    /** Of two strata: about the means of each. */
    @Test
    void theSpreadIsThatWithinStrata() {
        FaceSize three = new FaceSize(1, 3);
        float[] visible = {
            0.1f, 0.3f, 0, //
            0.5f, 0.3f, 1, //
            0.4f, 0.7f, 0, //
            0.8f, 0.7f, 0, //
            0.6f, 0.7f, 1
        };
        MaskBatch masks = MaskBatch.ofVisibility(0, three, visible).withStrata(0, 0, 2, 2, 2);
        VisibilitySpread spread = new VisibilitySpread(three, new int[] {0, 0, 2, 2, 2});
        for (int i = 0; i < masks.count(); i++) {
            spread.add(masks, i, masks.stratum(i));
        }
        // Squares about 0.3 and 0.6: 0.04 twice, 0.04 twice and 0; about 1/2 and 1/3.
        assertThat(spread.values())
                .containsExactly(
                        new double[] {
                            Math.sqrt(0.16 / 5), 0, Math.sqrt((0.5 + 4 / 9.0 + 2 / 9.0) / 5)
                        },
                        within(1e-7));
        assertThat(spread.values()[1]).as("never varies within a stratum").isZero();
    }
}
