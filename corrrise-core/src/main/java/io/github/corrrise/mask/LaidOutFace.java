package io.github.corrrise.mask;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * A face written once in the layout that a verifier reads, normalisation included, so that copies
 * with hidden pixels are plain copying. Not changed once made.
 */
final class LaidOutFace {
    private final FaceSize size;
    private final PixelLayout layout;
    private final float[] values;

    private LaidOutFace(FaceSize size, PixelLayout layout, float[] values) {
        this.size = size;
        this.layout = layout;
        this.values = values;
    }

    static LaidOutFace of(FaceImage face, PixelLayout layout) {
        Objects.requireNonNull(face, "face");
        Objects.requireNonNull(layout, "layout");
        return new LaidOutFace(face.size(), layout, face.laidOut(layout));
    }

    FaceSize size() {
        return size;
    }

    /** Floats it takes. */
    int length() {
        return values.length;
    }

    /**
     * Writes a copy with hidden runs.
     *
     * @param fill what stands in hidden pixels, of the same size and layout
     * @param runs pairs (first, end) of row-major pixel indices, disjoint, end exclusive
     * @param to as long as the face
     * @throws IndexOutOfBoundsException where a run leaves the face
     */
    void writeHidden(LaidOutFace fill, int[] runs, float[] to) {
        requireSameShape(fill);
        float[] hidden = fill.values;
        int pixelCount = size.pixelCount();
        System.arraycopy(values, 0, to, 0, values.length);
        for (int run = 0; run < runs.length; run += 2) {
            // A run behind the face would spill into the next plane.
            int first = Objects.checkFromToIndex(runs[run], runs[run + 1], pixelCount);
            int length = runs[run + 1] - first;
            if (layout.isPlanar()) {
                for (int plane = first; plane < hidden.length; plane += pixelCount) {
                    System.arraycopy(hidden, plane, to, plane, length);
                }
            } else {
                System.arraycopy(hidden, 3 * first, to, 3 * first, 3 * length);
            }
        }
    }

    /**
     * Writes a copy blended with the fill: {@code visible * face + (1 - visible) * fill}. The
     * layout is affine, so blending after it equals blending before.
     *
     * @param fill of the same size and layout
     * @param visible visibility per pixel, row-major, in [0, 1]
     * @param from index of the first pixel's visibility
     * @param to as long as the face
     */
    void writeBlended(LaidOutFace fill, float[] visible, int from, float[] to) {
        requireSameShape(fill);
        float[] hidden = fill.values;
        int pixelStep = layout.isPlanar() ? 1 : 3;
        int channelStep = layout.isPlanar() ? size.pixelCount() : 1;
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            float share = visible[from + pixel];
            for (int channel = 0; channel < 3; channel++) {
                int i = pixel * pixelStep + channel * channelStep;
                to[i] = share * values[i] + (1 - share) * hidden[i];
            }
        }
    }

    private void requireSameShape(LaidOutFace fill) {
        if (!fill.size.equals(size) || !fill.layout.equals(layout)) {
            throw Checks.rejected("fill", size + " in " + layout, fill.size + " in " + fill.layout);
        }
    }
}
