package io.github.corrrise.onnx;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A face embedding model in an ONNX file, run by ONNX Runtime.
 *
 * <pre>
 * try (var verifier = OnnxFaceVerifier.builder(Path.of("arcface.onnx")).threshold(0.31).open()) {
 *     float[][] embeddings = verifier.embed(faces);
 * }
 * </pre>
 *
 * <p>The model has one float32 input, [N,3,H,W] or [N,H,W,3], and a float32 output, [N,D] or
 * [N,D,1,1]. Names, shapes and element types are read and checked once, when it is opened, and two
 * plain faces are sent through, so that what cannot work fails there. Height and width come from
 * the model; where they are dynamic the builder or its preset says them. A model of a fixed batch
 * size is fed in pieces of that size, the last one padded.
 *
 * <p>Similarity is the cosine of two embeddings. A batch is read in place: its memory is direct and
 * the runtime needs no copy.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it: {@link #close()} waits for
 * running calls, and calls after it throw {@link IllegalStateException}. Faces reach the file's
 * model and nothing else: the runtime's telemetry is switched off for the whole process.
 */
public final class OnnxFaceVerifier implements FaceEmbedder, AutoCloseable {
    private final OnnxModel model;
    private final PixelLayout layout;
    private final Optional<Threshold> threshold;
    private final boolean unitLength;
    private final String description;

    private OnnxFaceVerifier(Builder settings, OnnxModel model) {
        this.model = model;
        this.layout = settings.layoutIn(model.tensorOrder());
        this.threshold = Optional.ofNullable(settings.threshold);
        this.unitLength = settings.unitLength;
        this.description =
                (settings.label == null ? "" : settings.label + ": ")
                        + model.fileName()
                        + " (sha256 "
                        + model.sha256().substring(0, 12)
                        + "), "
                        + (settings.preset == null ? "" : settings.preset + ", ")
                        + model.inputSize()
                        + " "
                        + layout
                        + (unitLength ? ", unit length" : "")
                        + ", "
                        + settings.session().place()
                        + ", ONNX Runtime "
                        + model.runtimeVersion();
    }

    /**
     * Starts from {@link OnnxPreset#ARCFACE}'s channel order, mean and deviation, one thread, the
     * CPU and no threshold.
     *
     * @param model the ONNX file; weights in files beside it are found by the runtime
     */
    public static Builder builder(Path model) {
        return new Builder(model);
    }

    @Override
    public FaceSize inputSize() {
        return model.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return layout;
    }

    @Override
    public Optional<Threshold> threshold() {
        return threshold;
    }

    /** Floats in an embedding, D. */
    public int embeddingLength() {
        return model.embeddingLength();
    }

    /** The SHA-256 of the model file as it was opened, 64 hexadecimal digits in lower case. */
    public String modelSha256() {
        return model.sha256();
    }

    /**
     * The file's name, the first 12 digits of its SHA-256, what its pixels are normalised with and
     * what it runs on.
     */
    @Override
    public String description() {
        return description;
    }

    /**
     * The embeddings of some faces, as the model gives them, or of unit length if the builder was
     * told so. A length of 0 stays 0.
     *
     * @throws IllegalArgumentException where the batch is empty, or of another size or layout
     * @throws IllegalStateException after {@link #close()}
     * @throws VerifierException where the runtime fails; the cause is kept
     */
    @Override
    public float[][] embed(FaceBatch faces) {
        if (!faces.size().equals(inputSize())) {
            throw Rejection.of("faces", inputSize(), faces.size());
        }
        if (!faces.layout().equals(layout)) {
            throw Rejection.of("faces", "written in " + layout, faces.layout());
        }
        if (faces.count() < 1) {
            throw Rejection.of("faces.count()", "at least 1", faces.count());
        }
        float[][] embeddings = model.embed(faces);
        if (unitLength) {
            for (float[] embedding : embeddings) {
                scaleToUnitLength(embedding);
            }
        }
        return embeddings;
    }

    private static void scaleToUnitLength(float[] embedding) {
        double squareSum = 0;
        for (float value : embedding) {
            squareSum += (double) value * value;
        }
        if (squareSum == 0) {
            return;
        }
        double length = Math.sqrt(squareSum);
        for (int d = 0; d < embedding.length; d++) {
            embedding[d] = (float) (embedding[d] / length);
        }
    }

    /**
     * Gives the model's memory back, once running calls have ended. Closing again does nothing.
     *
     * @throws VerifierException where the runtime fails
     */
    @Override
    public void close() {
        model.close();
    }

    /** The class and the description. */
    @Override
    public String toString() {
        return "OnnxFaceVerifier[" + description + "]";
    }

    /**
     * Settings of a verifier that is not open yet. Each is optional and wins over the preset,
     * whichever was called first; a builder may be opened several times. Not safe for use by
     * several threads.
     */
    public static final class Builder {
        /** On a CPU the time per face is the same from 1 to 32; only the memory grows. */
        private static final int DEFAULT_BATCH_LIMIT = 16;

        final Path file;
        @Nullable OnnxPreset preset;
        PixelLayout.@Nullable ChannelOrder channelOrder;
        float @Nullable [] mean;
        float @Nullable [] deviation;
        @Nullable TensorOrder tensorOrder;
        @Nullable FaceSize inputSize;
        @Nullable String inputName;
        @Nullable String outputName;
        int intraOpThreadCount = 1;
        int batchLimit = DEFAULT_BATCH_LIMIT;
        ExecutionProvider provider = ExecutionProvider.CPU;
        @Nullable Integer device;
        boolean unitLength;
        @Nullable Threshold threshold;
        @Nullable String label;

        private Builder(Path file) {
            this.file = Objects.requireNonNull(file, "model");
        }

        /**
         * What the model's family wants. The model's height and width, where fixed, must then be
         * the preset's, unless {@link #inputSize} says otherwise.
         */
        public Builder preset(OnnxPreset newPreset) {
            this.preset = Objects.requireNonNull(newPreset, "preset");
            return this;
        }

        /** Which colour comes first. */
        public Builder channelOrder(PixelLayout.ChannelOrder order) {
            this.channelOrder = Objects.requireNonNull(order, "order");
            return this;
        }

        /**
         * What is subtracted from a pixel in [0, 255].
         *
         * @param newMean one finite value, or three in red, green, blue order
         */
        public Builder mean(float... newMean) {
            PixelLayout.RGB_PLANAR_0_255.withMean(newMean);
            this.mean = newMean.clone();
            return this;
        }

        /**
         * What a pixel in [0, 255] is divided by, after the mean was subtracted.
         *
         * @param newDeviation one finite value above 0, or three in red, green, blue order
         */
        public Builder deviation(float... newDeviation) {
            PixelLayout.RGB_PLANAR_0_255.withDeviation(newDeviation);
            this.deviation = newDeviation.clone();
            return this;
        }

        /**
         * In which order the input's dimensions stand. By default as the model's shape shows: NHWC
         * where the last dimension is 3 and the second is not.
         */
        public Builder tensorOrder(TensorOrder order) {
            this.tensorOrder = Objects.requireNonNull(order, "order");
            return this;
        }

        /**
         * Height and width of the faces. Needed where the model leaves them dynamic and no preset
         * is set; must agree with the model where it fixes them.
         */
        public Builder inputSize(FaceSize size) {
            this.inputSize = Objects.requireNonNull(size, "size");
            return this;
        }

        /** The input's name; by default the model's only input. */
        public Builder inputName(String name) {
            this.inputName = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The output's name; by default the model's only output. */
        public Builder outputName(String name) {
            this.outputName = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Threads of the runtime that share one batch, 1 by default: then a call computes on the
         * thread that makes it and the runtime starts none. More serve an application that scores
         * from one thread; one that scores from several threads is faster with 1.
         *
         * @param count at least 1
         */
        public Builder intraOpThreads(int count) {
            this.intraOpThreadCount = Rejection.unlessAtLeast(1, count, "intraOpThreads");
            return this;
        }

        /**
         * Faces sent through the model at once, 16 by default; larger batches are cut. The
         * runtime's memory grows with it and never shrinks. A GPU may want more. Models of a fixed
         * batch size go by that.
         *
         * @param count at least 1
         */
        public Builder batchLimit(int count) {
            this.batchLimit = Rejection.unlessAtLeast(1, count, "batchLimit");
            return this;
        }

        /** What to compute on, {@link ExecutionProvider#CPU} by default; its first device. */
        public Builder executionProvider(ExecutionProvider newProvider) {
            this.provider = Objects.requireNonNull(newProvider, "provider");
            this.device = null;
            return this;
        }

        /**
         * What to compute on.
         *
         * @param newProvider one that {@linkplain ExecutionProvider#hasDevices() has devices}
         * @param newDevice which device, at least 0
         */
        public Builder executionProvider(ExecutionProvider newProvider, int newDevice) {
            this.device = newProvider.requireDevice(newDevice);
            this.provider = newProvider;
            return this;
        }

        /**
         * Whether embeddings are scaled to unit length (L2), for a vector store, say; off by
         * default. The similarity, a cosine, is the same.
         */
        public Builder unitLength(boolean on) {
            this.unitLength = on;
            return this;
        }

        /**
         * The similarity at or above which the decision is a match; none by default.
         *
         * @param similarity finite, on the scale of the cosine
         */
        public Builder threshold(double similarity) {
            this.threshold = Threshold.of(similarity);
            return this;
        }

        /** A name that precedes the file's in the description; none by default. */
        public Builder description(String newLabel) {
            this.label = Objects.requireNonNull(newLabel, "description");
            return this;
        }

        /**
         * Loads the model and checks it; the caller closes what it gets. On failure nothing stays
         * open.
         *
         * @throws java.io.UncheckedIOException where the file is missing, empty, a directory or not
         *     readable
         * @throws IllegalArgumentException where the model's inputs or outputs do not suit, or not
         *     these settings
         * @throws VerifierException where the runtime cannot be loaded, has no such provider, or
         *     refuses the file
         */
        public OnnxFaceVerifier open() {
            OnnxModel model = OnnxModel.open(this);
            OnnxFaceVerifier verifier = new OnnxFaceVerifier(this, model);
            try {
                model.measureEmbedding(plainFaces(verifier));
                return verifier;
            } catch (RuntimeException | Error e) {
                verifier.close();
                throw e;
            }
        }

        /** Two faces: a model that takes any batch size must give two rows for them. */
        private static FaceBatch plainFaces(OnnxFaceVerifier verifier) {
            FaceSize size = verifier.inputSize();
            return FaceBatch.of(
                    verifier.layout(),
                    FaceImage.filled(size, 96, 96, 96),
                    FaceImage.filled(size, 160, 160, 160));
        }

        SessionSettings session() {
            return new SessionSettings(file, intraOpThreadCount, provider, device);
        }

        PixelLayout layoutIn(TensorOrder order) {
            PixelLayout layout = (preset == null ? OnnxPreset.ARCFACE : preset).layout();
            if (channelOrder != null) {
                layout = layout.withOrder(channelOrder);
            }
            if (mean != null) {
                layout = layout.withMean(mean);
            }
            if (deviation != null) {
                layout = layout.withDeviation(deviation);
            }
            return order == TensorOrder.NCHW ? layout.asPlanar() : layout.asInterleaved();
        }
    }
}
