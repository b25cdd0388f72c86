package io.github.corrrise.face;

import java.util.Objects;

/**
 * A face written once in a verifier's {@link PixelLayout}, normalisation included, so that filling
 * a batch is plain copying. Immutable; safe for use by several threads; 3 x height x width floats.
 *
 * @since 0.1.0
 */
public final class LaidOutFace {
    private final FaceSize size;
    private final PixelLayout layout;
    private final float[] values;

    private LaidOutFace(FaceSize size, PixelLayout layout, float[] values) {
        this.size = size;
        this.layout = layout;
        this.values = values;
    }

    /** Writes {@code face} in {@code layout}. */
    public static LaidOutFace of(FaceImage face, PixelLayout layout) {
        Objects.requireNonNull(face, "face");
        Objects.requireNonNull(layout, "layout");
        int pixelCount = face.size().pixelCount();
        float[] planes = face.values();
        float[] values = new float[3 * pixelCount];
        for (int colour = 0; colour < 3; colour++) {
            float mean = layout.mean(colour);
            float deviation = layout.deviation(colour);
            int channel = layout.channelOf(colour);
            int step = layout.isPlanar() ? 1 : 3;
            int plane = colour * pixelCount;
            int start = layout.isPlanar() ? channel * pixelCount : channel;
            for (int pixel = 0; pixel < pixelCount; pixel++) {
                values[start + pixel * step] = (planes[plane + pixel] - mean) / deviation;
            }
        }
        return new LaidOutFace(face.size(), layout, values);
    }

    /** Height and width. */
    public FaceSize size() {
        return size;
    }

    /** The layout it was written in. */
    public PixelLayout layout() {
        return layout;
    }

    /** The values themselves; not to be written to. */
    float[] values() {
        return values;
    }
}
