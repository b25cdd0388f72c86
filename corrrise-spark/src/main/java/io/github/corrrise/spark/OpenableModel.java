package io.github.corrrise.spark;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model as it travels to an executor: small, and known by a key without being opened. */
sealed interface OpenableModel extends Serializable {
    /** Tells apart what scores differently; two with one key are the same model. */
    String key();

    /**
     * Opens it in this process.
     *
     * @param threshold the operating point, if one was set
     */
    FaceVerifier open(@Nullable Double threshold) throws Exception;

    /** An ONNX file whose bytes were broadcast. */
    record Sent(BroadcastFile file, Input input) implements OpenableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public String key() {
            return file.sha256() + " " + file.name() + " " + input;
        }

        @Override
        public FaceVerifier open(@Nullable Double threshold) {
            return opened(
                    OnnxFaceVerifier.builder(file.content()).modelName(file.name()),
                    input,
                    threshold);
        }
    }

    /** An ONNX file on a disk of every node. */
    record OnEveryNode(String path, String sha256, Input input) implements OpenableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public String key() {
            return sha256 + " " + path + " " + input;
        }

        @Override
        public FaceVerifier open(@Nullable Double threshold) {
            OnnxFaceVerifier verifier = openHere(threshold);
            if (!verifier.modelSha256().equals(sha256)) {
                String found = verifier.modelSha256();
                verifier.close();
                throw Checks.rejected(
                        "shared model " + path,
                        "the same file on every node, SHA-256 " + sha256 + " as on the driver's",
                        found);
            }
            return verifier;
        }

        private OnnxFaceVerifier openHere(@Nullable Double threshold) {
            try {
                return opened(OnnxFaceVerifier.builder(Path.of(path)), input, threshold);
            } catch (UncheckedIOException e) {
                throw new UncheckedIOException(
                        e.getMessage()
                                + " (it must be on every node; SparkModel.onnx sends a file that"
                                + " only the driver sees)",
                        e.getCause());
            }
        }
    }

    /** A verifier that code of the caller's opens. */
    record Supplied(SparkModel.VerifierSupplier supplier, String sha256) implements OpenableModel {
        private static final long serialVersionUID = 1L;

        @Override
        public String key() {
            return sha256;
        }

        @Override
        public FaceVerifier open(@Nullable Double threshold) throws Exception {
            return supplier.open();
        }
    }

    /**
     * How a model file is opened.
     *
     * @param preset the model's family, if one was named
     * @param height of the faces; 0 where the model or the preset says it
     * @param width of the faces; 0 where the model or the preset says it
     */
    record Input(@Nullable ModelPreset preset, int height, int width) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private static OnnxFaceVerifier opened(
            OnnxFaceVerifier.Builder builder, Input input, @Nullable Double threshold) {
        if (input.preset() != null) {
            builder.preset(input.preset());
        }
        if (input.height() > 0) {
            builder.inputSize(new FaceSize(input.height(), input.width()));
        }
        if (threshold != null) {
            builder.threshold(threshold);
        }
        return builder.open();
    }
}
