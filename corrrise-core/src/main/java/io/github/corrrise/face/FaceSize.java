package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;

/**
 * Height and width of a face crop, in pixels.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @since 0.1.0
 */
public record FaceSize(int height, int width) {
    /** The crop of the ArcFace family: 112 x 112. */
    public static final FaceSize ARCFACE = new FaceSize(112, 112);

    /** Pixels of the largest size: three planes of more do not fit an array. */
    public static final int MOST_PIXELS = 700_000_000;

    /** Checks the ranges; height times width must not exceed {@link #MOST_PIXELS}. */
    public FaceSize {
        Checks.atLeast(1, height, "height");
        Checks.atLeast(1, width, "width");
        if ((long) height * width > MOST_PIXELS) {
            throw Checks.rejected(
                    "height x width", "at most " + MOST_PIXELS + " pixels", height + "x" + width);
        }
    }

    /** Height times width. */
    public int pixelCount() {
        return height * width;
    }

    /** Height and width exchanged. */
    FaceSize transposed() {
        return new FaceSize(/* height= */ width, /* width= */ height);
    }

    /** The shorter of height and width. */
    public int shorterSide() {
        return Math.min(height, width);
    }

    /** Height x width, as in "112x112". */
    @Override
    public String toString() {
        return height + "x" + width;
    }
}
