package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.kernel.GridNodes;
import io.github.corrrise.internal.kernel.HiddenCorners;
import io.github.corrrise.internal.kernel.MaskIndex;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskForm;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MaskGrid;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Masks and what a verifier made of them: some lines of scores, one a side or one a reference, over
 * the same masks. The masks themselves are drawn again from generator, size and seed when needed;
 * of short runs the corners of hidden regions or the nodes of grids are kept once they were asked
 * for, some 2 MB. Immutable; 8 bytes a score.
 */
public final class MaskScores {
    /** Masks drawn at a time where a whole run is swept. */
    static final int SWEEP = 128;

    /** Masks whose corners or nodes are held at once, some 2 MB. */
    private static final int MOST_KEPT = 4096;

    /** Nodes of grids that are held at once, 2 MB; those of one {@link #SWEEP} at least. */
    private static final int MOST_NODES = 500_000;

    /** An index of masks, at most, roughly. */
    static final int INDEX_BYTES = 2 << 20;

    private final MaskGenerator masks;
    private final FaceSize size;
    private final long seed;
    private final int[] strata;
    private final MaskForm form;
    private final double[][] lines;

    /** Written once, or twice with the same. */
    private volatile @Nullable MaskIndex keptIndex;

    MaskScores(
            MaskGenerator masks,
            FaceSize size,
            long seed,
            int[] strata,
            MaskForm form,
            double[][] lines) {
        this.masks = masks;
        this.size = size;
        this.seed = seed;
        this.strata = strata;
        this.form = form;
        this.lines = lines;
    }

    /**
     * Scores obtained elsewhere, of masks 0 to N - 1.
     *
     * @param masks the generator the masks came from
     * @param size their size
     * @param seed their seed
     * @param lines at least one line of N scores each, N at least 2; NaN where a mask has no score;
     *     copied
     */
    public static MaskScores of(MaskGenerator masks, FaceSize size, long seed, double[]... lines) {
        Checks.atLeast(1, lines.length, "lines.length");
        int maskCount = Checks.atLeast(2, lines[0].length, "maskCount");
        double[][] copy = new double[lines.length][];
        for (int line = 0; line < lines.length; line++) {
            Checks.exactly(maskCount, lines[line].length, "scores of line " + line);
            copy[line] = lines[line].clone();
        }
        int[] strata = new int[maskCount];
        MaskForm[] forms = new MaskForm[maskCount];
        for (int first = 0; first < maskCount; first += SWEEP) {
            int count = Math.min(SWEEP, maskCount - first);
            MaskBatch batch = MaskBatch.drawnBy(masks, first, count, size, seed);
            for (int i = 0; i < batch.count(); i++) {
                strata[first + i] = batch.stratum(i);
                forms[first + i] = batch.form();
            }
        }
        return new MaskScores(masks, size, seed, strata, formOf(forms), copy);
    }

    /** The form of masks of these forms, at least one: soft where they differ. */
    static MaskForm formOf(MaskForm[] forms) {
        return Arrays.stream(forms)
                .reduce((one, other) -> one == other ? one : MaskForm.SOFT)
                .orElseThrow();
    }

    MaskBatch draw(int first, int count) {
        return MaskBatch.drawnBy(masks, first, count, size, seed);
    }

    /** Masks whose corners or nodes one index holds; runs of no more keep it. */
    int indexed() {
        if (form != MaskForm.GRID) {
            return MOST_KEPT;
        }
        int nodes = Math.max(1, draw(0, 1).grid(0).visible().cardinality());
        return Math.max(SWEEP, Math.min(MOST_KEPT, MOST_NODES / nodes));
    }

    /** True where one index holds the corners or nodes of all masks. */
    boolean fitsOneIndex() {
        return maskCount() <= indexed();
    }

