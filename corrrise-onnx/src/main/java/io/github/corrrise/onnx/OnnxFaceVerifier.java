package io.github.corrrise.onnx;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import io.github.corrrise.verify.adapter.ModelEmbedder;
import java.nio.file.Path;
import java.util.Objects;
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
 * plain faces (one where the batch size is 1) are sent through, so that what cannot work fails
 * there. Height and width come from the model; where they are dynamic the builder or its preset
 * says them. A model of a fixed batch size is fed in pieces of that size, the last one padded.
 *
 * <p>Similarity is the cosine of two embeddings. A batch is read in place: its memory is direct and
 * the runtime needs no copy. Only the last piece of a fixed batch size is copied where the batch
 * ends too soon.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it: {@link #close()} waits for
 * running calls, and calls after it throw {@link IllegalStateException}. Faces reach the file's
 * model and nothing else: the runtime's telemetry is switched off for the whole process.
 *
 * @since 0.1.0
 */
public final class OnnxFaceVerifier extends ModelEmbedder {
    private final OnnxModel model;

    private OnnxFaceVerifier(EmbedderBuilder.Settings settings, OnnxModel model) {
        super(
                settings,
                new Model(
                        model.file().name(),
                        model.file().version(),
                        model.shape().inputSize(),
                        model.shape().tensorOrder(),
                        model.shape().fixedBatch(),
                        model.shape().choice(),
                        model.engine(),
                        model.origin()));
        this.model = model;
    }

    /**
     * Starts from {@link ModelPreset#ARCFACE}'s channel order, mean and deviation, one thread, the
     * CPU and no threshold.
     *
     * @param model the ONNX file; weights in files beside it are found by the graph, and none of
     *     them may change before the verifier is closed
     */
    public static Builder builder(Path model) {
        return new Builder(ModelSource.of(model));
    }

    /**
     * Starts from the bytes of an ONNX file, with the defaults of {@link #builder(Path)}. They must
     * hold the weights: a graph that names further files is refused when it is opened.
     *
     * @param model copied, and kept by the builder
     */
    public static Builder builder(byte[] model) {
        return new Builder(ModelSource.of(model));
    }

    /**
     * The version of the native runtime, such as 1.26.0.
     *
     * @throws VerifierException where the native library cannot be loaded; the message names the
     *     cause and the property to set
     */
    public static String runtimeVersion() {
        return NativeRuntime.environment().getVersion();
    }

    /**
     * The digest of the model as it was opened, 64 hexadecimal digits in lower case: the SHA-256 of
     * the file; where the graph names files of weights, the one of several files that {@link
     * io.github.corrrise.verify.adapter.ModelFile} defines.
     */
    public String modelSha256() {
        return model.file().sha256();
    }

    @Override
    protected EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount) {
        return model.pass(faces, first, faceCount, rowCount);
    }

    @Override
    protected void release() {
        model.close();
    }

    /**
     * Settings of a verifier that is not open yet. Each is optional and wins over the preset,
     * whichever was called first; a builder may be opened several times. Not safe for use by
     * several threads.
     */
    public static final class Builder extends EmbedderBuilder<Builder> {
        private ModelSource source;
        @Nullable String inputName;
        @Nullable String outputName;
        private int intraOpThreadCount = 1;
        private ExecutionProvider provider = ExecutionProvider.CPU;
        private @Nullable Integer device;

        private Builder(ModelSource source) {
            this.source = source;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * The model's name in messages and in the description; by default the file's, or the number
         * of bytes.
         */
        public Builder modelName(String name) {
            this.source = source.named(name);
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

        /** What to compute on, {@link ExecutionProvider#CPU} by default; its first device. */
        public Builder executionProvider(ExecutionProvider newProvider) {
            this.provider = Objects.requireNonNull(newProvider, "provider");
            this.device = null;
            return this;
        }

        /**
         * What to compute on.
         *
         * @param newProvider {@link ExecutionProvider#CUDA}, {@link ExecutionProvider#TENSOR_RT} or
         *     {@link ExecutionProvider#DIRECT_ML}
         * @param newDevice which device, at least 0
         */
        public Builder executionProvider(ExecutionProvider newProvider, int newDevice) {
            this.device = newProvider.requireDevice(newDevice);
            this.provider = newProvider;
            return this;
        }

        /**
         * Loads the model and checks it; the caller closes what it gets. On failure nothing stays
         * open.
         *
         * @throws java.io.UncheckedIOException where the file, or one that its graph names, is
         *     missing, empty, no regular file or not readable
         * @throws IllegalArgumentException where the model's inputs or outputs do not suit, or not
         *     these settings; where bytes are empty or name further files
         * @throws VerifierException where it is no ONNX file, where the runtime cannot be loaded,
         *     has no such provider, refuses the file, or fails
         */
        public OnnxFaceVerifier open() {
            EmbedderBuilder.Settings settings = settings();
            OnnxFaceVerifier verifier =
                    new OnnxFaceVerifier(settings, OnnxModel.open(this, settings));
            verifier.measure();
            return verifier;
        }

        SessionSettings session() {
            return new SessionSettings(source, intraOpThreadCount, provider, device);
        }
    }
}
