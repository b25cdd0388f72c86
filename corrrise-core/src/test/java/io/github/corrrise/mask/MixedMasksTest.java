package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.contract.MaskGeneratorContract;
import io.github.corrrise.face.FaceSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedMasksTest implements MaskGeneratorContract {
    private static final PatchMasks SMALL = new PatchMasks(4, 0.1);
    private static final PatchMasks LARGE = new PatchMasks(1, 0.3);
    private static final FaceSize SIZE = new FaceSize(40, 50);

    @Override
    public MaskGenerator masks() {
        return MixedMasks.of(SMALL, LARGE);
    }

    @Test
    void partsTakeTurnsAndAreStrata() {
        MaskBatch mixed = MixedMasks.of(SMALL, LARGE).generate(7, 6, SIZE, 3);
        for (int i = 0; i < 6; i++) {
            PatchMasks part = (7 + i) % 2 == 0 ? SMALL : LARGE;
            assertThat(mixed.stratum(i)).isEqualTo((7 + i) % 2);
            assertThat(mixed.hiddenRuns(i))
                    .isEqualTo(part.generate(7 + i, 1, SIZE, 3).hiddenRuns(0));
        }
    }

    @Test
    void everyPartGetsAPoissonNumber() {
        assertThat(MixedMasks.of(SMALL, LARGE).withPoissonCount())
                .isEqualTo(MixedMasks.of(SMALL.withPoissonCount(), LARGE.withPoissonCount()));
    }

    /** The sum of index and count would be negative. */
    @Test
    void indicesBeyondThoseOfALongAreRefused() {
        List<MaskGenerator> all =
                List.of(
                        SMALL,
                        masks(),
                        GridMasks.defaults(),
                        new SplitMasks(SMALL, LARGE, 0.5),
                        new SplitMasks(SMALL, LARGE, 0.5).leftParts());
        for (MaskGenerator masks : all) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masks.generate(Long.MAX_VALUE - 1, 4, SIZE, 3))
                    .withMessageStartingWith("firstIndex must be in [0, 2^63 - 1 - count], was ");
        }
    }

    @Test
    void aMixtureOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MixedMasks(List.of()))
                .withMessage("parts.size() must be at least 1, was 0");
    }
}
