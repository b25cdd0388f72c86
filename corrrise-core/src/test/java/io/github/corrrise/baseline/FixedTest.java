package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import org.junit.jupiter.api.Test;

class FixedTest {
    private static final FaceSize SIZE = new FaceSize(16, 16);

    private static SaliencyMap map(FaceSize size, float corner) {
        float[] values = new float[size.pixelCount()];
        values[0] = corner;
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values);
    }

    @Test
    void saysTheSameOfEveryPair() {
        Baseline fixed = Baseline.fixed(map(SIZE, 0.5f), map(SIZE, -0.25f));
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        for (int grey : new int[] {10, 200}) {
            FacePair pair =
                    FacePair.of(
                            FaceImage.filled(SIZE, grey, 90, 30),
                            FaceImage.filled(SIZE, 90, grey, 60));
            Explanation why = fixed.on(verifier).explain(pair);
            assertThat(why.probe().at(0, 0)).isEqualTo(0.5f);
            assertThat(why.reference().orElseThrow().at(0, 0)).isEqualTo(-0.25f);
            assertThat(why.similarity())
                    .isEqualTo(
                            verifier.similarities(
                                            FaceBatch.of(verifier.layout(), pair.probe()),
                                            pair.reference())[0]);
        }
    }

    @Test
    void mapsOfTwoSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baseline.fixed(map(SIZE, 1), map(new FaceSize(8, 8), 1)))
                .withMessage("reference must be of size 16x16, was 8x8");
    }
}
