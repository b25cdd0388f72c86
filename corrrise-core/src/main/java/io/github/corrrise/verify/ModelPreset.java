package io.github.corrrise.verify;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;

/**
 * What the usual families of face models want their pixels in. Whatever a model differs in is set
 * on the builder and wins over the preset. No preset holds a threshold: that belongs to one model
 * and one application.
 *
 * @since 0.1.0
 */
public enum ModelPreset {
    /**
     * ArcFace as InsightFace publishes it (buffalo, antelope, glint360k and relatives): RGB, {@code
     * (pixel - 127.5) / 127.5}, faces of 112 x 112 aligned to the ArcFace template.
     */
    ARCFACE(112, 127.5f, 127.5f),
    /** MobileFace: RGB, {@code (pixel - 127.5) / 128}, 112 x 112, aligned like ArcFace. */
    MOBILEFACE(112, 127.5f, 128),
    /**
     * SFace as OpenCV's zoo publishes it: RGB, pixels as they are, 112 x 112. OpenCV's {@code
     * FaceRecognizerSF} reads images as BGR and swaps red and blue before the network.
     */
    SFACE(112, 0, 1),
    /** FaceNet: RGB, {@code (pixel - 127.5) / 128}, 160 x 160. */
    FACENET(160, 127.5f, 128);

    private final int side;
    private final float mean;
    private final float deviation;

    ModelPreset(int side, float mean, float deviation) {
        this.side = side;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** Height and width of the faces. */
    public FaceSize inputSize() {
        return new FaceSize(side, side);
    }

    /**
     * Channel order (RGB for all), mean and deviation; whether planar or interleaved is read from
     * the model.
     */
    public PixelLayout layout() {
        return PixelLayout.RGB_PLANAR_0_255.withMean(mean).withDeviation(deviation);
    }
}
