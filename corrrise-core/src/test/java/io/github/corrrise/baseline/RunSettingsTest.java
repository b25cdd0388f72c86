package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import org.junit.jupiter.api.Test;

class RunSettingsTest {
    private static final FaceSize SIZE = new FaceSize(8, 8);
    private static final FaceVerifier BRIGHTNESS =
            FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255);

    /** White behind white hides nothing. */
    @Test
    void theFillIsWhatHiddenPixelsBecome() {
        FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
        FacePair pair = FacePair.of(white, white);
        RunSettings whitened = RunSettings.defaults().withFill(Fill.colour(255, 255, 255));
        SaliencyMap map = Baseline.occlusion().on(BRIGHTNESS, whitened).explain(pair).probe();
        assertThat(map.largestMagnitude()).isZero();
        assertThat(Baseline.occlusion().on(BRIGHTNESS).explain(pair).probe().largestMagnitude())
                .isPositive();
    }

    @Test
    void sidesComeInOneOrderAndOnce() {
        assertThat(
                        RunSettings.defaults()
                                .withSides(Side.REFERENCE, Side.PROBE, Side.REFERENCE)
                                .sides())
                .containsExactly(Side.PROBE, Side.REFERENCE);
    }

    @Test
    void theProbeIsAlwaysExplained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunSettings.defaults().withSides(Side.REFERENCE))
                .withMessage("sides must be PROBE, or PROBE and REFERENCE, was [REFERENCE]");
    }
}
