package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.Checks;
import java.util.BitSet;

/** Pixels of one face over another. */
final class Blend {
    private Blend() {}

    /**
     * {@code share * above + (1 - share) * below}.
     *
     * @param share per pixel of {@code below}, row-major, in [0, 1]
     * @throws IllegalArgumentException where the faces differ in size
     */
    static FaceImage of(FaceImage below, FaceImage above, float[] share) {
        if (!above.size().equals(below.size())) {
            throw Checks.rejected("donor", below.size().toString(), above.size());
        }
        int pixelCount = below.size().pixelCount();
        float[] under = below.toPlanes();
        float[] over = above.toPlanes();
        float[] rgb = new float[under.length];
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                int i = colour * pixelCount + pixel;
                rgb[3 * pixel + colour] = share[pixel] * over[i] + (1 - share[pixel]) * under[i];
            }
        }
        return FaceImage.ofFloats(below.size(), rgb);
    }

    /** The pixels into which such a blend mixes {@code above}: those of a share above 0. */
    static BitSet changed(float[] share) {
        BitSet changed = new BitSet(share.length);
        for (int pixel = 0; pixel < share.length; pixel++) {
            changed.set(pixel, share[pixel] > 0);
        }
        return changed;
    }
}
