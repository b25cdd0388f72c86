package io.github.corrrise.djl;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.awt.image.BufferedImage;

/**
 * Between face images and the images of DJL.
 *
 * @since 0.1.0
 */
public final class DjlImages {
    private static final int OPAQUE = 0xFF << 24;

    private DjlImages() {}

    /**
     * Copies an image of DJL. One that wraps a picture of the Java platform is converted as {@link
     * FaceImage#from(BufferedImage)} does; any other (OpenCV, Android) gives 8 bits a channel
     * through an array of the engine, so it needs an engine on the class path.
     *
     * @throws IllegalArgumentException where it has too many pixels, or samples of another kind
     */
    public static FaceImage from(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage picture) {
            return FaceImage.from(picture);
        }
        FaceSize size = new FaceSize(image.getHeight(), image.getWidth());
        try (NDManager manager = NDManager.newBaseManager()) {
            byte[] rgb = image.toNDArray(manager, Image.Flag.COLOR).toByteArray();
            return FaceImage.ofRgbBytes(size, rgb);
        }
    }

    /**
     * A new image of 8 bits a channel, fractions rounded, made by the factory that DJL is set to.
     */
    public static Image to(FaceImage face) {
        int height = face.size().height();
        int width = face.size().width();
        int[] pixels = new int[face.size().pixelCount()];
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            int argb = OPAQUE;
            for (int colour = 0; colour < 3; colour++) {
                float value = face.at(pixel / width, pixel % width, colour);
                argb |= Math.round(value) << (16 - 8 * colour);
            }
            pixels[pixel] = argb;
        }
        return ImageFactory.getInstance().fromPixels(pixels, width, height);
    }
}
