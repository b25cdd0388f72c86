package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class BlendTest {
    private static final FaceSize SIZE = new FaceSize(2, 2);
    private static final float[] SHARE = {0, 0.25f, 1, Float.MIN_VALUE};

    @Test
    void aShareOfTheFaceAboveIsMixedIntoEachPixelAndColour() {
        FaceImage below = FaceImage.filled(SIZE, 40, 80, 200);
        FaceImage above = FaceImage.filled(SIZE, 0, 120, 240);
        FaceImage blend = Blend.of(below, above, SHARE);
        float[][] expected = {{40, 80, 200}, {30, 90, 210}, {0, 120, 240}, {40, 80, 200}};
        for (int pixel = 0; pixel < 4; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                assertThat(blend.at(pixel / 2, pixel % 2, colour))
                        .isEqualTo(expected[pixel][colour]);
            }
        }
    }

    @Test
    void everyShareAboveZeroIsAChange() {
        BitSet expected = new BitSet();
        expected.set(1, 4);
        assertThat(Blend.changed(SHARE)).isEqualTo(expected);
    }

    @Test
    void facesOfTwoSizesAreRefused() {
        FaceImage other = FaceImage.filled(new FaceSize(2, 3), 1, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Blend.of(FaceImage.filled(SIZE, 1, 2, 3), other, SHARE))
                .withMessage("donor must be 2x2, was 2x3");
    }
}
