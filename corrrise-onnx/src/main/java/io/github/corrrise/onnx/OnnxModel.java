package io.github.corrrise.onnx;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import io.github.corrrise.verify.adapter.EmbeddingRows;
import io.github.corrrise.verify.adapter.ModelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** An embedding model in an open session; the verifier closes it when no pass is under way. */
final class OnnxModel implements AutoCloseable {
    private final OnnxSession session;
    private final ModelShape shape;

    private OnnxModel(OnnxSession session, ModelShape shape) {
        this.session = session;
        this.shape = shape;
    }

    static OnnxModel open(OnnxFaceVerifier.Builder own, EmbedderBuilder.Settings settings) {
        OnnxSession session = OnnxSession.open(own.session());
        try {
            return new OnnxModel(session, ModelShape.of(session, own, settings));
        } catch (Throwable e) {
            session.close();
            throw e;
        }
    }

    ModelFile file() {
        return session.file();
    }

    String engine() {
        return session.engine();
    }

    FaceVerifier.Origin origin() {
        return session.origin();
    }

    ModelShape shape() {
        return shape;
    }

    /** Sends {@code faceCount} faces through as the first of {@code rowCount} rows. */
    EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount) {
        OnnxSession.Output output =
                session.run(
                                shape.inputName(),
                                rowsOf(faces, first, faceCount, rowCount),
                                shape.inputShape(rowCount),
                                List.of(shape.outputName()),
                                rowCount + " faces")
                        .get(0);
        return new EmbeddingRows(output.shape, output.values);
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
