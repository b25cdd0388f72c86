package io.github.corrrise.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session of ONNX Runtime and its life: loaded, run from many threads, closed once. */
final class OnnxSession implements AutoCloseable {
    /*
     * Closing a session while it runs crashes the process, and closing it twice throws: close takes
     * the write lock, and whoever runs it without the read lock sees to that himself. The options
     * are read by the session for as long as it lives, so they are closed after it. The environment
     * is the process's and belongs to nobody.
     */
    private final ModelFile file;
    private final String engine;
    private final FaceVerifier.Origin origin;
    private final boolean oneRunAtATime;
    private final OrtEnvironment environment;
    private final OrtSession.SessionOptions options;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputs;
    private final Map<String, NodeInfo> outputs;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private final Object turn = new Object();
    private boolean closed;

    private OnnxSession(
            SessionSettings settings,
            ModelFile file,
            OrtEnvironment environment,
            OrtSession.SessionOptions options,
            OrtSession session)
            throws OrtException {
        this.file = file;
        String runtime = "ONNX Runtime " + environment.getVersion();
        this.engine = settings.place() + ", " + runtime;
        this.origin =
                new FaceVerifier.Origin(
                        Optional.of(file.sha256()),
                        Optional.of(runtime),
                        Optional.of(settings.place()),
                        Optional.empty());
        this.oneRunAtATime = settings.provider() == ExecutionProvider.DIRECT_ML;
        this.environment = environment;
        this.options = options;
        this.session = session;
        this.inputs = session.getInputInfo();
        this.outputs = session.getOutputInfo();
    }

    /**
     * Loads a model; on failure nothing stays open.
     *
     * @throws UncheckedIOException where the file, or one that it names, is missing, empty, no
     *     regular file or not readable
     * @throws IllegalArgumentException where bytes are empty or name further files
     * @throws VerifierException where it is no ONNX file, where the runtime cannot be loaded, has
     *     no such provider, or refuses the file
     */
    static OnnxSession open(SessionSettings settings) {
        ModelSource.Identified source = settings.source().identify();
        ModelFile file = source.model();
        OrtEnvironment environment = NativeRuntime.environment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = null;
        try {
            configure(options, settings);
            session = source.load(environment, options);
            return new OnnxSession(settings, file, environment, options, session);
        } catch (OrtException e) {
            closeAfter(e, session, options);
            throw new VerifierException(
                    "ONNX Runtime "
                            + environment.getVersion()
                            + " refuses model "
                            + file.name()
                            + ": "
                            + e.getMessage(),
                    e);
        } catch (Throwable e) {
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

    private static void configure(OrtSession.SessionOptions options, SessionSettings settings)
            throws OrtException {
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setInterOpNumThreads(1);
        // Standard error is the application's; what goes wrong is thrown, with the same text.
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setDeterministicCompute(true);
        ExecutionProvider provider = settings.provider();
        int device = settings.device() == null ? 0 : settings.device();
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

    ModelFile file() {
        return file;
    }

    /** What runs the model and where, for example {@code CUDA 1, ONNX Runtime 1.26.0}. */
    String engine() {
        return engine;
    }

    /** The same by its parts, with the model's digest. */
    FaceVerifier.Origin origin() {
        return origin;
    }

    /** The inputs by name, in the model's order. */
    Map<String, NodeInfo> inputs() {
        return inputs;
    }

    /** The outputs by name, in the model's order. */
    Map<String, NodeInfo> outputs() {
        return outputs;
    }

    /**
     * Does some work during which the session stays open; {@link #close()} waits for its end.
     *
     * @param role whose model it is, for the message
     * @throws IllegalStateException after {@link #close()}
     */
    <T> T whileOpen(String role, Supplier<T> work) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(
                        "the " + role + " of " + file.name() + " is closed");
            }
            return work.get();
        } finally {
            life.readLock().unlock();
        }
    }

    /**
     * One pass; to be called within {@link #whileOpen} unless the caller knows that this session is
     * open and stays so.
     *
     * @param wanted names of outputs
     * @param subject what is sent through, for the message
     * @return the outputs in the order of {@code wanted}
     */
    List<Output> run(
            String input, FloatBuffer values, long[] shape, List<String> wanted, String subject) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape)) {
            Map<String, OnnxTensor> tensors = Map.of(input, tensor);
            if (!oneRunAtATime) {
                return run(tensors, wanted);
            }
            synchronized (turn) {
                return run(tensors, wanted);
            }
        } catch (OrtException e) {
            throw new VerifierException(
                    "model " + file.name() + " failed on " + subject + ": " + e.getMessage(), e);
        }
    }

    private List<Output> run(Map<String, OnnxTensor> tensors, List<String> wanted)
            throws OrtException {
        List<Output> outputs = new ArrayList<>();
        try (OrtSession.Result result = session.run(tensors, new LinkedHashSet<>(wanted))) {
            for (int i = 0; i < wanted.size(); i++) {
                OnnxTensor tensor = (OnnxTensor) result.get(i);
                outputs.add(new Output(tensor.getInfo().getShape(), tensor.getFloatBuffer()));
            }
        }
        return outputs;
    }

    /** An output of a pass: a copy that outlives the runtime's own. */
    static final class Output {
        final long[] shape;
        final FloatBuffer values;

        Output(long[] shape, FloatBuffer values) {
            this.shape = shape;
            this.values = values;
        }
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
            throw new VerifierException("model " + file.name() + " failed to close", e);
        } finally {
            life.writeLock().unlock();
        }
    }
}
