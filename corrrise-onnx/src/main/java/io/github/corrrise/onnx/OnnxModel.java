package io.github.corrrise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** An open session and its life: loaded, run from many threads, closed once. */
final class OnnxModel implements AutoCloseable {
    /*
     * Closing a session while it runs crashes the process, and closing it twice throws: every run
     * holds the read lock, close takes the write lock. The options are read by the session for as
     * long as it lives, so they are closed after it. The environment is the process's and belongs
     * to nobody.
     */
    private final String fileName;
    private final String sha256;
    private final ModelShape shape;
    private final int fixedBatch;
    private final int batchLimit;
    private final boolean oneRunAtATime;
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final Object turn = new Object();
    private boolean closed;
    private volatile int embeddingLength;

    private OnnxModel(
            OnnxFaceVerifier.Builder settings,
            String sha256,
            ModelShape shape,
            OrtEnvironment environment,
            OrtSession.SessionOptions options,
            OrtSession session) {
        this.fileName = nameOf(settings.file);
        this.sha256 = sha256;
        this.shape = shape;
        this.fixedBatch = shape.fixedBatch();
        this.batchLimit = settings.batchLimit;
        this.oneRunAtATime = settings.provider == ExecutionProvider.DIRECT_ML;
        this.environment = environment;
        this.options = options;
        this.session = session;
    }

    static OnnxModel open(OnnxFaceVerifier.Builder settings) {
        String sha256 = readable(settings.file);
        String name = nameOf(settings.file);
        OrtEnvironment environment = environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = null;
        try {
            configure(options, settings);
            session = load(environment, settings.file, options);
            ModelShape shape =
                    ModelShape.of(name, session.getInputInfo(), session.getOutputInfo(), settings);
            return new OnnxModel(settings, sha256, shape, environment, options, session);
        } catch (OrtException e) {
            closeAfter(e, session, options);
            throw new VerifierException(
                    "ONNX Runtime "
                            + environment.getVersion()
                            + " refuses model "
                            + name
                            + ": "
                            + e.getMessage(),
                    e);
        } catch (RuntimeException | Error e) {
            closeAfter(e, session, options);
            throw e;
        }
    }

    private static void closeAfter(
            Throwable failure, @Nullable OrtSession session, OrtSession.SessionOptions options) {
        try (options) {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            failure.addSuppressed(e);
        }
    }

    /** The SHA-256 of a file that is there and not empty. */
    private static String readable(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("model must be a file, was a directory: " + file);
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long length = 0;
            try (InputStream content = Files.newInputStream(file)) {
                byte[] piece = new byte[1 << 16];
                for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                    digest.update(piece, 0, read);
                    length += read;
                }
            }
            if (length == 0) {
                throw new IOException("model must be an ONNX file, was empty: " + file);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("model must be a file, was missing: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    private static OrtEnvironment environment() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError e) {
            throw new VerifierException(
                    "ONNX Runtime cannot be loaded on "
                            + System.getProperty("os.name")
                            + " "
                            + System.getProperty("os.arch"),
                    e);
        }
    }

    private static void configure(
            OrtSession.SessionOptions options, OnnxFaceVerifier.Builder settings)
            throws OrtException {
        options.setIntraOpNumThreads(settings.intraOpThreadCount);
        options.setInterOpNumThreads(1);
        // Standard error is the application's; what goes wrong is thrown, with the same text.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setDeterministicCompute(true);
        ExecutionProvider provider = settings.provider;
        int device = settings.device == null ? 0 : settings.device;
        requireAvailable(provider);
        try {
            switch (provider) {
                case CPU -> {}
                case CUDA -> options.addCUDA(device);
                case TENSOR_RT -> options.addTensorrt(device);
                case CORE_ML -> options.addCoreML();
                case DIRECT_ML -> {
                    // This provider works with neither of the two.
                    options.setMemoryPatternOptimization(false);
                    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
                    options.addDirectML(device);
                }
            }
        } catch (OrtException e) {
            throw new VerifierException(
                    "ONNX Runtime cannot use " + provider + " device " + device, e);
        }
    }

    private static void requireAvailable(ExecutionProvider provider) {
        OrtProvider wanted =
                switch (provider) {
                    case CPU -> OrtProvider.CPU;
                    case CUDA -> OrtProvider.CUDA;
                    case TENSOR_RT -> OrtProvider.TENSOR_RT;
                    case CORE_ML -> OrtProvider.CORE_ML;
                    case DIRECT_ML -> OrtProvider.DIRECT_ML;
                };
        Set<OrtProvider> available = OrtEnvironment.getAvailableProviders();
        if (!available.contains(wanted)) {
            throw new VerifierException(
                    "executionProvider must be one that this build of ONNX Runtime has, "
                            + available
                            + ", was "
                            + provider);
        }
    }

