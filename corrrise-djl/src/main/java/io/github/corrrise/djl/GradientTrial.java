package io.github.corrrise.djl;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.verify.VerifierException;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Tries derivatives on faces of noise before a verifier is handed out. */
final class GradientTrial {
    /*
     * An engine can be wrong: for a batch of small pictures and a convolution of 4 or 8 channels,
     * oneDNN of PyTorch 2.7.1 gave derivatives that were off by up to half on a processor with
     * AVX-512, and others the next time; one picture at a time they were right. So a derivative along the gradient is held
     * against a central difference. On noise two MobileFaceNets were within 0.2 % of each other with
     * this step, and up to 8 % apart with one 30 times as long, for it crosses kinks.
     */

    /** As a share of the largest value: the last digits of float32 sums in another order. */
    private static final double SAME_EMBEDDING = 1e-4;

    /** As a share of the derivative. */
    private static final double SAME_DERIVATIVE = 0.05;

    /** Root mean square of a step, as a share of the range of a face's values. */
    private static final double STEP = 3e-5;

    private final DjlFaceVerifier verifier;
    private final String model;
    private final FaceBatch faces;

    /**
     * A trial on some faces.
     *
     * @param model the model's name, for messages
     * @param faceCount faces of noise that are tried together
     */
    GradientTrial(DjlFaceVerifier verifier, String model, int faceCount) {
        this.verifier = verifier;
        this.model = model;
        FaceImage[] drawn = new FaceImage[faceCount];
        Arrays.setAll(drawn, this::noise);
        this.faces = FaceBatch.of(verifier.layout(), drawn);
    }

    FaceBatch faces() {
        return faces;
    }

    /** Bytes that follow no pattern, the same every time. */
    private FaceImage noise(int seed) {
        byte[] rgb = new byte[3 * verifier.inputSize().pixelCount()];
        int state = seed + 1;
        for (int i = 0; i < rgb.length; i++) {
            state = 1664525 * state + 1013904223;
            rgb[i] = (byte) (state >>> 24);
        }
        return FaceImage.ofRgbBytes(verifier.inputSize(), rgb);
    }

    /**
     * Refuses a copy whose embeddings are not those of the verifier.
     *
     * @param byCopy embeddings of the faces by the copy for gradients, row-major; rows may follow
     * @param expected the same by the verifier's model
     */
    void requireSameEmbeddings(float[] byCopy, float[] expected) {
        double apart = 0;
        double largest = 0;
        for (int i = 0; i < faces.count() * verifier.embeddingLength(); i++) {
            double difference = Math.abs((double) byCopy[i] - expected[i]);
            // Written so that NaN is far apart.
            apart = difference <= apart ? apart : difference;
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        if (!(apart <= SAME_EMBEDDING * largest)) {
            throw new IllegalArgumentException(
                    "model "
                            + model
                            + " must give the same embeddings with gradients(true) as without, gave"
                            + " values "
                            + apart
                            + " apart of up to "
                            + largest
                            + ": it was saved in training mode (call eval() before it is exported)"
                            + " or draws at random");
        }
    }

    /** Refuses derivatives that differences contradict. */
    void requireDerivatives() {
        float[][] cotangents = new float[faces.count()][verifier.embeddingLength()];
        for (float[] cotangent : cotangents) {
            Arrays.fill(cotangent, 1);
        }
        float[][] gradients = verifier.pullBack(faces, cotangents);
        float[][] ahead = verifier.embed(moved(gradients, 1));
        float[][] behind = verifier.embed(moved(gradients, -1));
        for (int i = 0; i < gradients.length; i++) {
            double length = length(gradients[i]);
            double difference = (sum(ahead[i]) - sum(behind[i])) / (2 * step(i));
            if (!(Math.abs(difference - length) <= SAME_DERIVATIVE * length)) {
                throw new VerifierException(
                        "gradient of model "
                                + model
                                + " must agree with a difference, "
                                + difference
                                + " for noise face "
                                + i
                                + ", was "
                                + length
                                + ": the engine derives a pass of several faces wrongly (batchLimit(1)"
                                + " may help), or the model has steps or is too steep to be derived",
                        null);
            }
        }
    }

    private FaceBatch moved(float[][] gradients, int sign) {
        int faceLength = faces.faceLength();
        FloatBuffer memory = FaceBatch.memory(faces.count(), faces.size());
        FloatBuffer values = faces.values();
        for (int i = 0; i < gradients.length; i++) {
            double length = length(gradients[i]);
            double scale = length > 0 ? sign * step(i) / length : 0;
            for (int v = 0; v < faceLength; v++) {
                int at = i * faceLength + v;
                memory.put(at, (float) (values.get(at) + scale * gradients[i][v]));
            }
        }
        return FaceBatch.over(memory, faces.count(), faces.size(), faces.layout());
    }

    private double step(int slot) {
        FloatBuffer values = faces.values();
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < faces.faceLength(); v++) {
            float value = values.get(slot * faces.faceLength() + v);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return STEP * (most - least) * Math.sqrt(faces.faceLength());
    }

    private static double length(float[] values) {
        double squareSum = 0;
        for (float value : values) {
            squareSum += (double) value * value;
        }
        return Math.sqrt(squareSum);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
