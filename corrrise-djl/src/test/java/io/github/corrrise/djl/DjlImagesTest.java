package io.github.corrrise.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FaceSize;
import java.awt.image.BufferedImage;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DjlImagesTest {
    private static final FaceSize SIZE = TinyModels.SIZE;

    @Test
    void whatGoesOverComesBack() {
        FaceImage face = TinyModels.ramp(SIZE);
        Image image = DjlImages.to(face);
        assertThat(image.getHeight()).isEqualTo(SIZE.height());
        assertThat(image.getWidth()).isEqualTo(SIZE.width());
        assertThat(DjlImages.from(image)).isEqualTo(face);
    }

    @Test
    void fractionsAreRounded() {
        FaceImage face = FaceImage.filled(SIZE, 10.4f, 254.6f, 0.2f);
        assertThat(DjlImages.from(DjlImages.to(face)))
                .isEqualTo(FaceImage.filled(SIZE, 10, 255, 0));
    }

    @Test
    void anEngineSeesTheSameColours() {
        FaceImage face = TinyModels.ramp(SIZE);
        try (NDManager manager = NDManager.newBaseManager()) {
            byte[] rgb = DjlImages.to(face).toNDArray(manager).toByteArray();
            assertThat(FaceImage.ofRgbBytes(SIZE, rgb)).isEqualTo(face);
        }
    }

    @Test
    void aPictureOfThePlatformIsConvertedAsEverywhere() {
        BufferedImage grey = new BufferedImage(9, 12, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(4, 3, 0, 77);
        FaceImage face = DjlImages.from(ImageFactory.getInstance().fromImage(grey));
        assertThat(face).isEqualTo(FaceImage.from(grey));
        assertThat(face.conversions()).containsExactly(FaceOrigin.Conversion.GREYSCALE_TO_RGB);
        assertThat((double) face.at(3, 4, 2)).isCloseTo(77, within(1e-6));
    }

    /** As an image of OpenCV or Android is one: its pixels come out as an array only. */
    @Test
    void anImageOfAnotherKindIsReadThroughAnArray() {
        byte[] rgb = new byte[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (7 * i);
        }
        assertThat(DjlImages.from(foreign(rgb))).isEqualTo(FaceImage.ofRgbBytes(SIZE, rgb));
    }

    private static Image foreign(byte[] rgb) {
        Shape shape = new Shape(SIZE.height(), SIZE.width(), 3);
        return (Image)
                Proxy.newProxyInstance(
                        Image.class.getClassLoader(),
                        new Class<?>[] {Image.class},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "getWrappedImage" -> "a matrix";
                                    case "getHeight" -> SIZE.height();
                                    case "getWidth" -> SIZE.width();
                                    case "toNDArray" ->
                                            ((NDManager) arguments[0])
                                                    .create(
                                                            ByteBuffer.wrap(rgb),
                                                            shape,
                                                            DataType.UINT8);
                                    default -> throw new AssertionError(method);
                                });
    }
}
