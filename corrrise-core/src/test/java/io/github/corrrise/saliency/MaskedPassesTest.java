package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MaskedPassesTest {
    private static final FaceSize SIZE = new FaceSize(4, 5);

    @Test
    void theWholeFacesAloneAreScoredOnce() {
        AtomicInteger asked = new AtomicInteger();
        FaceVerifier verifier =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            asked.incrementAndGet();
                            return probe.mean(0) - 2 * reference.mean(0);
                        });
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            assertThat(passes.similarity(pair())).isEqualTo(10 - 2 * 30);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void afterCloseNothingIsScored() {
        FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> 0);
        MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults());
        passes.close();
        assertThatIllegalStateException().isThrownBy(() -> passes.similarity(pair()));
    }

    private static FacePair pair() {
        return FacePair.of(FaceImage.filled(SIZE, 10, 0, 0), FaceImage.filled(SIZE, 30, 0, 0));
    }
}
