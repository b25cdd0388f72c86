package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.internal.kernel.GridNodes;
import io.github.corrrise.internal.kernel.HiddenCorners;
import io.github.corrrise.internal.kernel.MaskIndex;
import io.github.corrrise.internal.model.SmoothBasis;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskScores;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The masks of a run, drawn again whenever they are needed, and sums over them. This is the one
 * place that treats masks by their {@link MaskBatch.Form}: binary masks by the corners of their
 * hidden regions, grids by their nodes, soft masks by their pixels.
 *
 * <p>Of short runs the corners or nodes are kept once they were asked for, some 2 MB. Holds no
 * score. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class DrawnMasks {
    /** Masks drawn at a time where a whole run is swept. */
    static final int SWEEP = 128;

    /** An index of masks, at most, roughly. */
    static final int INDEX_BYTES = 2 << 20;

    /** Masks whose corners or nodes are held at once, some 2 MB. */
    private static final int MOST_KEPT = 4096;

    /** Nodes of grids that are held at once, 2 MB; those of one {@link #SWEEP} at least. */
    private static final int MOST_NODES = 500_000;

    private final MaskGenerator masks;
    private final FaceSize size;
    private final long seed;
    private final int[] strata;
    private final MaskBatch.Form form;

    /** Written once, or twice with the same. */
    private volatile @Nullable MaskIndex keptIndex;

    private DrawnMasks(
            MaskGenerator masks, FaceSize size, long seed, int[] strata, MaskBatch.Form form) {
        this.masks = masks;
        this.size = size;
        this.seed = seed;
        this.strata = strata;
        this.form = form;
    }

    /** The masks that were scored. */
    public static DrawnMasks of(MaskScores scores) {
        return new DrawnMasks(
                scores.masks(), scores.size(), scores.seed(), scores.strata(), scores.form());
    }

    /**
     * Sums of visibility over the masks, weighted: sum_i w_i M_i(p). In plain Java, so that they do
     * not depend on which back ends there are.
     *
     * @param weights [vector][mask]
     * @return [vector][pixel], row-major; the caller's
     */
    public double[][] visibleSums(double[]... weights) {
        if (form == MaskBatch.Form.SOFT) {
            return visibleSums(weights, ScoreCorrelation.Kernel.PLAIN_JAVA);
        }
        double[][] sums = new double[weights.length][size.pixelCount()];
        for (int first = 0; first < maskCount(); first += DenseKernel.TILE_ROWS) {
            int count = Math.min(DenseKernel.TILE_ROWS, maskCount() - first);
            drawIndex(first, count).addVisible(weights, first, sums);
        }
        return sums;
    }

    /** As {@link #visibleSums(double[][])}, by a kernel that was resolved. */
    double[][] visibleSums(double[][] weights, ScoreCorrelation.Kernel kernel) {
        double[][] sums = new double[weights.length][size.pixelCount()];
        if (kernel.takesIndex()) {
            for (int first = 0; first < maskCount(); first += indexed()) {
                index(first).addVisible(weights, first, sums);
            }
        } else {
            overTiles(
                    kernel, (dense, first, count) -> dense.accumulate(count, weights, first, sums));
        }
        return sums;
    }

    /** Mean visibility of each pixel over some of the masks, at least one. */
    float[] meanVisibility(boolean[] used, ScoreCorrelation.Kernel kernel) {
        int usedCount = 0;
        for (boolean one : used) {
            usedCount += one ? 1 : 0;
        }
        double[] visible;
        if (form == MaskBatch.Form.BINARY) {
            visible = visibleCounts(used, usedCount);
        } else {
            double[] weights = new double[used.length];
            Arrays.setAll(weights, mask -> used[mask] ? 1 : 0);
            visible = visibleSums(new double[][] {weights}, kernel)[0];
        }
        float[] mean = new float[visible.length];
        for (int p = 0; p < mean.length; p++) {
            mean[p] = (float) Math.min(1, Math.max(0, visible[p] / usedCount));
        }
        return mean;
    }

    /** Hidden runs only mark their ends; their sum along the pixels counts what is hidden. */
    private double[] visibleCounts(boolean[] used, int usedCount) {
        int pixelCount = size.pixelCount();
        int[] change = new int[pixelCount + 1];
        forEach(
                0,
                used.length,
                (batch, i, mask) -> {
                    if (used[mask]) {
                        int[] runs = batch.hiddenRuns(i);
                        for (int run = 0; run < runs.length; run += 2) {
                            change[runs[run]]++;
                            change[runs[run + 1]]--;
                        }
                    }
                });
        double[] visible = new double[pixelCount];
        int hidden = 0;
        for (int p = 0; p < pixelCount; p++) {
            hidden += change[p];
            visible[p] = usedCount - hidden;
        }
        return visible;
    }

    /** Told each tile of masks, and what the kernel holds of it. */
    @FunctionalInterface
    interface TileStep {
        void run(DenseKernel kernel, int first, int count);
    }

    /** Writes tile after tile into a dense kernel. */
    void overTiles(ScoreCorrelation.Kernel kernel, TileStep step) {
        int pixelCount = size.pixelCount();
        try (DenseKernel dense =
                kernel == ScoreCorrelation.Kernel.ND4J
                        ? DenseKernels.nd4j(pixelCount)
                        : DenseKernels.plainJava(pixelCount)) {
            for (int first = 0; first < maskCount(); first += DenseKernel.TILE_ROWS) {
                int count = Math.min(DenseKernel.TILE_ROWS, maskCount() - first);
                MaskBatch batch = draw(first, count);
                FloatBuffer tile = dense.tile();
                for (int i = 0; i < count; i++) {
                    batch.writeVisibility(i, tile);
                }
                step.run(dense, first, count);
            }
        }
    }

    /** Told mask {@code i} of a batch, and which mask of the run it is. */
    @FunctionalInterface
    interface MaskStep {
        void run(MaskBatch batch, int i, int mask);
    }

    /** Draws some consecutive masks, in their order. */
    void forEach(int first, int count, MaskStep step) {
        for (int from = 0; from < count; from += SWEEP) {
            MaskBatch batch = draw(first + from, Math.min(SWEEP, count - from));
            for (int i = 0; i < batch.count(); i++) {
                step.run(batch, i, first + from + i);
            }
        }
    }

    /** Told the features of one mask after the other; valid during the call. */
    @FunctionalInterface
    interface FeatureStep {
        void run(int mask, double[] features);
    }

    /** Sums each mask against a basis. */
    void forEachFeatures(SmoothBasis basis, FeatureStep step) {
        FloatBuffer visibility = FloatBuffer.allocate(size.pixelCount());
        double[] features = new double[basis.featureCount()];
        forEach(
                0,
                maskCount(),
                (batch, i, mask) -> {
                    switch (batch.form()) {
                        case BINARY -> basis.featuresOfHidden(batch.hiddenRuns(i), features);
                        case GRID -> {
                            MaskBatch.Grid grid = batch.grid(i);
                            basis.featuresOfGrid(
                                    grid.cellHeight(),
                                    grid.cellWidth(),
                                    grid.visiblePlaces(),
                                    features);
                        }
                        case SOFT -> {
                            batch.writeVisibility(i, visibility.clear());
                            basis.features(visibility.array(), features);
                        }
                    }
                    step.run(mask, features);
                });
    }

    MaskBatch draw(int first, int count) {
        return MaskBatch.drawnBy(masks, first, count, size, seed);
    }

    /** Masks whose corners or nodes one index holds; runs of no more keep it. */
    int indexed() {
        if (form != MaskBatch.Form.GRID) {
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
            return drawIndex(first, Math.min(indexed(), maskCount() - first));
        }
        MaskIndex kept = keptIndex;
        if (kept == null) {
            kept = drawIndex(0, maskCount());
            keptIndex = kept;
        }
        return kept;
    }

    private MaskIndex drawIndex(int first, int count) {
        return form == MaskBatch.Form.GRID ? nodes(first, count) : corners(first, count);
    }

    private HiddenCorners corners(int first, int count) {
        int[][] runs = new int[count][];
        forEach(first, count, (batch, i, mask) -> runs[mask - first] = batch.hiddenRuns(i));
        return HiddenCorners.of(runs, size.height(), size.width());
    }

    private GridNodes nodes(int first, int count) {
        int[][] cells = new int[count][];
        int[][] places = new int[count][];
        forEach(
                first,
                count,
                (batch, i, mask) -> {
                    MaskBatch.Grid grid = batch.grid(i);
                    cells[mask - first] = new int[] {grid.cellHeight(), grid.cellWidth()};
                    places[mask - first] = grid.visiblePlaces();
                });
        return new GridNodes(cells, places, size.height(), size.width());
    }

    MaskGenerator masks() {
        return masks;
    }

    FaceSize size() {
        return size;
    }

    long seed() {
        return seed;
    }

    MaskBatch.Form form() {
        return form;
    }

    int maskCount() {
        return strata.length;
    }

    /** The stratum of each mask, numbered from 0 without gaps; not to be written to. */
    int[] strata() {
        return strata;
    }

    /** What tells these masks from others. */
    MaskSet set() {
        return new MaskSet(masks, size, seed, Arrays.stream(strata).boxed().toList());
    }

    /** For example {@code DrawnMasks[500 masks of 112x112]}. */
    @Override
    public String toString() {
        return "DrawnMasks[" + maskCount() + " masks of " + size + "]";
    }
}
