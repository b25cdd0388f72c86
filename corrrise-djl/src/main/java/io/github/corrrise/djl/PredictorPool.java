package io.github.corrrise.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Predictors of one model, each used by one thread at a time. */
final class PredictorPool implements AutoCloseable {
    /*
     * ONNX Runtime reads its input and does no more, so it reads the batch where it stands. Any
     * other engine is handed memory of the predictor's own, which it keeps: a model may normalise
     * in place, and what is no direct ByteBuffer would be copied into a new one every time, which
     * only a collection of garbage gives back. That copy costs 0.01 ms a face of 112 x 112.
     */
    private final LoadedModel loaded;
    private final FaceTranslator translator;
    private final int memoryBytes;
    private final boolean readsInPlace;
    private final Semaphore turns;
    private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();

    PredictorPool(LoadedModel loaded, OutputChoice output, int limit, long memoryBytes) {
        this.memoryBytes = passBytes(memoryBytes);
        this.loaded = loaded;
        this.translator = new FaceTranslator(loaded.name(), output);
        this.readsInPlace = loaded.readsInPlace();
        this.turns = new Semaphore(limit);
    }

    /** Memory that a direct buffer can have. */
    static int passBytes(long memoryBytes) {
        if (memoryBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "memory of a pass must be under 2 GiB, was "
                            + memoryBytes
                            + " bytes: lower batchLimit");
        }
        return (int) memoryBytes;
    }

    EmbeddingRows run(FaceBatch faces, int first, int faceCount, int rowCount) {
        turns.acquireUninterruptibly();
        try {
            loaded.requireOpen(null);
            Worker worker = idle.pollFirst();
            if (worker == null) {
                worker = new Worker();
            }
            try {
                return worker.run(faces, first, faceCount, rowCount);
            } finally {
                idle.addFirst(worker);
            }
        } finally {
            turns.release();
        }
    }

    @Override
    public void close() {
        for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
            worker.predictor.close();
        }
    }

    private static FloatBuffer inPlace(FaceBatch faces, int first, int rowCount) {
        int length = faces.faceLength();
        return faces.valuesToCapacity().slice(first * length, rowCount * length);
    }

    static Shape shapeOf(FaceBatch faces, int rowCount) {
        int height = faces.size().height();
        int width = faces.size().width();
        return faces.layout().isPlanar()
                ? new Shape(rowCount, 3, height, width)
                : new Shape(rowCount, height, width, 3);
    }

    /** Faces of a batch in other memory, with room for further rows. */
    static ByteBuffer copied(
            ByteBuffer memory, FaceBatch faces, int first, int faceCount, int rowCount) {
        int length = faces.faceLength();
        ByteBuffer rows = memory.slice(0, Float.BYTES * rowCount * length);
        rows.order(ByteOrder.nativeOrder());
        rows.asFloatBuffer().put(0, faces.values(), first * length, faceCount * length);
        return rows;
    }

    private final class Worker {
        final Predictor<FaceTranslator.Input, EmbeddingRows> predictor =
                loaded.model().newPredictor(translator);
        private @Nullable ByteBuffer memory;

        EmbeddingRows run(FaceBatch faces, int first, int faceCount, int rowCount) {
            Buffer rows =
                    readsInPlace && first + rowCount <= faces.capacity()
                            ? inPlace(faces, first, rowCount)
                            : copied(faces, first, faceCount, rowCount);
            try {
                return predictor.predict(new FaceTranslator.Input(rows, shapeOf(faces, rowCount)));
            } catch (TranslateException e) {
                if (e.getCause() instanceof UnsuitableOutputException unsuitable) {
                    throw new IllegalArgumentException(unsuitable.getMessage(), unsuitable);
                }
                loaded.requireOpen(e);
                throw new VerifierException(
                        "model "
                                + loaded.name()
                                + " failed on "
                                + rowCount
                                + " faces: "
                                + LoadedModel.reason(e),
                        e);
            }
        }

        private ByteBuffer copied(FaceBatch faces, int first, int faceCount, int rowCount) {
            ByteBuffer own = memory;
            if (own == null) {
                own = ByteBuffer.allocateDirect(memoryBytes);
                memory = own;
            }
            return PredictorPool.copied(own, faces, first, faceCount, rowCount);
        }
    }
}
