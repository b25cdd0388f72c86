package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
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
        SaliencyMap map = Occlusion.defaults().on(BRIGHTNESS, whitened).explain(pair).probe();
        assertThat(map.largestMagnitude()).isZero();
        assertThat(Occlusion.defaults().on(BRIGHTNESS).explain(pair).probe().largestMagnitude())
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

    /** Whatever the batch, mask i is the same; beyond the last the design begins again. */
    @Test
    void fixedDesignsAreFunctionsOfTheIndex() {
        SlidingWindows windows = new SlidingWindows(List.of(0.25, 0.5), 0.25);
        GaussianSpots spots = new GaussianSpots(new Cells(3), 0.2);
        int windowCount = windows.windowCount(SIZE);
        assertThat(windowCount).isEqualTo(16 + 9);
        MaskBatch all = windows.generate(0, windowCount, SIZE, 1);
        MaskBatch soft = spots.generate(0, spots.maskCount(), SIZE, 1);
        for (int i : new int[] {0, 15, 16, 18}) {
            assertThat(windows.generate(i, 1, SIZE, 2).hiddenRuns(0)).isEqualTo(all.hiddenRuns(i));
            assertThat(windows.generate(i + windowCount, 1, SIZE, 2).hiddenRuns(0))
                    .isEqualTo(all.hiddenRuns(i));
            assertThat(spots.generate(i + spots.maskCount(), 1, SIZE, 2).at(0, 3, 5))
                    .isEqualTo(soft.at(i, 3, 5));
        }
        assertThat(soft.visibleShare(18)).as("the last shows nothing").isZero();
        assertThat(soft.at(0, 1, 1) + soft.at(9, 1, 1)).isEqualTo(1f);
    }
}
