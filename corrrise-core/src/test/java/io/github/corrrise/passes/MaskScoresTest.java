package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskScoresTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);

    private static double[] half(MaskGenerator masks, int from) {
        double[] scores = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        return Arrays.stream(MaskScores.of(masks, SIZE, 1, scores).everySecond(from).line(0))
                .filter(score -> !Double.isNaN(score))
                .toArray();
    }

    @Test
    void halvesTakeTurns() {
        PatchMasks masks = new PatchMasks(2, 0.3);
        assertThat(half(masks, 0)).containsExactly(0, 2, 4, 6, 8);
        assertThat(half(masks, 1)).containsExactly(1, 3, 5, 7);
    }

    /** Else the default's halves would hold masks of one design each. */
    @Test
    void halvesOfAMixtureHoldAllOfItsDesigns() {
        MixedMasks two = MixedMasks.of(new PatchMasks(2, 0.3), new PatchMasks(5, 0.2));
        assertThat(half(two, 0)).containsExactly(0, 1, 4, 5, 8);
        assertThat(half(two, 1)).containsExactly(2, 3, 6, 7);
    }
}
