package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class FacePairTest {
    private static final FaceImage PROBE = FaceImage.filled(new FaceSize(2, 2), 1, 2, 3);
    private static final FaceImage REFERENCE = FaceImage.filled(new FaceSize(3, 2), 4, 5, 6);

    @Test
    void swappingExchangesTheRoles() {
        FacePair pair = FacePair.of(PROBE, REFERENCE);
        assertThat(pair.swapped()).isEqualTo(new FacePair(REFERENCE, PROBE));
        assertThat(pair.swapped().swapped()).isEqualTo(pair);
    }

    @Test
    void aPairTellsNoPixel() {
        assertThat(FacePair.of(PROBE, REFERENCE))
                .hasToString("FacePair[probe=FaceImage[2x2], reference=FaceImage[3x2]]");
    }

    @Test
    void aFaceMustNotBeMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> FacePair.of(null, REFERENCE))
                .withMessage("probe");
        assertThatNullPointerException()
                .isThrownBy(() -> FacePair.of(PROBE, null))
                .withMessage("reference");
    }
}
