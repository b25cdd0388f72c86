package io.github.corrrise.onnx;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** An embedding model in an open session: batches are cut to what it takes, rows put together. */
final class OnnxModel implements AutoCloseable {
    private final OnnxSession session;
    private final ModelShape shape;
    private final int fixedBatch;
    private final int batchLimit;
    private volatile int embeddingLength;

    private OnnxModel(OnnxSession session, ModelShape shape, int batchLimit) {
        this.session = session;
        this.shape = shape;
        this.fixedBatch = shape.fixedBatch();
        this.batchLimit = batchLimit;
    }

    static OnnxModel open(OnnxFaceVerifier.Builder settings) {
        OnnxSession session = OnnxSession.open(settings.session());
        try {
            ModelShape shape =
                    ModelShape.of(
                            session.fileName(), session.inputs(), session.outputs(), settings);
            return new OnnxModel(session, shape, settings.batchLimit);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    String fileName() {
        return session.fileName();
    }

    String sha256() {
        return session.sha256();
    }

    String runtimeVersion() {
        return session.runtimeVersion();
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
        OnnxSession.Output rows = run(rowsOf(faces, 0, faceCount, rowCount), rowCount);
        embeddingLength = ModelShape.embeddingLength(rows.shape, rowCount);
        if (embeddingLength == 0) {
            throw Rejection.of(
                    "output of " + fileName() + " for " + rowCount + " faces",
                    "[" + rowCount + ",D] or [" + rowCount + ",D,1,1]",
                    ModelShape.print(rows.shape));
        }
    }

    /** The embeddings of the faces, pass by pass. */
    float[][] embed(FaceBatch faces) {
        return session.whileOpen("verifier", () -> embedOpen(faces));
    }

    private float[][] embedOpen(FaceBatch faces) {
        float[][] embeddings = new float[faces.count()][embeddingLength];
        int limit = fixedBatch > 0 ? fixedBatch : batchLimit;
        for (int first = 0; first < embeddings.length; first += limit) {
            int faceCount = Math.min(limit, embeddings.length - first);
            int rowCount = fixedBatch > 0 ? fixedBatch : faceCount;
            OnnxSession.Output rows = run(rowsOf(faces, first, faceCount, rowCount), rowCount);
            if (ModelShape.embeddingLength(rows.shape, rowCount) != embeddingLength) {
                throw new VerifierException(
                        "output of "
                                + fileName()
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
    }

    private OnnxSession.Output run(FloatBuffer values, int rowCount) {
        List<String> wanted = List.of(shape.outputName());
        return session.run(
                        shape.inputName(),
                        values,
                        shape.inputShape(rowCount),
                        wanted,
                        rowCount + " faces")
                .get(0);
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
        session.close();
    }
}
