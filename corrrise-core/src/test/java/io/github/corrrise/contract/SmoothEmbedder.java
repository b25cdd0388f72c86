package io.github.corrrise.contract;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.Threshold;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * An embedder in plain Java with the derivatives of a formula: a weighted sum of all values of the
 * face for each dimension, bent or not. For tests of what needs gradients, without an engine.
 *
 * <pre>e(d) = f(b(d) + sum_v W(d, v) x(v)),   f(t) = tanh(t), or t where it is linear</pre>
 *
 * <p>Weights are drawn from a seed. Immutable; safe for use by several threads.
 */
public final class SmoothEmbedder implements DifferentiableEmbedder {
    private final FaceSize size;
    private final PixelLayout layout;
    private final boolean bent;
    private final Optional<Threshold> threshold;
    private final double[][] weights;
    private final double[] biases;

    private SmoothEmbedder(
            FaceSize size,
            PixelLayout layout,
            boolean bent,
            Optional<Threshold> threshold,
            double[][] weights,
            double[] biases) {
        this.size = Objects.requireNonNull(size, "size");
        this.layout = Objects.requireNonNull(layout, "layout");
        this.bent = bent;
        this.threshold = Objects.requireNonNull(threshold, "threshold");
        this.weights = weights;
        this.biases = biases;
    }

    /**
     * An embedder whose dimensions are bent.
     *
     * @param length of an embedding, at least 1
     */
    public static SmoothEmbedder bent(FaceSize size, PixelLayout layout, int length) {
        return of(size, layout, length, true);
    }

    /** The same, linear in the face. */
    public static SmoothEmbedder linear(FaceSize size, PixelLayout layout, int length) {
        return of(size, layout, length, false);
    }

    private static SmoothEmbedder of(FaceSize size, PixelLayout layout, int length, boolean bent) {
        SplittableRandom random = new SplittableRandom(41);
        int valueCount = 3 * size.pixelCount();
        double[][] weights = new double[length][valueCount];
        double[] biases = new double[length];
        // Sums of about 1 for values of the layout's spread.
        double spread = 127.5 / layout.deviation(0);
        for (int d = 0; d < length; d++) {
            biases[d] = random.nextDouble(-0.5, 0.5);
            for (int v = 0; v < valueCount; v++) {
                weights[d][v] = random.nextDouble(-1, 1) / (spread * Math.sqrt(valueCount));
            }
        }
        return new SmoothEmbedder(size, layout, bent, Optional.empty(), weights, biases);
    }

    /** The same with an operating point. */
    public SmoothEmbedder withThreshold(double similarity) {
        return new SmoothEmbedder(
                size, layout, bent, Optional.of(Threshold.of(similarity)), weights, biases);
    }

    /** The weight of a value, in the order of the layout. */
    public double weight(int dimension, int value) {
        return weights[dimension][value];
    }

    /** Floats in an embedding. */
    public int length() {
        return weights.length;
    }

    @Override
    public FaceSize inputSize() {
        return size;
    }

    @Override
    public PixelLayout layout() {
        return layout;
    }

    @Override
    public Optional<Threshold> threshold() {
        return threshold;
    }

    @Override
    public float[][] embed(FaceBatch faces) {
        requireSuitable(faces);
        float[][] embeddings = new float[faces.count()][weights.length];
        for (int i = 0; i < embeddings.length; i++) {
            for (int d = 0; d < weights.length; d++) {
                embeddings[i][d] = (float) value(faces, i, d);
            }
        }
        return embeddings;
    }

    @Override
    public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
        requireSuitable(faces);
        if (cotangents.length != faces.count()) {
            throw new IllegalArgumentException(
                    "cotangents.length must be " + faces.count() + ", was " + cotangents.length);
        }
        float[][] gradients = new float[faces.count()][faces.faceLength()];
        for (int i = 0; i < gradients.length; i++) {
            if (cotangents[i].length != weights.length) {
                throw new IllegalArgumentException(
                        "cotangent must be of "
                                + weights.length
                                + " floats, was of "
                                + cotangents[i].length);
            }
            double[] sums = new double[faces.faceLength()];
            for (int d = 0; d < weights.length; d++) {
                double value = value(faces, i, d);
                double slope = cotangents[i][d] * (bent ? 1 - value * value : 1);
                for (int v = 0; v < sums.length; v++) {
                    sums[v] += slope * weights[d][v];
                }
            }
            for (int v = 0; v < sums.length; v++) {
                gradients[i][v] = (float) sums[v];
            }
        }
        return gradients;
    }

    private double value(FaceBatch faces, int slot, int dimension) {
        FloatBuffer values = faces.values();
        int start = slot * faces.faceLength();
        double sum = biases[dimension];
        for (int v = 0; v < faces.faceLength(); v++) {
            sum += weights[dimension][v] * values.get(start + v);
        }
        return bent ? Math.tanh(sum) : sum;
    }

    private void requireSuitable(FaceBatch faces) {
        if (!faces.size().equals(size) || !faces.layout().equals(layout)) {
            throw new IllegalArgumentException(
                    "faces must be of "
                            + size
                            + " in "
                            + layout
                            + ", were of "
                            + faces.size()
                            + " in "
                            + faces.layout());
        }
    }

    /** All that its embeddings depend on. */
    @Override
    public String description() {
        return (bent ? "bent" : "linear")
                + " sums, "
                + weights.length
                + " dimensions, "
                + size
                + " "
                + layout;
    }
}
