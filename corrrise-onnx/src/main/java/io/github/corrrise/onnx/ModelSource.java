package io.github.corrrise.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a model comes from: a file that the runtime reads, or bytes in memory. */
final class ModelSource {
    private final @Nullable Path file;
    private final byte[] content;
    private final @Nullable String name;

    private ModelSource(@Nullable Path file, byte[] content, @Nullable String name) {
        this.file = file;
        this.content = content;
        this.name = name;
    }

    static ModelSource of(Path file) {
        return new ModelSource(Objects.requireNonNull(file, "model"), new byte[0], null);
    }

    /** Copies the array. */
    static ModelSource of(byte[] content) {
        byte[] copy = Objects.requireNonNull(content, "model").clone();
        return new ModelSource(null, copy, "model of " + copy.length + " bytes");
    }

    ModelSource named(String newName) {
        return new ModelSource(file, content, Objects.requireNonNull(newName, "name"));
    }

    /** The model and the digest of all its files; what the runtime is to read is read once more. */
    Identified identify() {
        Path path = file;
        if (path == null) {
            return new Identified(ModelFile.ofOnnx(shown("model"), content), null, content);
        }
        ModelFile model = ModelFile.readOnnx(path);
        ModelFile named = new ModelFile(shown(model.name()), model.sha256());
        if (isReadByTheRuntime(path)) {
            return new Identified(named, path, content);
        }
        try {
            return new Identified(named, null, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Not of other file systems, nor by a name beyond the first 65,536 characters: the runtime's
     * bridge to Java encodes those as no file system does.
     */
    private static boolean isReadByTheRuntime(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault())
                && path.toString().chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    private String shown(String otherwise) {
        return name == null ? otherwise : name;
    }

    /** A model whose digest is known. */
    static final class Identified {
        private final ModelFile model;
        private final @Nullable Path file;
        private final byte[] content;

        private Identified(ModelFile model, @Nullable Path file, byte[] content) {
            this.model = model;
            this.file = file;
            this.content = content;
        }

        ModelFile model() {
            return model;
        }

        OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
                throws OrtException {
            return file == null
                    ? environment.createSession(content, options)
                    : environment.createSession(file.toString(), options);
        }
    }
}
