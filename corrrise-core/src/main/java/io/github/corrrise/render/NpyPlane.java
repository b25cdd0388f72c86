package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * What an .npy file of a map holds: height x width numbers, and nothing that says what they mean.
 * {@code SaliencyMap.of(plane.size(), scale, plane.toArray())} makes a map of them again; standard
 * errors and coverage travel in planes of their own. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class NpyPlane {
    private final FaceSize size;
    private final float[] values;

    private NpyPlane(FaceSize size, float[] values) {
        this.size = size;
        this.values = values;
    }

    /**
     * Copies values.
     *
     * @param size height and width
     * @param values height x width numbers, row-major; NaN and infinities are numbers here
     * @throws IllegalArgumentException where their count is wrong
     */
    public static NpyPlane of(FaceSize size, float[] values) {
        Objects.requireNonNull(size, "size");
        Checks.exactly(size.pixelCount(), values.length, "values.length for a plane of " + size);
        return new NpyPlane(size, values.clone());
    }

    /** Height and width. */
    public FaceSize size() {
        return size;
    }

    /** The number at one place. */
    public float at(int row, int column) {
        Objects.checkIndex(row, size.height());
        Objects.checkIndex(column, size.width());
        return values[row * size.width() + column];
    }

    /** A copy of the numbers, row-major. */
    public float[] toArray() {
        return values.clone();
    }

    /** Same size and same numbers, NaN equal to NaN. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NpyPlane that
                && size.equals(that.size)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * size.hashCode() + Arrays.hashCode(values);
    }

    /** The shape, for example {@code NpyPlane[112x112]}. */
    @Override
    public String toString() {
        return "NpyPlane[" + size + "]";
    }
}
