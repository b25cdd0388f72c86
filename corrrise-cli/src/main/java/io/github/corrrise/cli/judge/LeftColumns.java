package io.github.corrrise.cli.judge;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.FaceEmbedder;
import java.nio.FloatBuffer;

/**
 * A model that reads nothing of a face but its left columns: the others are one grey before the
 * model sees them.
 *
 * @param inner the model
 * @param columnCount how many it reads, at least 1
 */
record LeftColumns(FaceEmbedder inner, int columnCount) implements FaceEmbedder {
    @Override
    public FaceSize inputSize() {
        return inner.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return inner.layout();
    }

    @Override
    public float[][] embed(FaceBatch faces) {
        FloatBuffer values = faces.values();
        FloatBuffer read = FaceBatch.memory(faces.count(), faces.size());
        int step = faces.layout().isPlanar() ? 1 : 3;
        while (values.hasRemaining()) {
            int column = values.position() / step % faces.size().width();
            float value = values.get();
            read.put(column < columnCount ? value : 0);
        }
        return inner.embed(
                FaceBatch.over(read.flip(), faces.count(), faces.size(), faces.layout()));
    }

    @Override
    public String description() {
        return inner.description() + ", left " + columnCount + " columns only";
    }
}
