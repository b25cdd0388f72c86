package io.github.corrrise.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.VerifierException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A second copy of a model, loaded for gradients alone. One gradient at a time in the process, for
 * the engine has one collector of gradients.
 */
final class GradientModel implements AutoCloseable {
    /*
     * The option trainParam makes a model whose tensors may be differentiated; those of an
     * inference model may not. Its parameters are frozen, or the engine would compute and keep
     * their derivatives too, at more than twice the time.
     *
     * The engine's forward pass says whether it is one of training, and a model that was told
     * otherwise before is switched: its dropout is turned on and its batch normalisation reads the
     * batch. This copy is never told anything but training, so it stays as it was saved. One that
     * was saved in training mode gives other embeddings than the verifier and is refused.
     *
     * 0 is added to the input first: a model that works in place may not write to a tensor whose
     * derivative is asked for, but may write to a sum. A product with 1 would do too, were the
     * number not kept, until the gradient is computed, in memory that the engine's binding lets the
     * collector of garbage free: the gradient is then scaled by whatever stands there. So no
     * operation here keeps a number, and what memory a graph reads is held until it was read.
     */
    private static final String ENGINE = "PyTorch";

    private static final String OPTION = "trainParam";

    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final LoadedModel loaded;
    private final OutputChoice output;
    private final ByteBuffer memory;

    private GradientModel(LoadedModel loaded, OutputChoice output, int memoryBytes) {
        this.loaded = loaded;
        this.output = output;
        this.memory = ByteBuffer.allocateDirect(memoryBytes);
    }

    /**
     * Loads the copy.
     *
     * @param criteria those of the verifier's model
     * @param inference the verifier's model, which tells the engine
     * @param memoryBytes of the faces of a pass
     */
    static GradientModel load(
            Criteria<?, ?> criteria, LoadedModel inference, OutputChoice output, int memoryBytes) {
        requirePyTorch(inference);
        LoadedModel loaded =
                LoadedModel.load(criteria.toBuilder().optOption(OPTION, "true").build());
        try {
            loaded.model().getBlock().freezeParameters(true);
            return new GradientModel(loaded, output, memoryBytes);
        } catch (Throwable e) {
            loaded.close();
            throw failed(loaded, "its parameters cannot be frozen", e);
        }
    }

    static void requirePyTorch(LoadedModel inference) {
        String engine = inference.model().getNDManager().getEngine().getEngineName();
        if (!engine.equals(ENGINE)) {
            throw new IllegalArgumentException(
                    "gradients(true) needs the engine PyTorch, "
                            + inference.name()
                            + " was loaded by "
                            + engine
                            + ": export it as TorchScript");
        }
    }

    /** The embeddings that this copy gives, row-major. */
    float[] embed(FaceBatch faces, int rowCount) {
        ONE_AT_A_TIME.lock();
        try (NDManager manager = loaded.model().getNDManager().newSubManager()) {
            NDArray rows = rows(manager, faces, 0, faces.count(), rowCount);
            return forward(manager, rows).toType(DataType.FLOAT32, false).toFloatArray();
        } catch (EngineException | IllegalStateException | UnsupportedOperationException e) {
            throw failed(loaded, "its forward pass failed", e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    /** The derivatives of a pass, one array per cotangent. */
    float[][] pullBack(FaceBatch faces, int first, float[][] cotangents, int rowCount) {
        ONE_AT_A_TIME.lock();
        try (NDManager manager = loaded.model().getNDManager().newSubManager()) {
            NDArray rows = rows(manager, faces, first, cotangents.length, rowCount);
            rows.setRequiresGradient(true);
            backward(manager, rows, cotangents, rowCount);
            float[] all = rows.getGradient().toFloatArray();
            float[][] gradients = new float[cotangents.length][];
            int length = faces.faceLength();
            Arrays.setAll(gradients, i -> Arrays.copyOfRange(all, i * length, (i + 1) * length));
            return gradients;
        } catch (EngineException | IllegalStateException | UnsupportedOperationException e) {
            throw failed(loaded, "its gradient failed", e);
        } finally {
            Reference.reachabilityFence(memory);
            ONE_AT_A_TIME.unlock();
        }
    }

    private void backward(NDManager manager, NDArray rows, float[][] cotangents, int rowCount) {
        int length = cotangents[0].length;
        ByteBuffer weights = ByteBuffer.allocateDirect(Float.BYTES * rowCount * length);
        FloatBuffer values = weights.order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (float[] cotangent : cotangents) {
            values.put(cotangent);
        }
        try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
            NDArray embeddings = forward(manager, rows).reshape(rowCount, length);
            Shape shape = new Shape(rowCount, length);
            NDArray weighted =
                    embeddings
                            .toType(DataType.FLOAT32, false)
                            .mul(manager.create(weights, shape, DataType.FLOAT32));
            collector.backward(weighted.sum());
        } finally {
            Reference.reachabilityFence(weights);
        }
    }

    private NDArray forward(NDManager manager, NDArray rows) {
        Block block = loaded.model().getBlock();
        NDList outputs =
                block.forward(new ParameterStore(manager, false), new NDList(rows.add(0f)), true);
        outputs.attach(manager);
        try {
            return output.in(outputs, loaded.name());
        } catch (UnsuitableOutputException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The faces of a pass, copied; rows behind them hold what an earlier pass left. */
    private NDArray rows(
            NDManager manager, FaceBatch faces, int first, int faceCount, int rowCount) {
        return manager.create(
                PredictorPool.copied(memory, faces, first, faceCount, rowCount),
                PredictorPool.shapeOf(faces, rowCount),
                DataType.FLOAT32);
    }

    private static VerifierException failed(LoadedModel model, String what, Throwable cause) {
        model.requireOpen(cause);
        return new VerifierException(
                "model "
                        + model.name()
                        + " gives no gradients: "
                        + what
                        + ": "
                        + LoadedModel.reason(cause),
                cause);
    }

    @Override
    public void close() {
        loaded.close();
    }
}
