package io.github.corrrise.verify;

import io.github.corrrise.contract.DifferentiableEmbedderContract;
import io.github.corrrise.contract.SmoothEmbedder;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import org.junit.jupiter.api.Nested;

/** The contract on derivatives that a formula gives. */
class DifferentiableEmbedderTest {
    private static final FaceSize SIZE = new FaceSize(12, 9);

    @Nested
    class OfABentSum implements DifferentiableEmbedderContract {
        @Override
        public DifferentiableEmbedder openVerifier() {
            return SmoothEmbedder.bent(SIZE, PixelLayout.RGB_PLANAR_0_255, 5);
        }
    }

    @Nested
    class OfASumOfInterleavedValues implements DifferentiableEmbedderContract {
        @Override
        public DifferentiableEmbedder openVerifier() {
            return SmoothEmbedder.linear(
                    SIZE,
                    PixelLayout.RGB_PLANAR_0_255
                            .withOrder(PixelLayout.ChannelOrder.BGR)
                            .withMean(127.5f)
                            .withDeviation(128)
                            .asInterleaved(),
                    4);
        }
    }
}