    /** The index of {@link #indexed} binary masks or grids from {@code first} on. */
    MaskIndex index(int first) {
        if (!fitsOneIndex()) {
            return drawIndex(first);
        }
        MaskIndex kept = keptIndex;
        if (kept == null) {
            kept = drawIndex(0);
            keptIndex = kept;
        }
        return kept;
    }

    private MaskIndex drawIndex(int first) {
        int count = Math.min(indexed(), maskCount() - first);
        return form == MaskForm.GRID ? nodes(first, count) : corners(first, count);
    }

    private HiddenCorners corners(int first, int count) {
        int[][] runs = new int[count][];
        forEach(first, count, (batch, i, mask) -> runs[mask] = batch.hiddenRuns(i));
        return HiddenCorners.of(runs, size.height(), size.width());
    }

    private GridNodes nodes(int first, int count) {
        int[][] cells = new int[count][];
        int[][] places = new int[count][];
        forEach(
                first,
                count,
                (batch, i, mask) -> {
                    MaskGrid grid = batch.grid(i);
                    cells[mask] = new int[] {grid.cellHeight(), grid.cellWidth()};
                    places[mask] = grid.visiblePlaces();
                });
        return new GridNodes(cells, places, size.height(), size.width());
    }

    /** Told mask {@code i} of a batch, and which it is of those asked for. */
    @FunctionalInterface
    private interface MaskStep {
        void run(MaskBatch batch, int i, int mask);
    }

    private void forEach(int first, int count, MaskStep step) {
        for (int from = 0; from < count; from += SWEEP) {
            MaskBatch batch = draw(first + from, Math.min(SWEEP, count - from));
            for (int i = 0; i < batch.count(); i++) {
                step.run(batch, i, from + i);
            }
        }
    }

    /** Height and width of the masks. */
    public FaceSize size() {
        return size;
    }

    /** Seed of the masks. */
    public long seed() {
        return seed;
    }

    /** Masks a line has scores of, left-out ones counted. */
    public int maskCount() {
        return strata.length;
    }

    /** How many lines. */
    public int lineCount() {
        return lines.length;
    }

    /** A copy of one line; NaN where a mask was left out. */
    public double[] line(int line) {
        return lines[Objects.checkIndex(line, lines.length)].clone();
    }

    /** True where all masks are binary. */
    public boolean isBinary() {
        return form == MaskForm.BINARY;
    }

    /** What all masks are made of. */
    MaskForm form() {
        return form;
    }

    int stratum(int mask) {
        return strata[mask];
    }

    /** The same with the scores of every other mask of a stratum left out: half of a run. */
    MaskScores everySecond(int from) {
        int[] ofMask = strata();
        int[] seen = new int[ofMask.length];
        double[][] half = new double[lines.length][];
        Arrays.setAll(half, line -> lines[line].clone());
        for (int mask = 0; mask < ofMask.length; mask++) {
            if (seen[ofMask[mask]] % 2 != from) {
                for (double[] line : half) {
                    line[mask] = Double.NaN;
                }
            }
            seen[ofMask[mask]]++;
        }
        return new MaskScores(masks, size, seed, strata, form, half);
    }

    /** The stratum of each mask, numbered from 0 without gaps. */
    int[] strata() {
        int[] distinct = Arrays.stream(strata).distinct().sorted().toArray();
        return Arrays.stream(strata).map(label -> Arrays.binarySearch(distinct, label)).toArray();
    }

    MaskGenerator masks() {
        return masks;
    }

    MaskSet set() {
        return new MaskSet(masks, size, seed, Arrays.stream(strata()).boxed().toList());
    }

    /** The masks without what a verifier made of them. */
    MaskScores withoutScores() {
        return new MaskScores(masks, size, seed, strata, form, new double[0][]);
    }

    double score(int line, int mask) {
        return lines[line][mask];
    }

    /** The shape, for example {@code MaskScores[2 lines, 500 masks of 112x112]}. */
    @Override
    public String toString() {
        return "MaskScores["
                + lines.length
                + " lines, "
                + strata.length
                + " masks of "
                + size
                + "]";
    }
}
