package io.github.corrrise.verify.adapter;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An embedding model run by some engine: behaviour shared by all adapters. Batches are checked and
 * cut, outputs are checked, and closing waits for running calls. An adapter adds the engine's part:
 * one {@linkplain #pass pass}, and what is {@linkplain #release released} at the end.
 *
 * <p>Similarity is the cosine of two embeddings. Safe for use by several threads if the adapter's
 * {@code pass} is. Whoever opens it closes it; calls after {@link #close()} throw {@link
 * IllegalStateException}.
 *
 * @since 0.1.0
 */
public abstract class ModelEmbedder implements FaceEmbedder, AutoCloseable {
    private final EmbedderBuilder.Settings settings;
    private final Model model;
    private final PixelLayout layout;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean closed;
    private volatile int embeddingLength;

    /**
     * What an adapter knows of its model.
     *
     * @param name the model in messages and in the description, a file's name, say
     * @param version what tells it from another of that name, a digest of all files that its
     *     weights are in, say; may be empty
     * @param inputSize height and width of the faces
     * @param tensorOrder in which order the input's dimensions stand
     * @param fixedBatch faces a pass must have, or 0 where any number will do
     * @param output which of several outputs the embeddings are read from; empty where the model
     *     has one
     * @param engine what runs it and where, for the description
     * @param origin digest, runtime and provider; the source of the threshold is the builder's
     */
    public record Model(
            String name,
            String version,
            FaceSize inputSize,
            EmbedderBuilder.TensorOrder tensorOrder,
            int fixedBatch,
            String output,
            String engine,
            Origin origin) {}

    /**
     * One backward pass of an engine, for {@link #pullBack}.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    protected interface GradientPass {
        /**
         * Derivatives of the model's own output, before any scaling to unit length.
         *
         * @param faces written in {@link #layout()}, of {@link #inputSize()}; to be read only
         * @param first the slot to begin with
         * @param cotangents one per face, each as long as an embedding; not to be written to
         * @param rowCount faces the pass must have, at least as many as there are cotangents; what
         *     stands in the rows behind means nothing
         * @return one array per cotangent, of {@link FaceBatch#faceLength()} values
         * @throws VerifierException where the engine fails; the cause is kept
         */
        float[][] run(FaceBatch faces, int first, float[][] cotangents, int rowCount);
    }

    /** For adapters, which call {@link #measure()} before they hand the verifier out. */
    protected ModelEmbedder(EmbedderBuilder.Settings settings, Model model) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.model = Objects.requireNonNull(model, "model");
        this.layout = settings.layoutIn(model.tensorOrder());
    }

    /**
     * Sends faces through the model.
     *
     * @param faces written in {@link #layout()}, of {@link #inputSize()}; to be read only
     * @param first the slot to begin with
     * @param faceCount slots that count, at least 1
     * @param rowCount faces the pass must have, at least {@code faceCount}; what stands in the rows
     *     behind means nothing
     * @throws VerifierException where the engine fails; the cause is kept
     */
    protected abstract EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount);

    /**
     * Gives the engine's memory back; called once, when no pass is under way.
     *
     * @throws VerifierException where the engine fails
     */
    protected abstract void release();

    /**
     * How many rows a pass of some faces has: as many as there are faces, or those of a fixed
     * batch.
     */
    protected int rowCount(int faceCount) {
        return model.fixedBatch() > 0 ? model.fixedBatch() : faceCount;
    }

    /**
     * Makes the first pass, of two plain faces, and learns the embedding's length from it: a model
     * that takes any batch size must give two rows for them. Where it fails on two, one is tried,
     * so that the message can name {@link EmbedderBuilder#batchLimit}. On failure the verifier is
     * closed.
     *
     * @throws IllegalArgumentException where the output is neither [N,D] nor [N,D,1,1]
     * @throws VerifierException where the engine fails
     */
    protected final void measure() {
        try {
            FaceBatch faces =
                    FaceBatch.of(
                            layout,
                            FaceImage.filled(inputSize(), 96, 96, 96),
                            FaceImage.filled(inputSize(), 160, 160, 160));
            int faceCount = Math.min(faces.count(), passLimit());
            int rowCount = rowCount(faceCount);
            EmbeddingRows rows = toldPass(faces, 0, faceCount, rowCount);
            embeddingLength = rows.embeddingLength(rowCount);
            if (embeddingLength == 0) {
                throw Checks.rejected(
                        "output of " + model.name() + " for " + rowCount + " faces",
                        "[" + rowCount + ",D] or [" + rowCount + ",D,1,1]",
                        rows + remedy(faces, 0, rowCount));
            }
        } catch (Throwable e) {
            try {
                close();
            } catch (VerifierException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** A pass; one that fails on several faces tells whether one face alone works. */
    private EmbeddingRows toldPass(FaceBatch faces, int first, int faceCount, int rowCount) {
        try {
            return pass(faces, first, faceCount, rowCount);
        } catch (VerifierException e) {
            String remedy = remedy(faces, first, rowCount);
            if (remedy.isEmpty()) {
                throw e;
            }
            throw new VerifierException(e.getMessage() + remedy, e.getCause());
        }
    }

    /** What to set where a pass of several faces did not suit and one of the first alone does. */
    private String remedy(FaceBatch faces, int first, int rowCount) {
        if (rowCount == 1 || model.fixedBatch() > 0) {
            return "";
        }
        try {
            if (pass(faces, first, 1, 1).embeddingLength(1) == 0) {
                return "";
            }
        } catch (VerifierException | IllegalArgumentException | IllegalStateException e) {
            return "";
        }
        return ". One face at a time works: set batchLimit(1) on the builder"
                + (rowCount > 2 ? ", or a limit under " + rowCount + " that works" : "")
                + " (--batch-size 1 of a command)";
    }

    private int passLimit() {
        return model.fixedBatch() > 0 ? model.fixedBatch() : settings.batchLimit();
    }

    @Override
    public final FaceSize inputSize() {
        return model.inputSize();
    }

    @Override
    public final PixelLayout layout() {
        return layout;
    }

    @Override
    public final Optional<Threshold> threshold() {
        return settings.threshold();
    }

    /** The model's full digest, what runs it and where, and where the threshold comes from. */
    @Override
    public final Origin origin() {
        return model.origin().withThresholdSource(settings.thresholdSource());
    }

    /** By {@link EmbedderBuilder#metric}; the cosine where none was set. */
    @Override
    public final double similarity(float[] a, float[] b) {
        if (settings.metric().isEmpty()) {
            return FaceEmbedder.super.similarity(a, b);
        }
        if (a.length != b.length) {
            throw Checks.rejected("length of b", Integer.toString(a.length), b.length);
        }
        return settings.metric().get().similarity().applyAsDouble(a, b);
    }

    /** Floats in an embedding, D. */
    public final int embeddingLength() {
        return embeddingLength;
    }

    /**
     * All that a score depends on: the model's name and version, which of several outputs is read,
     * what its pixels are normalised with, whether embeddings are of unit length, how they are
     * compared where not by their cosine, and what it runs on. The threshold is not part of it.
     */
    @Override
    public final String description() {
        return settings.label().map(label -> label + ": ").orElse("")
                + model.name()
                + (model.version().isEmpty() ? "" : " (" + model.version() + ")")
                + (model.output().isEmpty() ? "" : ", output " + model.output())
                + ", "
                + settings.preset().map(preset -> preset + ", ").orElse("")
                + inputSize()
                + " "
                + layout
                + (settings.unitLength() ? ", unit length" : "")
                + settings.metric().map(metric -> ", " + metric.name()).orElse("")
                + ", "
                + model.engine();
    }

    /**
     * The embeddings of some faces, as the model gives them, or of unit length if the builder was
     * told so. A length of 0 stays 0.
     *
     * <p>Where a pass of several faces fails, one more pass of a single face tells whether a lower
     * {@link EmbedderBuilder#batchLimit} would help; the message says so.
     *
     * @return new arrays, one for each face
     * @throws IllegalArgumentException where the batch is empty, or of another size or layout
     * @throws IllegalStateException after {@link #close()}
     * @throws VerifierException where the engine fails; the cause is kept
     */
    @Override
    public final float[][] embed(FaceBatch faces) {
        requireSuitable(faces);
        life.readLock().lock();
        try {
            requireOpen();
            float[][] embeddings = new float[faces.count()][embeddingLength];
            int limit = passLimit();
            for (int first = 0; first < embeddings.length; first += limit) {
                int faceCount = Math.min(limit, embeddings.length - first);
                int rowCount = rowCount(faceCount);
                EmbeddingRows rows = toldPass(faces, first, faceCount, rowCount);
                requireLength(rows, rowCount);
                for (int i = 0; i < faceCount; i++) {
                    rows.copyRow(i, embeddings[first + i]);
                }
            }
            if (settings.unitLength()) {
                for (float[] embedding : embeddings) {
                    scaleToUnitLength(embedding);
                }
            }
            return embeddings;
        } finally {
            life.readLock().unlock();
        }
    }

    /**
     * Derivatives of embeddings, for adapters that implement {@link
     * io.github.corrrise.verify.DifferentiableEmbedder}: arguments are checked, faces are cut into
     * passes as {@link #embed} cuts them, and where embeddings are of unit length the chain rule
     * takes them through it, at the price of one pass more. The derivative of an embedding of
     * length 0 is 0.
     *
     * @param engine runs one backward pass
     * @return new arrays, one for each face, all finite
     * @throws IllegalArgumentException where the batch is empty, or of another size or layout, or
     *     the cotangents are of another number or length, or not finite
     * @throws IllegalStateException after {@link #close()}
     * @throws VerifierException where the engine fails, or a derivative is not finite
     */
    protected final float[][] pullBack(FaceBatch faces, float[][] cotangents, GradientPass engine) {
        requireSuitable(faces);
        requireSuitable(faces, cotangents);
        life.readLock().lock();
        try {
            requireOpen();
            float[][] gradients = new float[faces.count()][];
            int limit = passLimit();
            for (int first = 0; first < gradients.length; first += limit) {
                int faceCount = Math.min(limit, gradients.length - first);
                int rowCount = rowCount(faceCount);
                float[][] own = Arrays.copyOfRange(cotangents, first, first + faceCount);
                if (settings.unitLength()) {
                    own = throughUnitLength(faces, first, own, rowCount);
                }
                float[][] pass = engine.run(faces, first, own, rowCount);
                for (int i = 0; i < faceCount; i++) {
                    requireFinite(pass[i], first + i);
                    gradients[first + i] = pass[i];
                }
            }
            return gradients;
        } finally {
            life.readLock().unlock();
        }
    }

    /** (c - (c . u) u) / |e| for u = e / |e|: what reaches e of a cotangent of u. */
    private float[][] throughUnitLength(
            FaceBatch faces, int first, float[][] cotangents, int rowCount) {
        EmbeddingRows rows = toldPass(faces, first, cotangents.length, rowCount);
        requireLength(rows, rowCount);
        float[][] through = new float[cotangents.length][embeddingLength];
        float[] embedding = new float[embeddingLength];
        for (int i = 0; i < through.length; i++) {
            rows.copyRow(i, embedding);
            double squareSum = 0;
            double product = 0;
            for (int d = 0; d < embedding.length; d++) {
                squareSum += (double) embedding[d] * embedding[d];
                product += (double) embedding[d] * cotangents[i][d];
            }
            if (squareSum > 0) {
                double length = Math.sqrt(squareSum);
                for (int d = 0; d < embedding.length; d++) {
                    double along = product / squareSum * embedding[d];
                    through[i][d] = (float) ((cotangents[i][d] - along) / length);
                }
            }
        }
        return through;
    }

    private void requireSuitable(FaceBatch faces, float[][] cotangents) {
        Checks.exactly(faces.count(), cotangents.length, "cotangents.length");
        for (float[] cotangent : cotangents) {
            Checks.exactly(embeddingLength, cotangent.length, "cotangent.length");
            for (float value : cotangent) {
                Checks.finite(value, "cotangent");
            }
        }
    }

    private void requireFinite(float[] gradient, int slot) {
        for (float value : gradient) {
            if (!Float.isFinite(value)) {
                throw new VerifierException(
                        "gradient of "
                                + model.name()
                                + " must be finite, was "
                                + value
                                + " for face "
                                + slot);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the verifier of " + model.name() + " is closed");
        }
    }

    private void requireSuitable(FaceBatch faces) {
        if (!faces.size().equals(inputSize())) {
            throw Checks.rejected("faces", inputSize().toString(), faces.size());
        }
        if (!faces.layout().equals(layout)) {
            throw Checks.rejected("faces", "written in " + layout, faces.layout());
        }
        Checks.atLeast(1, faces.count(), "faces.count()");
    }

    private void requireLength(EmbeddingRows rows, int rowCount) {
        if (rows.embeddingLength(rowCount) != embeddingLength) {
            throw new VerifierException(
                    "output of "
                            + model.name()
                            + " must be ["
                            + rowCount
                            + ","
                            + embeddingLength
                            + "], was "
                            + rows);
        }
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
     * Gives the engine's memory back, once running calls have ended. Closing again does nothing.
     *
     * @throws VerifierException where the engine fails
     */
    @Override
    public final void close() {
        life.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                release();
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    /** The class and the description. */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + description() + "]";
    }
}
