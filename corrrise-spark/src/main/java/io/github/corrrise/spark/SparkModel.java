package io.github.corrrise.spark;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What compares the faces on the executors. A description only: nothing is read, opened or sent
 * before {@link SparkExplainer#explain}, and each executor opens the model once for all its tasks.
 *
 * <pre>{@code
 * SparkModel.onnx("hdfs:///models/arcface.onnx")
 * SparkModel.shared("/mnt/models/large.onnx")
 * SparkModel.of(() -> FaceVerifier.of(FaceSize.ARCFACE, Matchers::compare))
 * }</pre>
 *
 * <p>Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SparkModel {
    private final Place place;
    private final String name;
    private final @Nullable VerifierSupplier supplier;
    private final @Nullable ModelPreset preset;
    private final @Nullable FaceSize inputSize;

    /** Where a model is found. */
    enum Place {
        /** Read by the driver and sent to the executors. */
        BROADCAST,
        /** On a disk of every node. */
        SHARED,
        /** Opened by code of the caller's. */
        SUPPLIED
    }

    private SparkModel(
            Place place,
            String name,
            @Nullable VerifierSupplier supplier,
            @Nullable ModelPreset preset,
            @Nullable FaceSize inputSize) {
        this.place = place;
        this.name = name;
        this.supplier = supplier;
        this.preset = preset;
        this.inputSize = inputSize;
    }

    /**
     * An ONNX file that the driver reads and broadcasts: it need not be visible to the executors.
     * It must hold its weights and be smaller than 2 GB; its bytes are in the memory of the driver
     * and of each executor, besides what the runtime takes.
     *
     * @param uri a path of Hadoop's: {@code file:///models/arcface.onnx}, {@code
     *     hdfs://host/arcface.onnx}; without a scheme one of the cluster's default file system
     */
    public static SparkModel onnx(String uri) {
        return new SparkModel(
                Place.BROADCAST, Objects.requireNonNull(uri, "uri"), null, null, null);
    }

    /**
     * An ONNX file that every node, the driver's too, has at the same path: for large models, and
     * those whose weights are in further files. A node whose file has another SHA-256 than the
     * driver's fails its tasks.
     *
     * @param path of the local file system, not a URI
     */
    public static SparkModel shared(String path) {
        return new SparkModel(Place.SHARED, Objects.requireNonNull(path, "path"), null, null, null);
    }

    /**
     * A matcher of the caller's own. Two suppliers that serialise to the same bytes share one
     * verifier in an executor.
     *
     * @param supplier runs on the executors; it may capture serialisable values only
     * @throws IllegalArgumentException where it cannot be serialised
     */
    public static SparkModel of(VerifierSupplier supplier) {
        return new SparkModel(Place.SUPPLIED, digest(supplier), supplier, null, null);
    }

    /**
     * What the model's family wants; unless given, the pixels of {@link ModelPreset#ARCFACE} and
     * the size that the model has. A model that no preset suits is opened by {@link #of}.
     *
     * @throws IllegalArgumentException where the verifier comes from a supplier, which knows
     */
    public SparkModel preset(ModelPreset newPreset) {
        Objects.requireNonNull(newPreset, "preset");
        requireFile("preset", newPreset);
        return new SparkModel(place, name, null, newPreset, inputSize);
    }

    /**
     * Height and width of the faces, where neither the model nor the preset says them, or a model
     * wants another size than its family's.
     *
     * @param height at least 1
     * @param width at least 1
     * @throws IllegalArgumentException where the verifier comes from a supplier, which knows
     */
    public SparkModel inputSize(int height, int width) {
        FaceSize size = new FaceSize(height, width);
        requireFile("inputSize", size);
        return new SparkModel(place, name, null, preset, size);
    }

    private void requireFile(String argument, Object received) {
        if (place == Place.SUPPLIED) {
            throw Checks.rejected(
                    argument, "set by the supplier that opens the verifier", received);
        }
    }

    Place place() {
        return place;
    }

    /** The file, or the digest of the supplier. */
    String name() {
        return name;
    }

    /** How the file is to be opened. */
    OpenableModel.Input input() {
        return new OpenableModel.Input(
                preset,
                inputSize == null ? 0 : inputSize.height(),
                inputSize == null ? 0 : inputSize.width());
    }

    VerifierSupplier supplier() {
        return Objects.requireNonNull(supplier, "supplier");
    }

    private static String digest(VerifierSupplier supplier) {
        Objects.requireNonNull(supplier, "supplier");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(supplier);
        } catch (IOException e) {
            IllegalArgumentException rejected =
                    Checks.rejected("supplier", "serialisable with all that it captures", e);
            rejected.initCause(e);
            throw rejected;
        }
        return new Sha256().add(HexFormat.of().formatHex(bytes.toByteArray())).hex();
    }

    /** The place and the name. */
    @Override
    public String toString() {
        return "SparkModel[" + place + " " + name + "]";
    }

    /**
     * Opens a verifier on an executor, once for all its tasks.
     *
     * @since 0.1.0
     */
    @FunctionalInterface
    public interface VerifierSupplier extends Serializable {
        /**
         * Opens the verifier. What it throws fails the task. A verifier that is {@link
         * AutoCloseable} is closed when another model takes its place.
         *
         * @return safe for use by several threads: the tasks of an executor share it
         * @throws Exception where it cannot be opened
         */
        FaceVerifier open() throws Exception;
    }
}
