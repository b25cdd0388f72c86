package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 6; pixel++) {
            image.setRGB(pixel % 3, pixel / 3, 0x123456 * pixel & 0xFFFFFF);
        }
        return image;
    }

    @Test
    void isCopiedInAndOut() {
        BufferedImage image = image();
        Picture picture = Picture.of(image);
        image.setRGB(1, 1, 0);
        picture.toBufferedImage().setRGB(1, 1, 0);
        assertThat(picture).isEqualTo(Picture.of(image())).hasSameHashCodeAs(Picture.of(image()));
        assertThat(picture).isNotEqualTo(Picture.of(image));
    }

    @Test
    void isReadBackAsItWasWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("why.png");
        Picture.of(image()).write(file);
        assertThat(Picture.of(ImageIO.read(file.toFile()))).isEqualTo(Picture.of(image()));
        assertThat(folder).isDirectoryNotContaining("glob:.*");
        assertThat(file).hasBinaryContent(Picture.of(image()).toPng());
    }

    @Test
    void tellsOnlyItsShape() {
        assertThat(Picture.of(image())).hasToString("Picture[2x3]");
    }

    @Nested
    class Rejects {
        @Test
        void aFolderThatDoesNotExist(@TempDir Path folder) {
            Path file = folder.resolve("missing").resolve("why.png");
            assertThatThrownBy(() -> Picture.of(image()).write(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("its folder must exist");
        }

        @Test
        void aPixelOutside() {
            assertThatThrownBy(() -> Picture.of(image()).at(2, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
