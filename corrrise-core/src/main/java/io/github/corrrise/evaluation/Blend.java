package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import java.util.BitSet;

/** Pixels of one face over another. */
final class Blend {
    private Blend() {}

    /**
     * {@code share * above + (1 - share) * below}. The caller has checked that both faces have one
     * size.
     *
     * @param share per pixel, row-major, in [0, 1]
     */
    static FaceImage of(FaceImage below, FaceImage above, float[] share) {
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
