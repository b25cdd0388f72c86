package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masks that no seed changes. */
class FixedDesignsTest {
    private static final FaceSize SIZE = new FaceSize(8, 8);

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