    private static OrtSession load(
            OrtEnvironment environment, Path file, OrtSession.SessionOptions options)
            throws OrtException {
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            return environment.createSession(file.toString(), options);
        }
        try {
            return environment.createSession(Files.readAllBytes(file), options);
        } catch (IOException e) {
            throw new UncheckedIOException("model cannot be read: " + e.getMessage(), e);
        }
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }

    String fileName() {
        return fileName;
    }

    String sha256() {
        return sha256;
    }

    String runtimeVersion() {
        return environment.getVersion();
    }

    TensorOrder tensorOrder() {
        return shape.tensorOrder();
    }

    FaceSize inputSize() {
        return shape.inputSize();
    }

    int embeddingLength() {
        return embeddingLength;
    }

    /**
     * Makes the first pass and learns D from it; called once, before the verifier is handed out.
     */
    void measureEmbedding(FaceBatch faces) {
        int rowCount = fixedBatch > 0 ? fixedBatch : Math.min(faces.count(), batchLimit);
        int faceCount = Math.min(faces.count(), rowCount);
        Rows rows = run(rowsOf(faces, 0, faceCount, rowCount), rowCount);
        embeddingLength = ModelShape.embeddingLength(rows.shape, rowCount);
        if (embeddingLength == 0) {
            throw Rejection.of(
                    "output of " + fileName + " for " + rowCount + " faces",
                    "[" + rowCount + ",D] or [" + rowCount + ",D,1,1]",
                    ModelShape.print(rows.shape));
        }
    }

    /** The embeddings of the faces, pass by pass. */
    float[][] embed(FaceBatch faces) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the verifier of " + fileName + " is closed");
            }
            float[][] embeddings = new float[faces.count()][embeddingLength];
            int limit = fixedBatch > 0 ? fixedBatch : batchLimit;
            for (int first = 0; first < embeddings.length; first += limit) {
                int faceCount = Math.min(limit, embeddings.length - first);
                int rowCount = fixedBatch > 0 ? fixedBatch : faceCount;
                Rows rows = run(rowsOf(faces, first, faceCount, rowCount), rowCount);
                if (ModelShape.embeddingLength(rows.shape, rowCount) != embeddingLength) {
                    throw new VerifierException(
                            "output of "
                                    + fileName
                                    + " must be ["
                                    + rowCount
                                    + ","
                                    + embeddingLength
                                    + "], was "
                                    + ModelShape.print(rows.shape));
                }
                for (int i = 0; i < faceCount; i++) {
                    rows.values.get(i * embeddingLength, embeddings[first + i]);
                }
            }
            return embeddings;
        } finally {
            life.readLock().unlock();
        }
    }

    private Rows run(FloatBuffer values, int rowCount) {
        try (OnnxTensor input =
                OnnxTensor.createTensor(environment, values, shape.inputShape(rowCount))) {
            Map<String, OnnxTensor> inputs = Map.of(shape.inputName(), input);
            if (!oneRunAtATime) {
                return run(inputs);
            }
            synchronized (turn) {
                return run(inputs);
            }
        } catch (OrtException e) {
            throw new VerifierException(
                    "model " + fileName + " failed on " + rowCount + " faces: " + e.getMessage(),
                    e);
        }
    }

    private Rows run(Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession.Result result = session.run(inputs, Set.of(shape.outputName()))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            return new Rows(output.getInfo().getShape(), output.getFloatBuffer());
        }
    }

    /** What a pass gave: a copy that outlives the runtime's own. */
    private static final class Rows {
        final long[] shape;
        final FloatBuffer values;

        Rows(long[] shape, FloatBuffer values) {
            this.shape = shape;
            this.values = values;
        }
    }

    /**
     * The memory of {@code rowCount} slots: the batch's own, copied only where it ends too soon.
     */
    private static FloatBuffer rowsOf(FaceBatch faces, int first, int faceCount, int rowCount) {
        int length = faces.faceLength();
        if (faceCount == rowCount) {
            return faces.values().slice(first * length, rowCount * length);
        }
        if (first + rowCount <= faces.capacity()) {
            return faces.valuesToCapacity().slice(first * length, rowCount * length);
        }
        FloatBuffer copy =
                ByteBuffer.allocateDirect(rowCount * length * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        return copy.put(0, faces.values(), first * length, faceCount * length);
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (options) {
                session.close();
            }
        } catch (OrtException e) {
            throw new VerifierException("model " + fileName + " failed to close", e);
        } finally {
            life.writeLock().unlock();
        }
    }
}
