package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Some consecutive masks of one size. A mask tells the visibility of every pixel, row-major: 1
 * visible, 0 replaced by the fill, between the two blended.
 *
 * <p>Three forms, see {@link Form}: <i>binary</i>, kept as runs of hidden pixels, a few hundred
 * numbers per mask; <i>grid</i>, kept as nodes, some hundred bytes per mask; both are correlated
 * fast; and <i>soft</i>, one float per pixel. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class MaskBatch {
    private final long firstIndex;
    private final FaceSize size;
    private final SingleMask[] masks;
    private final int[] strata;

    private MaskBatch(long firstIndex, FaceSize size, SingleMask[] masks, int[] strata) {
        this.firstIndex = firstIndex;
        this.size = size;
        this.masks = masks;
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
        SingleMask[] masks = new SingleMask[hidden.length];
        for (int i = 0; i < masks.length; i++) {
            if (hidden[i].length() > size.pixelCount()) {
                throw Checks.rejected(
                        "hidden pixel",
                        "in [0, " + (size.pixelCount() - 1) + "]",
                        hidden[i].length() - 1);
            }
            masks[i] = new SingleMask.Runs(hidden[i]);
        }
        return new MaskBatch(firstIndex, size, masks, new int[masks.length]);
    }

    /**
     * Grids that are enlarged when they are read.
     *
     * @param firstIndex index of the first mask, at least 0
     * @param size height and width of the masks; below the last row of a grid all is hidden
     * @param grids one a mask, each as wide as the masks with a node beyond the last column, and no
     *     wider than needs be: cells of twice the masks' sides at most
     */
    public static MaskBatch ofGrids(long firstIndex, FaceSize size, Grid... grids) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, grids.length, "grids.length");
        SingleMask[] masks = new SingleMask[grids.length];
        for (int i = 0; i < masks.length; i++) {
            String name = "grids[" + i + "].";
            Checks.inside(1, 2 * size.height(), grids[i].cellHeight(), name + "cellHeight");
            Checks.inside(1, 2 * size.width(), grids[i].cellWidth(), name + "cellWidth");
            int last = (size.width() - 1 + grids[i].left()) / grids[i].cellWidth();
            Checks.inside(
                    last + 2, 2 * size.width() + 2, grids[i].columnCount(), name + "columnCount");
            masks[i] = new SingleMask.Grid(grids[i]);
        }
        return new MaskBatch(firstIndex, size, masks, new int[masks.length]);
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
        float[] copy = visibility.clone();
        SingleMask[] masks = new SingleMask[count];
        Arrays.setAll(
                masks, i -> new SingleMask.Dense(copy, i * size.pixelCount(), size.pixelCount()));
        return new MaskBatch(firstIndex, size, masks, new int[count]);
    }

    /**
     * Draws masks and holds the generator to its contract.
     *
     * @param masks draws them
     * @param firstIndex index of the first mask, at least 0
     * @param count masks to draw, at least 1
     * @param size height and width of the masks
     * @param seed of the masks
     * @throws IllegalStateException where the generator gives null, or masks of another count, size
     *     or first index; the message names it
     */
    public static MaskBatch drawnBy(
            MaskGenerator masks, long firstIndex, int count, FaceSize size, long seed) {
        // A generator of a caller may break what the type promises.
        Optional<MaskBatch> batch =
                Optional.ofNullable(masks.generate(firstIndex, count, size, seed));
        if (batch.isPresent()
                && batch.get().count() == count
                && batch.get().size().equals(size)
                && batch.get().firstIndex() == firstIndex) {
            return batch.get();
        }
        throw new IllegalStateException(
                masks
                        + " must give "
                        + count
                        + " masks of "
                        + size
                        + " from index "
                        + firstIndex
                        + ", gave "
                        + batch.map(MaskBatch::toString).orElse("null"));
    }

    /**
     * Refuses masks that their generator would not draw again: masks are drawn once to be scored
     * and once to be correlated, and others then would be correlated with the scores of these. The
     * last one is drawn again, alone.
     *
     * @param masks that drew this batch
     * @param seed that it was drawn by
     * @throws IllegalStateException where the generator gives another mask; the message names both
     */
    public void requireDrawnAgain(MaskGenerator masks, long seed) {
        int last = this.masks.length - 1;
        MaskBatch alone = drawnBy(masks, firstIndex + last, 1, size, seed);
        if (!this.masks[last].equals(alone.masks[0]) || strata[last] != alone.strata[0]) {
            throw new IllegalStateException(
                    masks
                            + " must give mask "
                            + (firstIndex + last)
                            + " again as it gave it among "
                            + count()
                            + ", gave another: a mask depends on seed, index and size alone");
        }
    }

    /**
     * The same masks with strata: masks of unlike designs, say of different patch sizes, are
     * compared with their like only, since how much of a face is visible drives the score.
     *
     * @param newStrata one number per mask, at least 0
     */
    public MaskBatch withStrata(int... newStrata) {
        Checks.exactly(masks.length, newStrata.length, "strata.length");
        for (int stratum : newStrata) {
            Checks.atLeast(0, stratum, "stratum");
        }
        return new MaskBatch(firstIndex, size, masks, newStrata.clone());
    }

    /** Index of the first mask. */
    public long firstIndex() {
        return firstIndex;
    }

    /** How many masks. */
    public int count() {
        return masks.length;
    }

    /** Height and width of every mask. */
    public FaceSize size() {
        return size;
    }

    /** The stratum of mask {@code i} of this batch; 0 unless given. */
    public int stratum(int i) {
        return strata[Objects.checkIndex(i, masks.length)];
    }

    /** What all of these masks are made of. */
    public Form form() {
        return masks[0].form();
    }

    /** Visibility of one pixel of mask {@code i}, in [0, 1]. */
    public float at(int i, int row, int column) {
        Objects.checkIndex(i, masks.length);
        Objects.checkIndex(row, size.height());
        Objects.checkIndex(column, size.width());
        return masks[i].at(size, row, column);
    }

    /** Mean visibility of mask {@code i}, in [0, 1]. */
    public double visibleShare(int i) {
        Objects.checkIndex(i, masks.length);
        return masks[i].visibleCount(size) / size.pixelCount();
    }

    /**
     * The hidden pixels of binary mask {@code i}: pairs (first, end) of row-major indices, end
     * exclusive, ascending and disjoint. A copy.
     *
     * @throws IllegalStateException where the masks are not binary
     */
    public int[] hiddenRuns(int i) {
        Objects.checkIndex(i, masks.length);
        if (masks[i] instanceof SingleMask.Runs runs) {
            return runs.toArray();
        }
        throw new IllegalStateException(this + " has no hidden runs");
    }

    /**
     * The grid that mask {@code i} is when enlarged.
     *
     * @throws IllegalStateException where the masks are no grids
     */
    public Grid grid(int i) {
        Objects.checkIndex(i, masks.length);
        if (masks[i] instanceof SingleMask.Grid grid) {
            return grid.grid();
        }
        throw new IllegalStateException(this + " has no grids");
    }

    /** Writes the visibility of mask {@code i}, row-major, at the buffer's position. */
    public void writeVisibility(int i, FloatBuffer to) {
        Objects.checkIndex(i, masks.length);
        masks[i].write(size, to);
    }

    /** Writes a copy of a face of this size under mask {@code i}. */
    void writeCopy(int i, LaidOutFace face, LaidOutFace fill, float[] to) {
        masks[i].writeCopy(face, fill, to);
    }

    /** Same indices, size, strata and form, same visibility. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MaskBatch that
                && firstIndex == that.firstIndex
                && size.equals(that.size)
                && Arrays.equals(strata, that.strata)
                && Arrays.equals(masks, that.masks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(firstIndex, size, Arrays.hashCode(strata), Arrays.hashCode(masks));
    }

    /** Count and form, for example {@code MaskBatch[16 binary masks of 112x112 from index 32]}. */
    @Override
    public String toString() {
        return "MaskBatch["
                + masks.length
                + " "
                + form().name().toLowerCase(Locale.ROOT)
                + " masks of "
                + size
                + " from index "
                + firstIndex
                + "]";
    }

    /**
     * What masks are made of; decides which code may sum them.
     *
     * @since 0.1.0
     */
    public enum Form {
        /** Every pixel is visible or hidden; kept as runs of hidden pixels. */
        BINARY,
        /** A coarse grid, enlarged bilinearly; kept as its nodes. */
        GRID,
        /** Any visibility; kept as one float per pixel. */
        SOFT
    }

    /**
     * A coarse grid of visible and hidden nodes that becomes a mask when it is enlarged bilinearly.
     *
     * <pre>
     * M(y, x) = sum over visible nodes (k, l) of hat((y - y_k) / cellHeight) hat((x - x_l) / cellWidth)
     * y_k = k cellHeight - above,   x_l = l cellWidth - left,   hat(t) = max(0, 1 - |t|)</pre>
     *
     * <p>Immutable; some hundred bytes.
     *
     * @param cellHeight pixels from a node to the one below, at least 1
     * @param cellWidth pixels from a node to the one on the right, at least 1
     * @param above pixels that the first node stands above the face, in [0, cellHeight)
     * @param left pixels that the first node stands left of the face, in [0, cellWidth)
     * @param columnCount nodes in a row of the grid, at least 1
     * @param visible the visible nodes, k columnCount + l for node (k, l); copied
     * @since 0.1.0
     */
    public record Grid(
            int cellHeight, int cellWidth, int above, int left, int columnCount, BitSet visible) {
        /** Checks the ranges and copies the nodes. */
        public Grid {
            Checks.atLeast(1, cellHeight, "cellHeight");
            Checks.atLeast(1, cellWidth, "cellWidth");
            Checks.inside(0, cellHeight - 1, above, "above");
            Checks.inside(0, cellWidth - 1, left, "left");
            Checks.atLeast(1, columnCount, "columnCount");
            visible = (BitSet) visible.clone();
        }

        /** A copy of the visible nodes. */
        @Override
        public BitSet visible() {
            return (BitSet) visible.clone();
        }

        /**
         * Where the visible nodes stand: pairs (row, column) in pixels of the face, some of them
         * outside it.
         */
        public int[] visiblePlaces() {
            int[] places = new int[2 * visible.cardinality()];
            int next = 0;
            for (int node = visible.nextSetBit(0); node >= 0; node = visible.nextSetBit(node + 1)) {
                places[next++] = node / columnCount * cellHeight - above;
                places[next++] = node % columnCount * cellWidth - left;
            }
            return places;
        }

        /** 1 where node {@code column} of a row of the grid is visible, else 0. */
        float node(int row, int column) {
            return visible.get(row * columnCount + column) ? 1f : 0f;
        }

        /** The shape, for example {@code Grid[cells of 16x16, 40 visible nodes]}. */
        @Override
        public String toString() {
            return "Grid[cells of "
                    + cellHeight
                    + "x"
                    + cellWidth
                    + ", "
                    + visible.cardinality()
                    + " visible nodes]";
        }
    }
}
