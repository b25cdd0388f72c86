package io.github.corrrise.mask;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.internal.check.Checks;
import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * Some consecutive masks of one size. A mask tells the visibility of every pixel, row-major: 1
 * visible, 0 replaced by the fill, between the two blended.
 *
 * <p>Two forms: <i>binary</i>, kept as runs of hidden pixels, which costs a few hundred numbers a
 * mask and is masked and correlated fast; and <i>soft</i>, one float a pixel. Immutable; safe for
 * use by several threads.
 */
public final class MaskBatch {
    private final long firstIndex;
    private final FaceSize size;
    private final int count;
    private final int[][] hiddenRuns;
    private final float[] visibility;
    private final int[] strata;

    private MaskBatch(
            long firstIndex,
            FaceSize size,
            int count,
            int[][] hiddenRuns,
            float[] visibility,
            int[] strata) {
        this.firstIndex = firstIndex;
        this.size = size;
        this.count = count;
        this.hiddenRuns = hiddenRuns;
        this.visibility = visibility;
        this.strata = strata;
    }

    /**
     * Binary masks.
     *
     * @param firstIndex index of the first mask, at least 0
     * @param size height and width
     * @param hidden for each mask the row-major indices of its hidden pixels; copied
     */
    public static MaskBatch ofHidden(long firstIndex, FaceSize size, BitSet... hidden) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, hidden.length, "hidden.length");
        int[][] runs = new int[hidden.length][];
        for (int i = 0; i < runs.length; i++) {
            if (hidden[i].length() > size.pixelCount()) {
                throw Checks.rejected(
                        "hidden pixel",
                        "in [0, " + (size.pixelCount() - 1) + "]",
                        hidden[i].length() - 1);
            }
            runs[i] = runsOf(hidden[i]);
        }
        return new MaskBatch(
                firstIndex, size, runs.length, runs, new float[0], new int[runs.length]);
    }

    /**
     * Soft masks.
     *
     * @param firstIndex index of the first mask, at least 0
     * @param size height and width
     * @param visibility count x height x width values in [0, 1]; copied
     */
    public static MaskBatch ofVisibility(long firstIndex, FaceSize size, float[] visibility) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        int count = visibility.length / size.pixelCount();
        if (count == 0 || visibility.length % size.pixelCount() != 0) {
            throw Checks.rejected(
                    "visibility.length",
                    "a multiple of " + size.pixelCount() + " for masks of " + size,
                    visibility.length);
        }
        for (float value : visibility) {
            Checks.inside(0.0, 1.0, value, "visibility");
        }
        return new MaskBatch(
                firstIndex, size, count, new int[0][], visibility.clone(), new int[count]);
    }

    /**
     * The same masks with strata: masks of unlike designs, say of different patch sizes, are
     * compared with their like only, since how much of a face is visible drives the score.
     *
     * @param newStrata one number a mask, at least 0
     */
    public MaskBatch withStrata(int... newStrata) {
        Checks.exactly(count, newStrata.length, "strata.length");
        for (int stratum : newStrata) {
            Checks.atLeast(0, stratum, "stratum");
        }
        return new MaskBatch(firstIndex, size, count, hiddenRuns, visibility, newStrata.clone());
    }

    /** Index of the first mask. */
    public long firstIndex() {
        return firstIndex;
    }

    /** How many masks. */
    public int count() {
        return count;
    }

    /** Height and width of every mask. */
    public FaceSize size() {
        return size;
    }

    /** The stratum of mask {@code i} of this batch; 0 unless given. */
    public int stratum(int i) {
        return strata[Objects.checkIndex(i, count)];
    }

    /** True where every pixel of every mask is either visible or hidden. */
    public boolean isBinary() {
        return hiddenRuns.length > 0;
    }

    /** Visibility of one pixel of mask {@code i}, in [0, 1]. */
    public float at(int i, int row, int column) {
        Objects.checkIndex(i, count);
        Objects.checkIndex(row, size.height());
        Objects.checkIndex(column, size.width());
        int pixel = row * size.width() + column;
        if (!isBinary()) {
            return visibility[i * size.pixelCount() + pixel];
        }
        int[] runs = hiddenRuns[i];
        for (int run = 0; run < runs.length; run += 2) {
            if (pixel >= runs[run] && pixel < runs[run + 1]) {
                return 0f;
            }
        }
        return 1f;
    }

    /** Mean visibility of mask {@code i}, in [0, 1]. */
    public double visibleShare(int i) {
        Objects.checkIndex(i, count);
        double visible = size.pixelCount();
        if (isBinary()) {
            int[] runs = hiddenRuns[i];
            for (int run = 0; run < runs.length; run += 2) {
                visible -= runs[run + 1] - runs[run];
            }
        } else {
            visible = 0;
            for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
                visible += visibility[i * size.pixelCount() + pixel];
            }
        }
        return visible / size.pixelCount();
    }

    /**
     * The hidden pixels of binary mask {@code i}: pairs (first, end) of row-major indices, end
     * exclusive, ascending and disjoint. A copy.
     *
     * @throws IllegalStateException where the masks are soft
     */
    public int[] hiddenRuns(int i) {
        Objects.checkIndex(i, count);
        if (!isBinary()) {
            throw new IllegalStateException("soft masks have no hidden runs");
        }
        return hiddenRuns[i].clone();
    }

    /** Writes the visibility of mask {@code i}, row-major, at the buffer's position. */
    public void writeVisibility(int i, FloatBuffer to) {
        Objects.checkIndex(i, count);
        int pixelCount = size.pixelCount();
        if (!isBinary()) {
            to.put(visibility, i * pixelCount, pixelCount);
            return;
        }
        if (!to.hasArray()) {
            float[] mask = new float[pixelCount];
            writeVisibility(i, FloatBuffer.wrap(mask));
            to.put(mask);
            return;
        }
        if (to.remaining() < pixelCount) {
            throw new BufferOverflowException();
        }
        int start = to.arrayOffset() + to.position();
        Arrays.fill(to.array(), start, start + pixelCount, 1f);
        int[] runs = hiddenRuns[i];
        for (int run = 0; run < runs.length; run += 2) {
            Arrays.fill(to.array(), start + runs[run], start + runs[run + 1], 0f);
        }
        to.position(to.position() + pixelCount);
    }

    /**
     * Writes a face under mask {@code i} into a slot of a batch.
     *
     * @param i in [0, count)
     * @param face what is visible, in the batch's layout
     * @param fill what replaces hidden pixels, in the batch's layout
     * @param batch where to
     * @param slot in [0, batch.count())
     */
    public void apply(int i, LaidOutFace face, LaidOutFace fill, FaceBatch batch, int slot) {
        Objects.checkIndex(i, count);
        if (!face.size().equals(size)) {
            throw Checks.rejected("face", size.toString(), face.size());
        }
        if (isBinary()) {
            batch.setHidden(slot, face, fill, hiddenRuns[i], 0, hiddenRuns[i].length);
        } else {
            batch.setBlended(slot, face, fill, visibility, i * size.pixelCount());
        }
    }

    private static int[] runsOf(BitSet hidden) {
        int[] runs = new int[64];
        int length = 0;
        int first = hidden.nextSetBit(0);
        while (first >= 0) {
            int end = hidden.nextClearBit(first);
            if (length == runs.length) {
                runs = Arrays.copyOf(runs, 2 * length);
            }
            runs[length++] = first;
            runs[length++] = end;
            first = hidden.nextSetBit(end);
        }
        return Arrays.copyOf(runs, length);
    }

    /** Same indices, size, strata and form, same visibility. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MaskBatch that
                && firstIndex == that.firstIndex
                && size.equals(that.size)
                && Arrays.equals(strata, that.strata)
                && Arrays.deepEquals(hiddenRuns, that.hiddenRuns)
                && Arrays.equals(visibility, that.visibility);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                firstIndex,
                size,
                Arrays.hashCode(strata),
                Arrays.deepHashCode(hiddenRuns),
                Arrays.hashCode(visibility));
    }

    /** The shape, for example {@code MaskBatch[16 binary masks of 112x112 from index 32]}. */
    @Override
    public String toString() {
        return "MaskBatch["
                + count
                + (isBinary() ? " binary" : " soft")
                + " masks of "
                + size
                + " from index "
                + firstIndex
                + "]";
    }
}
