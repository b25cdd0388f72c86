package io.github.corrrise.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.EmbedderSettings;
import io.github.corrrise.verify.EmbeddingRows;
import io.github.corrrise.verify.ModelFile;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open session: loaded, run from many threads, closed once. */
final class OnnxModel implements AutoCloseable {
    /*
     * Closing a session while it runs crashes the process, and closing it twice throws: the
     * verifier sees to both. The options are read by the session for as long as it lives, so they
     * are closed after it. The environment is the process's and belongs to nobody.
     */
    private final ModelFile file;
    private final ModelShape shape;
    private final boolean oneRunAtATime;
    private final String engine;
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final Object turn = new Object();

    private OnnxModel(
            OnnxFaceVerifier.Builder settings,
            ModelFile file,
            ModelShape shape,
            OrtEnvironment environment,
            OrtSession.SessionOptions options,
            OrtSession session) {
        this.file = file;
        this.shape = shape;
        this.oneRunAtATime = settings.provider == ExecutionProvider.DIRECT_ML;
        this.engine =
                settings.provider
                        + (settings.device == null ? "" : " " + settings.device)
                        + ", ONNX Runtime "
                        + environment.getVersion();
        this.environment = environment;
        this.options = options;
        this.session = session;
    }

    static OnnxModel open(OnnxFaceVerifier.Builder own, EmbedderSettings settings) {
        ModelFile file = ModelFile.read(own.file);
        String name = file.name();
        OrtEnvironment environment = environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = null;
        try {
            configure(options, own);
            session = load(environment, own.file, options);
            ModelShape shape =
                    ModelShape.of(
                            name, session.getInputInfo(), session.getOutputInfo(), own, settings);
            return new OnnxModel(own, file, shape, environment, options, session);
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

    ModelFile file() {
        return file;
    }

    String engine() {
        return engine;
    }

    ModelShape shape() {
        return shape;
    }

    /** What the rows give: a copy that outlives the runtime's own. */
    EmbeddingRows run(FloatBuffer values, int rowCount) {
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
                    "model " + file.name() + " failed on " + rowCount + " faces: " + e.getMessage(),
                    e);
        }
    }

    private EmbeddingRows run(Map<String, OnnxTensor> inputs) throws OrtException {
        try (OrtSession.Result result = session.run(inputs, Set.of(shape.outputName()))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            return new EmbeddingRows(output.getInfo().getShape(), output.getFloatBuffer());
        }
    }

    /**
     * The memory of {@code rowCount} slots: the batch's own, copied only where it ends too soon.
     */
    static FloatBuffer rowsOf(FaceBatch faces, int first, int faceCount, int rowCount) {
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
        try (options) {
            session.close();
        } catch (OrtException e) {
            throw new VerifierException("model " + file.name() + " failed to close", e);
        }
    }
}
