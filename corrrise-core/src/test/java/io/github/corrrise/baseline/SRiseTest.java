package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SRiseTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.sRise();
    }

    @Override
    public int documentedMaskCount() {
        return 1000;
    }

    @Override
    public Baseline small() {
        return Baseline.sRise(GridMasks.defaults(), 60);
    }

    @Override
    public Baseline thorough() {
        return Baseline.sRise(GridMasks.defaults(), 4000);
    }

    @Override
    public double leastRankCorrelation() {
        return 0.85;
    }

    @Override
    public boolean isCentred() {
        return false;
    }

    @Nested
    class KnownValues {
        @Test
        void isTheTextbookSum() {
            for (MaskGenerator masks : List.of(GridMasks.defaults(), new PatchMasks(3, 0.3))) {
                Textbook run = Textbook.run(Baseline.sRise(masks, 150), masks, 150);
                double visible = 0;
                for (double[] mask : run.masks()) {
                    for (double value : mask) {
                        visible += value / mask.length;
                    }
                }
                float[] map = run.map().toArray();
                for (int pixel = 0; pixel < map.length; pixel++) {
                    double sum = 0;
                    for (int i = 0; i < 150; i++) {
                        sum += run.scores()[i] * run.masks()[i][pixel];
                    }
                    assertThat((double) map[pixel]).isCloseTo(sum / visible, within(1e-6));
                }
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void tooFewMasks() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.sRise(GridMasks.defaults(), 1))
                    .withMessage("maskCount must be at least 2, was 1");
        }

        @Test
        void masksThatDoNotFitTheFace() {
            GridMasks masks = new GridMasks(33, 0.5);
            Baseline fine = Baseline.sRise(masks, 3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Textbook.run(fine, masks, 3))
                    .withMessageContaining("cellCount");
            assertThat(fine.maskCount(new FaceSize(40, 40))).isEqualTo(3);
        }
    }

    @Test
    void masksTooFineForTheFaceAreRefusedBeforeTheFirstPair() {
        Baseline fine = Baseline.sRise(new GridMasks(33, 0.5), 1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fine.on(FaceVerifier.of(SIZE, (probe, reference) -> 0)));
    }
}
