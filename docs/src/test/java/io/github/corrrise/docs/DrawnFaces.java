package io.github.corrrise.docs;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Faces that belong to nobody: an oval, two eyes, a nose, a mouth and a little noise. */
final class DrawnFaces {
    private DrawnFaces() {}

    static FaceImage draw(FaceSize size, long seed) {
        Random random = new Random(seed);
        double eyeHeight = 0.36 + 0.06 * random.nextDouble();
        double eyeGap = 0.16 + 0.05 * random.nextDouble();
        double mouthHeight = 0.68 + 0.08 * random.nextDouble();
        double mouthWidth = 0.12 + 0.08 * random.nextDouble();
        float[] rgb = new float[3 * size.pixelCount()];
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                double y = (row + 0.5) / size.height();
                double x = (column + 0.5) / size.width() - 0.5;
                double level = oval(y - 0.5, x, 0.47, 0.38) ? 185 - 60 * x : 70;
                if (oval(y - eyeHeight, Math.abs(x) - eyeGap, 0.04, 0.075)) {
                    level = 35;
                }
                if (oval(y - 0.54, x, 0.09, 0.03)) {
                    level = 140;
                }
                if (oval(y - mouthHeight, x, 0.035, mouthWidth)) {
                    level = 60;
                }
                int pixel = row * size.width() + column;
                for (int colour = 0; colour < 3; colour++) {
                    double noise = 8 * random.nextDouble();
                    rgb[3 * pixel + colour] = (float) (level * (1 - 0.12 * colour) + noise);
                }
            }
        }
        return FaceImage.ofFloats(size, rgb);
    }

    static Path write(FaceImage face, Path file) {
        try {
            ImageIO.write(face.toBufferedImage(), "png", file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean oval(double y, double x, double height, double width) {
        return y * y / (height * height) + x * x / (width * width) <= 1;
    }
}
