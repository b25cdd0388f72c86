package io.github.corrrise.verify.adapter;

import io.github.corrrise.internal.check.Checks;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * What a pass of a {@link ModelEmbedder} gave: the output's shape and its values, row-major.
 *
 * @since 0.1.0
 */
public final class EmbeddingRows {
    private final long[] shape;
    private final FloatBuffer values;

    /**
     * Keeps both: neither may change before the rows have been read, which is before the embedder's
     * call ends.
     *
     * @param shape the output's dimensions
     * @param values from the buffer's position to its limit, as many as the shape holds
     * @throws IllegalArgumentException where there are more values or fewer
     */
    public EmbeddingRows(long[] shape, FloatBuffer values) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.values = values.slice();
        long count = 1;
        for (long dimension : shape) {
            count *= dimension;
        }
        if (count != values.remaining()) {
            throw Checks.rejected("values", count + " for the shape " + this, values.remaining());
        }
    }

    /** D where the shape is [rowCount,D] or [rowCount,D,1,1], otherwise 0. */
    int embeddingLength(int rowCount) {
        boolean matches =
                shape.length == 2 || (shape.length == 4 && shape[2] == 1 && shape[3] == 1);
        return matches && shape[0] == rowCount && shape[1] >= 1 ? (int) shape[1] : 0;
    }

    void copyRow(int row, float[] embedding) {
        values.get(row * embedding.length, embedding);
    }

    /** A copy of all values, row-major. */
    public float[] toArray() {
        float[] all = new float[values.remaining()];
        values.get(0, all);
        return all;
    }

    /** A shape as messages show it, dimensions under 0 left open: for example [?,3,112,112]. */
    public static String shown(long... shape) {
        StringJoiner dimensions = new StringJoiner(",", "[", "]");
        for (long dimension : shape) {
            dimensions.add(dimension < 0 ? "?" : Long.toString(dimension));
        }
        return dimensions.toString();
    }

    /** The shape, for example [16,512]; never values. */
    @Override
    public String toString() {
        return shown(shape);
    }
}
