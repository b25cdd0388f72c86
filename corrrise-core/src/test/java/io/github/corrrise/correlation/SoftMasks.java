package io.github.corrrise.correlation;

import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import java.nio.FloatBuffer;

/** Masks as one float a pixel, whatever they are made of. */
final class SoftMasks {
    private SoftMasks() {}

    static MaskGenerator of(MaskGenerator masks) {
        return (firstIndex, count, size, seed) -> {
            MaskBatch batch = masks.generate(firstIndex, count, size, seed);
            FloatBuffer visibility = FloatBuffer.allocate(count * size.pixelCount());
            for (int i = 0; i < count; i++) {
                batch.writeVisibility(i, visibility);
            }
            return MaskBatch.ofVisibility(firstIndex, size, visibility.array());
        };
    }
}
