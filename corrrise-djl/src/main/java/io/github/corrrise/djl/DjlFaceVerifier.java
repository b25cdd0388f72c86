package io.github.corrrise.djl;

import ai.djl.repository.zoo.Criteria;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import io.github.corrrise.verify.adapter.ModelEmbedder;
import io.github.corrrise.verify.adapter.ModelFile;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A face embedding model of the Deep Java Library (DJL), run by whatever engine the application has
 * on its class path: PyTorch, ONNX Runtime, TensorFlow and others.
 *
 * <pre>
 * Criteria&lt;NDList, NDList&gt; criteria =
 *         Criteria.builder()
 *                 .setTypes(NDList.class, NDList.class)
 *                 .optModelPath(Path.of("face_feature.pt"))
 *                 .build();
 * try (var verifier = DjlFaceVerifier.builder(criteria).preset(ModelPreset.MOBILEFACE).open()) {
 *     float[][] embeddings = verifier.embed(faces);
 * }
 * </pre>
 *
 * <p>The model takes one float32 input, [N,3,H,W] or [N,H,W,3], and gives [N,D] or [N,D,1,1] in
 * float32 or float16. DJL does not tell an input's shape, so height and width are those of the
 * builder or its preset, 112 x 112 without either; two plain faces (one where a pass has one) are
 * sent through when it is opened, so that what cannot work fails there. The model's own translator
 * is not used: faces reach the model as the settings say.
 *
 * <p>Passes have {@link Builder#batchLimit} faces; what is left over is padded to a power of two,
 * for some engines compile anew for every batch size they meet. ONNX Runtime reads the faces where
 * they stand unless the padding runs over the batch's end. Otherwise, and for any other engine,
 * they are copied once, into memory that is reserved for it and used again, so a model may work in
 * place.
 *
 * <p>Safe for use by several threads: each pass has a predictor of its own, at most {@link
 * Builder#predictors} of them at once. Whoever opens it closes it: {@link #close()} waits for
 * running calls, and calls after it throw {@link IllegalStateException}. A model that was loaded
 * from criteria is closed with it; a model that came loaded stays its owner's, who keeps it open
 * until the verifier is closed. Where it was closed nevertheless the next pass throws {@link
 * IllegalStateException}; closed in the middle of a pass, an engine frees the memory that it is
 * reading, which ends the process.
 *
 * <p>Nothing is fetched that the criteria do not name, engine natives that are missing aside; DJL
 * fetches nothing at all with the system property {@code ai.djl.offline=true}. DJL reports its use
 * from machines of one cloud; this class opts the process out of that (system property {@code
 * OPT_OUT_TRACKING}). An application that starts DJL before it touches this class sets the property
 * itself.
 *
 * @since 0.1.0
 */
public final class DjlFaceVerifier extends ModelEmbedder implements DifferentiableEmbedder {
    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
    }

    private final LoadedModel loaded;
    private final PredictorPool predictors;
    private final Optional<GradientModel> gradients;
    private final int rowLimit;

    private DjlFaceVerifier(EmbedderBuilder.Settings settings, Builder own, LoadedModel loaded) {
        this(settings, own, loaded, loaded.file());
    }

    private DjlFaceVerifier(
            EmbedderBuilder.Settings settings,
            Builder own,
            LoadedModel loaded,
            Optional<ModelFile> file) {
        super(
                settings,
                new Model(
                        loaded.name(),
                        file.map(ModelFile::version).orElse("weights not identified"),
                        settings.inputSize()
                                .orElse(settings.preset().orElse(ModelPreset.ARCFACE).inputSize()),
                        settings.tensorOrder().orElse(EmbedderBuilder.TensorOrder.NCHW),
                        own.fixedBatch,
                        own.output.shown(),
                        loaded.engine(),
                        loaded.origin(file)));
        this.loaded = loaded;
        this.rowLimit = own.fixedBatch > 0 ? own.fixedBatch : settings.batchLimit();
        long passBytes = 3L * Float.BYTES * rowLimit * inputSize().pixelCount();
        this.predictors = new PredictorPool(loaded, own.output, own.predictorLimit, passBytes);
        this.gradients =
                own.gradients
                        ? Optional.of(
                                GradientModel.load(
                                        own.copied(),
                                        loaded,
                                        own.output,
                                        PredictorPool.passBytes(passBytes)))
                        : Optional.empty();
    }

    /**
     * Starts from a model that is loaded, a {@code ZooModel} or another; it stays the caller's and
     * is not closed. A model in memory is opened this way too, by {@code Model.newInstance(name,
     * engine)} and {@code load(InputStream)}.
     *
     * <p>DJL tells the model's folder and not its file, so the digest in the description covers
     * every file there that may have been read, as it stands when the verifier is opened. Of a
     * model that was read from a stream there is none, and the description says "weights not
     * identified": {@link Builder#description} must then tell one model from another.
     */
    public static Builder builder(ai.djl.Model model) {
        Objects.requireNonNull(model, "model");
        return new Builder(() -> LoadedModel.lent(model), null);
    }

    /**
     * Starts from what tells DJL which model to load; the verifier owns and closes it. Options of
     * the engine are set there, the threads of one pass for example; those that may change what it
     * computes stand in the description. So does a digest of the model's files: the one that DJL
     * reads with the engines of PyTorch and ONNX Runtime, with the files of weights that an ONNX
     * graph names, and the whole folder with any other.
     */
    public static Builder builder(Criteria<?, ?> criteria) {
        Objects.requireNonNull(criteria, "criteria");
        return new Builder(() -> LoadedModel.load(criteria), criteria);
    }

    @Override
    protected EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount) {
        return predictors.run(faces, first, faceCount, rowCount);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Needs {@link Builder#gradients}. One gradient at a time in the whole process, whatever the
     * number of verifiers and threads, for the engine has one collector of gradients; embeddings
     * are computed meanwhile. Where an application trains a model of its own at the time, the call
     * fails.
     *
     * @throws IllegalStateException without {@link Builder#gradients}, and after {@link #close()}
     * @throws VerifierException where the engine fails, or a derivative is not finite
     */
    @Override
    public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
        GradientModel own =
                gradients.orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "gradients(true) must be set on the builder of "
                                                + loaded.name()
                                                + ", was not set"));
        return pullBack(faces, cotangents, own::pullBack);
    }

    /** The next power of two, so that an engine meets few batch sizes. */
    @Override
    protected int rowCount(int faceCount) {
        int atLeast = super.rowCount(faceCount);
        int power = Integer.highestOneBit(atLeast);
        return power == atLeast ? atLeast : Math.min(rowLimit, 2 * power);
    }

    @Override
    protected void release() {
        try (loaded) {
            try {
                predictors.close();
            } finally {
                gradients.ifPresent(GradientModel::close);
            }
        }
    }

    /**
     * Holds the copy for gradients against the verifier's model, and a gradient against a
     * difference, on two faces of noise. What differs or fails closes the verifier.
     */
    private void tryGradients() {
        gradients.ifPresent(
                own -> {
                    try {
                        tryGradients(own);
                    } catch (Throwable e) {
                        try {
                            close();
                        } catch (VerifierException suppressed) {
                            e.addSuppressed(suppressed);
                        }
                        throw e;
                    }
                });
    }

    private void tryGradients(GradientModel own) {
        int faceCount = Math.min(2, rowLimit);
        int rowCount = rowCount(faceCount);
        GradientTrial trial = new GradientTrial(this, loaded.name(), faceCount);
        trial.requireSameEmbeddings(
                own.embed(trial.faces(), rowCount),
                pass(trial.faces(), 0, faceCount, rowCount).toArray());
        trial.requireDerivatives();
    }

    /**
     * Settings of a verifier that is not open yet. Each is optional and wins over the preset,
     * whichever was called first; a builder may be opened several times. Not safe for use by
     * several threads.
     */
    public static final class Builder extends EmbedderBuilder<Builder> {
        private final Supplier<LoadedModel> source;
        private final @Nullable Criteria<?, ?> criteria;
        private int predictorLimit = Runtime.getRuntime().availableProcessors();
        private int fixedBatch;
        private OutputChoice output = OutputChoice.ONLY;
        private boolean gradients;

        private Builder(Supplier<LoadedModel> source, @Nullable Criteria<?, ?> criteria) {
            this.source = source;
            this.criteria = criteria;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** The output's name, where the engine names outputs; by default the model's only one. */
        public Builder outputName(String name) {
            this.output = OutputChoice.named(Objects.requireNonNull(name, "name"));
            return this;
        }

        /**
         * The output's position, where outputs have no names; by default the model's only one.
         *
         * @param position at least 0
         */
        public Builder output(int position) {
            this.output = OutputChoice.at(requireAtLeast(0, position, "output"));
            return this;
        }

        /**
         * Faces that a pass must have, of a model that was exported for one batch size; any number
         * by default. {@link #batchLimit} then has no effect.
         *
         * @param count at least 1
         */
        public Builder fixedBatch(int count) {
            this.fixedBatch = requireAtLeast(1, count, "fixedBatch");
            return this;
        }

        /**
         * Passes at once, one for each processor by default; further threads wait for their turn. A
         * predictor is made when it is first needed, and holds memory for one pass unless the
         * engine reads the batch itself.
         *
         * @param count at least 1
         */
        public Builder predictors(int count) {
            this.predictorLimit = requireAtLeast(1, count, "predictors");
            return this;
        }

        /**
         * Whether {@link DjlFaceVerifier#pullBack} gives derivatives; false by default. A
         * TorchScript model of the engine PyTorch, opened from criteria, is then loaded a second
         * time, for gradients alone, which takes its memory once more; embeddings stay those of the
         * first. Both are compared when the verifier is opened: a model that was saved in training
         * mode is refused. A face of a pass keeps the model's activations until its gradient is
         * there, so a large model may want a lower {@link #batchLimit}.
         */
        public Builder gradients(boolean wanted) {
            this.gradients = wanted;
            return this;
        }

        private Criteria<?, ?> copied() {
            if (criteria == null) {
                throw new IllegalArgumentException(
                        "gradients(true) needs a model opened from criteria, for it is loaded twice,"
                                + " was given one that is loaded");
            }
            return criteria;
        }

        /**
         * Loads the model where it comes from criteria and checks it; the caller closes what it
         * gets. On failure nothing stays open that was not open before.
         *
         * @throws java.io.UncheckedIOException where files cannot be read or fetched
         * @throws IllegalArgumentException where the model's outputs or its translator do not suit,
         *     or not these settings
         * @throws IllegalStateException where the model is closed
         * @throws VerifierException where no engine is on the class path, or not the one asked for,
         *     where it has no such device, where it refuses the model, or fails
         */
        public DjlFaceVerifier open() {
            LoadedModel loaded = source.get();
            DjlFaceVerifier verifier;
            try {
                verifier = new DjlFaceVerifier(settings(), this, loaded);
            } catch (Throwable e) {
                loaded.close();
                throw e;
            }
            verifier.measure();
            verifier.tryGradients();
            return verifier;
        }

        private static int requireAtLeast(int minimum, int value, String name) {
            if (value < minimum) {
                throw new IllegalArgumentException(
                        name + " must be at least " + minimum + ", was " + value);
            }
            return value;
        }
    }
}
