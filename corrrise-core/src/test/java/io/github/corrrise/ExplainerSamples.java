package io.github.corrrise;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Drawn faces, a verifier whose truth is known, and waits, for the tests of the explainer. */
final class ExplainerSamples {
    static final FaceSize SIZE = new FaceSize(32, 40);
    static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    private ExplainerSamples() {}

    static FacePair pair() {
        return FacePair.of(face(1), face(2));
    }

    static FaceImage face(long seed) {
        Random random = new Random(seed);
        double phase = random.nextDouble() * 6;
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            double wave = Math.sin(row * 0.6 + phase) * Math.cos(column * 0.5);
            rgb[i] = (float) (120 + 90 * wave + 20 * random.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    static void pauseFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
