package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.model.GridVisibility;
import io.github.corrrise.internal.model.PatchVisibility;
import io.github.corrrise.internal.model.VisibilityMoments;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A verifier whose truth is known: its score is a weighted sum over a grid of cells.
 *
 * <pre>s(A, B) = sum_c w_c a_c b_c</pre>
 *
 * <p>a_c and b_c are the mean brightness of cell c in probe and reference, from 0 black to 1 white;
 * w_c is the cell's signed weight. For two white faces, the probe masked with black fill, a_c is
 * the visible share of the cell and b_c is 1, so the correlation of masks with scores over
 * <i>all</i> masks follows from the weights and can be computed exactly: {@link #populationMap}. An
 * explainer's estimate can be compared with it. Sums are double, scores are rounded to float.
 *
 * <p>A face of another size is refused with an {@link IllegalArgumentException}. Immutable; safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class AdditiveVerifier implements FaceVerifier {
    private final FaceSize size;
    private final double[][] weights;

    private AdditiveVerifier(FaceSize size, double[][] weights) {
        this.size = size;
        this.weights = weights;
    }

    /**
     * A verifier with these weights.
     *
     * @param size height and width of the faces
     * @param weights [row of cells][column of cells], finite, signed, zero allowed; rows and
     *     columns must divide height and width; copied
     * @throws IllegalArgumentException where a weight is not finite, the rows differ in length, or
     *     the grid does not divide the face
     */
    public static AdditiveVerifier of(FaceSize size, double[][] weights) {
        Checks.atLeast(1, weights.length, "weights.length");
        double[][] copy = new double[weights.length][];
        for (int row = 0; row < weights.length; row++) {
            copy[row] = weights[row].clone();
            Checks.exactly(weights[0].length, copy[row].length, "weights[" + row + "].length");
            for (double weight : copy[row]) {
                Checks.finite(weight, "weight");
            }
        }
        Checks.atLeast(1, copy[0].length, "weights[0].length");
        if (size.height() % copy.length != 0 || size.width() % copy[0].length != 0) {
            throw Checks.rejected(
                    "weights", "a grid that divides " + size, copy.length + "x" + copy[0].length);
        }
        return new AdditiveVerifier(size, copy);
    }

    /** A white face: every pixel counts in full. */
    public FaceImage whiteFace() {
        return FaceImage.filled(size, 255, 255, 255);
    }

    @Override
    public FaceSize inputSize() {
        return size;
    }

    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        double[][] whole = brightness(reference);
        float[] scores = new float[probes.count()];
        for (int i = 0; i < scores.length; i++) {
            double[][] probe = brightness(probes.face(i));
            double sum = 0;
            for (int row = 0; row < weights.length; row++) {
                for (int column = 0; column < weights[row].length; column++) {
                    sum += weights[row][column] * probe[row][column] * whole[row][column];
                }
            }
            scores[i] = (float) sum;
        }
        return scores;
    }

    /**
     * The exact correlation of visibility and score over the distribution of the masks, for two
     * white faces and black fill.
     *
     * <pre>
     * rho(x) = sum_y W(y) cov(M_x, M_y) / (sd M_x sd s),   var s = sum_x W(x) sum_y W(y) cov(M_x, M_y)
     * cov(M_x, M_y) = (1 - q_x - q_y + q_xy)^K - (1 - q_x)^K (1 - q_y)^K</pre>
     *
     * <p>q_x, q_y and q_xy are the chances that one patch hides x, y and both; K patches; W(y) the
     * weight of y's cell over the cell's pixels. Of a Poisson number of mean K, exp(-K q) takes the
     * place of (1 - q)^K. Zero where sd M_x is 0, and everywhere when sd s is 0. Cost: (height x
     * width)^2 steps, about a second for 112 x 112.
     */
    public SaliencyMap populationMap(PatchMasks masks) {
        return populationMap(MixedMasks.of(masks));
    }

    /**
     * The same over a mixture, each of whose parts is a stratum: variances and covariances are the
     * means of those of the parts. Cost: that of one part times the number of parts.
     */
    public SaliencyMap populationMap(MixedMasks masks) {
        return populationMap(masks.parts().stream().map(this::moments).toList());
    }

    /**
     * The same over enlarged grids, with these covariances.
     *
     * <pre>
     * cov(M_x, M_y) = v (1 - v) C(rows between x and y) C(columns between x and y)
     * C(d) = (1 / c) sum over integers m of hat(m / c) hat((m - d) / c),   hat(t) = max(0, 1 - |t|)
     * </pre>
     *
     * <p>v is the chance that a node is visible; c the height of a cell for rows, its width for
     * columns.
     */
    public SaliencyMap populationMap(GridMasks masks) {
        return populationMap(
                List.of(
                        new GridVisibility(
                                size.height(),
                                size.width(),
                                masks.cellHeight(size),
                                masks.cellWidth(size),
                                masks.visibleProbability())));
    }

    private SaliencyMap populationMap(List<VisibilityMoments> parts) {
        int pixelCount = size.pixelCount();
        int width = size.width();
        int[] pixels = IntStream.range(0, pixelCount).toArray();
        double[] pixelWeight = new double[pixelCount];
        int cellHeight = size.height() / weights.length;
        int cellWidth = width / weights[0].length;
        for (int p = 0; p < pixelCount; p++) {
            pixelWeight[p] =
                    weights[p / width / cellHeight][p % width / cellWidth]
                            / (cellHeight * cellWidth);
        }
        double[] co = new double[pixelCount];
        double[] covariances = new double[pixelCount];
        double[] variance = new double[pixelCount];
        double scoreVariance = 0;
        for (int x = 0; x < pixelCount; x++) {
            for (VisibilityMoments part : parts) {
                part.covariances(x, pixels, covariances);
                variance[x] += part.variance(x) / parts.size();
                for (int y = 0; y < pixelCount; y++) {
                    co[x] += pixelWeight[y] * covariances[y] / parts.size();
                }
            }
            scoreVariance += pixelWeight[x] * co[x];
        }
        float[] map = new float[pixelCount];
        for (int x = 0; x < pixelCount; x++) {
            double spread = Math.sqrt(variance[x] * scoreVariance);
            map[x] = spread > 0 ? (float) (co[x] / spread) : 0f;
        }
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, map);
    }

    private VisibilityMoments moments(PatchMasks masks) {
        return new PatchVisibility(
                size.height(),
                size.width(),
                masks.patchSide(size),
                masks.patchCount(),
                masks.hasPoissonCount());
    }

    /**
     * The pixels more than {@code distance} rows or columns away from every pixel of a cell whose
     * weight is not 0. From a distance of the patch side less one on, no patch hides such a pixel
     * together with one that counts.
     *
     * @param distance in rows or columns, at least 0
     * @return row-major indices
     */
    public BitSet unusedBeyond(int distance) {
        Checks.atLeast(0, distance, "distance");
        BitSet used = new BitSet(size.pixelCount());
        int cellHeight = size.height() / weights.length;
        int cellWidth = size.width() / weights[0].length;
        for (int p = 0; p < size.pixelCount(); p++) {
            int row = p / size.width();
            int column = p % size.width();
            used.set(p, weights[row / cellHeight][column / cellWidth] != 0);
        }
        BitSet unused = Reach.around(used, distance, size);
        unused.flip(0, size.pixelCount());
        return unused;
    }

    @Override
    public String description() {
        return "AdditiveVerifier " + weights.length + "x" + weights[0].length + " cells, " + size;
    }

    private double[][] brightness(FaceImage face) {
        if (!face.size().equals(size)) {
            throw Checks.rejected("face", size.toString(), face.size());
        }
        int cellHeight = size.height() / weights.length;
        int cellWidth = size.width() / weights[0].length;
        float[] planes = face.toPlanes();
        double[][] mean = new double[weights.length][weights[0].length];
        for (int i = 0; i < planes.length; i++) {
            int pixel = i % size.pixelCount();
            mean[pixel / size.width() / cellHeight][pixel % size.width() / cellWidth] += planes[i];
        }
        double full = 3 * 255.0 * cellHeight * cellWidth;
        for (double[] row : mean) {
            for (int column = 0; column < row.length; column++) {
                row[column] /= full;
            }
        }
        return mean;
    }
}
