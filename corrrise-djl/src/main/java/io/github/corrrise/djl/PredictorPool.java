package io.github.corrrise.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.EmbeddingRows;
import io.github.corrrise.verify.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Predictors of one model, each used by one thread at a time. */
final class PredictorPool implements AutoCloseable {
    /*
     * Each predictor has memory for one pass and keeps it: what an engine is handed must be a
     * direct ByteBuffer or it is copied into a new one every time, which only a collection of
     * garbage gives back. The copy from the batch costs 0.01 ms a face of 112 x 112, and a model
     * that normalises in place changes the copy.
     */
    private final LoadedModel loaded;
    private final FaceTranslator translator;
    private final int memoryBytes;
    private final Semaphore turns;
    private final Deque<Worker> idle = new ConcurrentLinkedDeque<>();

    PredictorPool(LoadedModel loaded, OutputChoice output, int limit, long memoryBytes) {
        if (memoryBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "memory of a pass must be under 2 GiB, was "
                            + memoryBytes
                            + " bytes: lower batchLimit");
        }
        this.loaded = loaded;
        this.translator = new FaceTranslator(loaded.name(), output);
        this.memoryBytes = (int) memoryBytes;
        this.turns = new Semaphore(limit);
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

    private static Shape shapeOf(FaceBatch faces, int rowCount) {
        int height = faces.size().height();
        int width = faces.size().width();
        return faces.layout().isPlanar()
                ? new Shape(rowCount, 3, height, width)
                : new Shape(rowCount, height, width, 3);
    }

    private final class Worker {
        final Predictor<FaceTranslator.Input, EmbeddingRows> predictor =
                loaded.model().newPredictor(translator);
        final ByteBuffer memory = ByteBuffer.allocateDirect(memoryBytes);

        EmbeddingRows run(FaceBatch faces, int first, int faceCount, int rowCount) {
            int length = faces.faceLength();
            ByteBuffer rows = memory.slice(0, Float.BYTES * rowCount * length);
            rows.order(ByteOrder.nativeOrder());
            rows.asFloatBuffer().put(0, faces.values(), first * length, faceCount * length);
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
    }
}
