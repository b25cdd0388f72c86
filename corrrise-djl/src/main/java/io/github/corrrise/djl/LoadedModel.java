package io.github.corrrise.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model that DJL has loaded, and who closes it.
 *
 * @param model the model
 * @param owned whether it is closed with the verifier
 * @param options what the criteria tell the engine, for the description; may be empty
 */
record LoadedModel(Model model, boolean owned, String options) implements AutoCloseable {
    /** DJL's own engine sends what it is given to another machine: only where it is asked for. */
    private static final String REMOTE = "RPC";

    /** Wraps a direct FloatBuffer without a copy, and never writes to what it is given. */
    private static final String READS_ONLY = "OnnxRuntime";

    /** Options that change how fast a pass is and nothing else. */
    private static final Set<String> THREADS = Set.of("intraOpNumThreads", "interOpNumThreads");

    /** A model that stays its owner's. */
    static LoadedModel lent(Model model) {
        LoadedModel lent = new LoadedModel(model, false, "");
        lent.requireOpen(null);
        if (model instanceof ZooModel<?, ?> zoo && zoo.getTranslator() != null) {
            requireVectors(resultOf(zoo.getTranslator()), "translator of " + lent.name());
        }
        return lent;
    }

    /** Loads what the criteria tell. */
    static LoadedModel load(Criteria<?, ?> criteria) {
        requireVectors(criteria.getOutputClass(), "criteria");
        requireEngine(criteria.getEngine());
        try {
            requireDevice(criteria);
            return new LoadedModel(criteria.loadModel(), true, optionsOf(criteria));
        } catch (ModelNotFoundException e) {
            throw new VerifierException(
                    "criteria must name a model that DJL finds, by a path that exists or an"
                            + " address: "
                            + e.getMessage(),
                    e);
        } catch (MalformedModelException | EngineException | IllegalArgumentException e) {
            if (EngineStart.isCause(e)) {
                throw EngineStart.failed(e);
            }
            String told = reason(e);
            throw new VerifierException("DJL cannot load the model: " + told + remedy(told), e);
        } catch (IOException e) {
            throw new UncheckedIOException("DJL cannot read or fetch the model: " + reason(e), e);
        } catch (LinkageError e) {
            throw EngineStart.failed(e);
        }
    }

    /** The bridge of ONNX Runtime cannot pass on such names, and finds no file. */
    private static String remedy(String told) {
        return told.codePoints().anyMatch(Character::isSupplementaryCodePoint)
                ? ". Emoji and other characters beyond 16 bits in a path do not reach every engine:"
                        + " rename the file or its folder, or open it by OnnxFaceVerifier"
                : "";
    }

    /** Options of the engine that may change what it computes: all but the numbers of threads. */
    private static String optionsOf(Criteria<?, ?> criteria) {
        Map<String, String> all = criteria.getOptions();
        SortedMap<String, String> options = new TreeMap<>(all == null ? Map.of() : all);
        options.keySet().removeAll(THREADS);
        return options.isEmpty() ? "" : ", options " + options;
    }

    private static void requireEngine(@Nullable String wanted) {
        Set<String> engines = new TreeSet<>(Engine.getAllEngines());
        if (wanted == null) {
            engines.remove(REMOTE);
        }
        if (engines.isEmpty()) {
            throw new VerifierException(
                    "no engine of DJL is on the class path: add one, for example"
                            + " ai.djl.pytorch:pytorch-engine or"
                            + " ai.djl.onnxruntime:onnxruntime-engine");
        }
        if (wanted != null && !engines.contains(wanted)) {
            throw new VerifierException(
                    "engine must be one on the class path, "
                            + engines
                            + ", was "
                            + wanted
                            + ": add its artifact, or name another by optEngine");
        }
    }

    private static void requireDevice(Criteria<?, ?> criteria) {
        Device device = criteria.getDevice();
        if (device == null || !device.isGpu()) {
            return;
        }
        String name = criteria.getEngine();
        Engine engine = name == null ? Engine.getInstance() : Engine.getEngine(name);
        List<Device> devices = List.of(engine.getDevices());
        if (!devices.contains(device)) {
            throw new VerifierException(
                    "device must be one that "
                            + engine.getEngineName()
                            + " has here, "
                            + devices
                            + ", was "
                            + device
                            + ": add the engine's GPU natives and a driver, or leave optDevice out");
        }
    }

    /** Refuses a model whose result type says that it gives no embeddings. */
    private static void requireVectors(Class<?> result, String whose) {
        if (result != NDList.class && result != float[].class && result != Object.class) {
            throw new IllegalArgumentException(
                    "result of "
                            + whose
                            + " must be NDList or float[], was "
                            + result.getSimpleName()
                            + ": an embedding model is loaded with setTypes(NDList.class,"
                            + " NDList.class)");
        }
    }

    /** What its method returns; {@code Object} where that is generic and so cannot be told. */
    private static Class<?> resultOf(Translator<?, ?> translator) {
        return Stream.of(translator.getClass().getMethods())
                .filter(method -> method.getName().equals("processOutput"))
                .filter(method -> !method.isBridge())
                .filter(
                        method ->
                                List.of(method.getParameterTypes())
                                        .equals(List.of(TranslatorContext.class, NDList.class)))
                .<Class<?>>map(Method::getReturnType)
                .findFirst()
                .orElse(Object.class);
    }

    String name() {
        return model.getName();
    }

    /**
     * The digest of the files that the weights are in, as they lie there now; none where DJL names
     * no file, as for a model that was read from a stream.
     */
    Optional<ModelFile> file() {
        Path folder = model.getModelPath();
        List<Path> files = folder == null ? List.of() : ModelFiles.in(folder, model, owned);
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(ModelFile.readAll(name(), folder, files));
    }

    /** Digest, engine and device. */
    FaceVerifier.Origin origin(Optional<ModelFile> file) {
        return new FaceVerifier.Origin(
                file.map(ModelFile::sha256),
                Optional.of(runtime()),
                Optional.of(model.getNDManager().getDevice().toString()),
                Optional.empty());
    }

    /** Device, engine, its version as DJL states it, DJL's version and the engine's options. */
    String engine() {
        return model.getNDManager().getDevice() + ", " + runtime();
    }

    private String runtime() {
        Engine engine = model.getNDManager().getEngine();
        return engine.getEngineName()
                + " (states "
                + engine.getVersion()
                + "), DJL "
                + Engine.getDjlVersion()
                + options;
    }

    /**
     * Whether the engine reads a direct FloatBuffer where it stands, and does no more than that.
     */
    boolean readsInPlace() {
        return model.getNDManager().getEngine().getEngineName().equals(READS_ONLY);
    }

    /** Throws where the model is closed; nobody but its owner can have done that. */
    void requireOpen(@Nullable Throwable cause) {
        if (!model.getNDManager().isOpen()) {
            throw new IllegalStateException(
                    "model "
                            + name()
                            + " was closed by its owner: keep it open until the verifier is closed",
                    cause);
        }
    }

    /** What went wrong at the bottom. */
    static Throwable root(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : root(cause);
    }

    /** The first line of what went wrong at the bottom. */
    static String reason(Throwable failure) {
        Throwable bottom = root(failure);
        String message = bottom.getMessage();
        return message == null
                ? bottom.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        if (owned) {
            model.close();
        }
    }
}
