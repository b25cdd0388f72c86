package io.github.corrrise.mask;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.GaussianBlur;
import io.github.corrrise.internal.random.CounterRandom;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What replaces hidden pixels: a function from a face to the picture that shows through where a
 * mask hides it. A pure function of the face, asked once per face. Its {@code toString} stands in
 * the provenance and in the description of an explainer: it names the fill and its settings and is
 * the same in every process. A lambda's is not.
 *
 * <p>The choice matters: a hard black patch is itself something that no face has, a blur keeps the
 * shading and takes the detail. Compare fills before trusting a map.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Fill {
    /** The picture behind {@code face}, of the same size. */
    FaceImage behind(FaceImage face);

    /** Black, the published choice. */
    static Fill black() {
        return new Colour(0, 0, 0);
    }

    /**
     * One colour.
     *
     * @param red in [0, 255]
     * @param green in [0, 255]
     * @param blue in [0, 255]
     */
    static Fill colour(float red, float green, float blue) {
        return new Colour(red, green, blue);
    }

    /** The mean colour of the face itself. */
    static Fill mean() {
        return new Mean();
    }

    /**
     * The face itself, blurred.
     *
     * @param sigmaFraction standard deviation of the Gaussian as a fraction of the face's shorter
     *     side, in (0, 1]; 0.1 leaves no feature recognisable
     */
    static Fill blur(double sigmaFraction) {
        return new Blur(sigmaFraction);
    }

    /**
     * Uniform noise, each channel of each pixel independent in [0, 255]; one noise picture per seed
     * and size, the same for all masks.
     */
    static Fill noise(long seed) {
        return new Noise(seed);
    }

    /** A given picture, which must have the size of every face it is asked for. */
    static Fill image(FaceImage picture) {
        return new Image(picture);
    }

    /** One colour everywhere. */
    record Colour(float red, float green, float blue) implements Fill {
        /** Checks the ranges. */
        public Colour {
            Checks.inside(0.0, 255.0, red, "red");
            Checks.inside(0.0, 255.0, green, "green");
            Checks.inside(0.0, 255.0, blue, "blue");
        }

        @Override
        public FaceImage behind(FaceImage face) {
            return FaceImage.filled(face.size(), red, green, blue);
        }
    }

    /** The mean colour of the face. */
    record Mean() implements Fill {
        @Override
        public FaceImage behind(FaceImage face) {
            return FaceImage.filled(
                    face.size(), (float) face.mean(0), (float) face.mean(1), (float) face.mean(2));
        }
    }

    /** The face, blurred. */
    record Blur(double sigmaFraction) implements Fill {
        /** Checks the range. */
        public Blur {
            Checks.insideHalfOpen(0.0, 1.0, sigmaFraction, "sigmaFraction");
        }

        @Override
        public FaceImage behind(FaceImage face) {
            FaceSize size = face.size();
            double sigma = sigmaFraction * size.shorterSide();
            float[] planes = face.toPlanes();
            int pixelCount = size.pixelCount();
            float[] blurred = new float[planes.length];
            for (int colour = 0; colour < 3; colour++) {
                float[] plane = new float[pixelCount];
                System.arraycopy(planes, colour * pixelCount, plane, 0, pixelCount);
                float[] soft = GaussianBlur.blur(plane, size.height(), size.width(), sigma);
                for (int pixel = 0; pixel < pixelCount; pixel++) {
                    blurred[3 * pixel + colour] = soft[pixel];
                }
            }
            return FaceImage.ofFloats(size, blurred);
        }
    }

    /** Uniform noise. */
    record Noise(long seed) implements Fill {
        @Override
        public FaceImage behind(FaceImage face) {
            CounterRandom random = new CounterRandom(seed, 0);
            float[] rgb = new float[3 * face.size().pixelCount()];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (float) (255 * random.nextDouble());
            }
            return FaceImage.ofFloats(face.size(), rgb);
        }
    }

    /** A given picture. */
    record Image(FaceImage picture) implements Fill {
        /** Checks that there is a picture. */
        public Image {
            Objects.requireNonNull(picture, "picture");
        }

        @Override
        public FaceImage behind(FaceImage face) {
            if (!picture.size().equals(face.size())) {
                throw Checks.rejected("fill image", face.size().toString(), picture.size());
            }
            return picture;
        }

        /** The picture's size and a digest of its pixels: another picture has another text. */
        @Override
        public String toString() {
            return "Image[" + picture.size() + ", sha256 " + digest() + "]";
        }

        private String digest() {
            ByteBuffer bytes = ByteBuffer.allocate(3 * picture.size().pixelCount() * Float.BYTES);
            bytes.asFloatBuffer().put(picture.toPlanes());
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
                return HexFormat.of().formatHex(hash, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
