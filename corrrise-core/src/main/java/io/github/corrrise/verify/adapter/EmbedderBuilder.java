package io.github.corrrise.verify.adapter;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.Threshold;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The settings that every adapter of an embedding model has, whatever its engine. Each is optional
 * and wins over the preset, whichever was called first; pixels are normalised as for {@link
 * ModelPreset#ARCFACE} where nothing else is said. Not safe for use by several threads.
 *
 * @param <B> the adapter's own builder, returned by every setter
 * @since 0.1.0
 */
public abstract class EmbedderBuilder<B extends EmbedderBuilder<B>> {
    /** On a CPU the time per face is the same from 1 to 32; only the memory grows. */
    private static final int DEFAULT_BATCH_LIMIT = 16;

    private @Nullable ModelPreset preset;
    private PixelLayout.@Nullable ChannelOrder channelOrder;
    private float @Nullable [] mean;
    private float @Nullable [] deviation;
    private @Nullable TensorOrder tensorOrder;
    private @Nullable FaceSize inputSize;
    private int batchLimit = DEFAULT_BATCH_LIMIT;
    private boolean unitLength;
    private @Nullable Threshold threshold;
    private @Nullable String thresholdSource;
    private @Nullable String label;
    private @Nullable Metric metric;

    /** For adapters: nothing is set. */
    protected EmbedderBuilder() {}

    /** This builder as what it is. */
    protected abstract B self();

    /**
     * What the model's family wants. The model's height and width, where fixed, must then be the
     * preset's, unless {@link #inputSize} says otherwise.
     */
    public final B preset(ModelPreset newPreset) {
        this.preset = Objects.requireNonNull(newPreset, "preset");
        return self();
    }

    /** Which colour comes first. */
    public final B channelOrder(PixelLayout.ChannelOrder order) {
        this.channelOrder = Objects.requireNonNull(order, "order");
        return self();
    }

    /**
     * What is subtracted from a pixel in [0, 255].
     *
     * @param newMean one finite value, or three in red, green, blue order
     */
    public final B mean(float... newMean) {
        PixelLayout.RGB_PLANAR_0_255.withMean(newMean);
        this.mean = newMean.clone();
        return self();
    }

    /**
     * What a pixel in [0, 255] is divided by, after the mean was subtracted.
     *
     * @param newDeviation one finite value above 0, or three in red, green, blue order
     */
    public final B deviation(float... newDeviation) {
        PixelLayout.RGB_PLANAR_0_255.withDeviation(newDeviation);
        this.deviation = newDeviation.clone();
        return self();
    }

    /**
     * In which order the input's dimensions stand. By default as the model's shape shows, where the
     * engine tells it: NHWC where the second dimension cannot be 3, or the last is 3 and the second
     * left open; otherwise NCHW. NCHW where the engine does not tell it.
     */
    public final B tensorOrder(TensorOrder order) {
        this.tensorOrder = Objects.requireNonNull(order, "order");
        return self();
    }

    /**
     * Height and width of the faces, where neither the model nor a preset says them or a model
     * wants another size than its family's; must agree with the model where it fixes them.
     */
    public final B inputSize(FaceSize size) {
        this.inputSize = Objects.requireNonNull(size, "size");
        return self();
    }

    /**
     * Faces sent through the model at once, 16 by default; larger batches are cut. The engine's
     * memory grows with it and need not shrink. A GPU may want more. Models of a fixed batch size
     * go by that.
     *
     * @param count at least 1
     */
    public final B batchLimit(int count) {
        this.batchLimit = Checks.atLeast(1, count, "batchLimit");
        return self();
    }

    /**
     * Whether embeddings are scaled to unit length (L2), for a vector store, say; off by default. A
     * cosine is the same but for rounding.
     */
    public final B unitLength(boolean on) {
        this.unitLength = on;
        return self();
    }

    /**
     * How two embeddings are compared; by their cosine by default. It is part of the description
     * where it is set.
     */
    public final B metric(Metric newMetric) {
        this.metric = Objects.requireNonNull(newMetric, "metric");
        return self();
    }

    /**
     * The similarity at or above which the decision is a match; none by default.
     *
     * @param similarity finite, on the scale of the metric: of the cosine, where none is set
     */
    public final B threshold(double similarity) {
        this.threshold = Threshold.of(similarity);
        this.thresholdSource = null;
        return self();
    }

    /**
     * The same with where the threshold comes from, for the record that an explanation keeps.
     *
     * @param similarity finite, on the scale of the metric: of the cosine, where none is set
     * @param source in words, for example {@code FMR 0.1 % on gate 4, sha256 ...}
     */
    public final B threshold(double similarity, String source) {
        this.threshold = Threshold.of(similarity);
        this.thresholdSource = Objects.requireNonNull(source, "source");
        return self();
    }

    /** A name that precedes the model's in the description; none by default. */
    public final B description(String newLabel) {
        this.label = Objects.requireNonNull(newLabel, "description");
        return self();
    }

    /** For adapters: what is set now. */
    protected final Settings settings() {
        PixelLayout pixels = (preset == null ? ModelPreset.ARCFACE : preset).layout();
        if (channelOrder != null) {
            pixels = pixels.withOrder(channelOrder);
        }
        if (mean != null) {
            pixels = pixels.withMean(mean);
        }
        if (deviation != null) {
            pixels = pixels.withDeviation(deviation);
        }
        return new Settings(
                Optional.ofNullable(preset),
                pixels,
                Optional.ofNullable(tensorOrder),
                Optional.ofNullable(inputSize),
                batchLimit,
                unitLength,
                Optional.ofNullable(threshold),
                Optional.ofNullable(thresholdSource),
                Optional.ofNullable(label),
                Optional.ofNullable(metric));
    }

    /**
     * What was set on an adapter of an embedding model, the preset worked in: made by an {@link
     * EmbedderBuilder}, read by the adapter.
     *
     * @param preset the family of the model, if one was named
     * @param pixels channel order, mean and deviation; planar or not is decided by {@link
     *     #layoutIn}
     * @param tensorOrder in which order the input's dimensions stand, if set
     * @param inputSize height and width as set, the preset's not counted
     * @param batchLimit faces sent through the model at once, at least 1
     * @param unitLength whether embeddings are scaled to unit length
     * @param threshold the operating point, if any
     * @param thresholdSource where it comes from, if told
     * @param label what precedes the model's name in the description, if set
     * @param metric how embeddings are compared, if set; by their cosine otherwise
     * @since 0.1.0
     */
    public record Settings(
            Optional<ModelPreset> preset,
            PixelLayout pixels,
            Optional<TensorOrder> tensorOrder,
            Optional<FaceSize> inputSize,
            int batchLimit,
            boolean unitLength,
            Optional<Threshold> threshold,
            Optional<String> thresholdSource,
            Optional<String> label,
            Optional<Metric> metric) {
        /** The layout of faces for an input in this order. */
        public PixelLayout layoutIn(TensorOrder order) {
            return order == TensorOrder.NCHW ? pixels.asPlanar() : pixels.asInterleaved();
        }
    }

    /**
     * How two embeddings are compared.
     *
     * @param name in descriptions: another metric has another name
     * @param similarity of an embedding of the probe and one of the reference, of equal lengths,
     *     not to be written to; higher where more alike, finite. Must be safe for use by several
     *     threads
     * @since 0.1.0
     */
    public record Metric(String name, ToDoubleBiFunction<float[], float[]> similarity) {
        /** Checks that neither is null. */
        public Metric {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(similarity, "similarity");
        }

        /**
         * The Euclidean distance turned round, at most 0.
         *
         * <pre>s(a, b) = -sqrt(sum_d (a_d - b_d)^2)</pre>
         *
         * <p>Of embeddings that {@link #unitLength} scales, the distance is sqrt(2 - 2 cos(a, b)).
         * Sums in double.
         */
        public static Metric euclidean() {
            return new Metric("Euclidean distance, negative", Metric::nearness);
        }

        private static double nearness(float[] a, float[] b) {
            double squares = 0;
            for (int d = 0; d < a.length; d++) {
                double difference = (double) a[d] - b[d];
                squares += difference * difference;
            }
            return squares == 0 ? 0 : -Math.sqrt(squares);
        }
    }

    /**
     * In which order the four dimensions of a model's input stand.
     *
     * @since 0.1.0
     */
    public enum TensorOrder {
        /** Batch, channels, height, width: one colour plane after another. What PyTorch exports. */
        NCHW,
        /**
         * Batch, height, width, channels: the colours of a pixel side by side. What Keras exports.
         */
        NHWC
    }
}
