package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.image.GaussianBlur;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.internal.model.PrincipalFields;
import io.github.corrrise.internal.model.PriorRoot;
import io.github.corrrise.internal.model.SmoothBasis;
import io.github.corrrise.passes.MaskScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What contributions to a score are to be expected, learned from earlier explanations of the same
 * model: their standard deviation at each place, and the few fields that they have most in common.
 * {@link Estimator#ADJUSTED} starts from it instead of from a prior without knowledge:
 *
 * <pre>
 * w(x) = e(x) g(x) + sum_j v_j g_j(x)
 * e(x) = max({@value #LEAST}, root mean square of w_i(x) over the explanations i, blurred)
 * g_j: the {@value #MOST_FIELDS} principal fields of w_i / |w_i|, {@value #SHARE} of the variance
 * </pre>
 *
 * <p>g is the smooth prior without knowledge, g_j are not centred: the first is all but the typical
 * map. A prior says where to look and what goes together, and not what is there: a map of masks
 * that say nothing stays at 0. It holds moments over many explanations and no face. A grid of at
 * most {@value #MOST_NODES} nodes a side, stretched over faces of any size. Immutable.
 *
 * @since 0.1.0
 */
public final class ContributionPrior {
    /** Most rows and columns. */
    public static final int MOST_NODES = 64;

    /** Most fields. */
    public static final int MOST_FIELDS = 4;

    private static final int NODES = 28;

    /** Of the shorter side: 6 pixels of 112. */
    private static final double BLUR = 6 / 112.0;

    /** Of the root mean square over the face: a model may look elsewhere this time. */
    private static final double LEAST = 0.3;

    /** Of the variance, for the fields: more of it draws maps towards the typical one. */
    private static final double SHARE = 0.1;

    private final int rows;
    private final int columns;
    private final float[] spreads;
    private final List<float[]> fields;

    private ContributionPrior(int rows, int columns, float[] spreads, List<float[]> fields) {
        this.rows = rows;
        this.columns = columns;
        this.spreads = spreads;
        this.fields = fields;
    }

    /**
     * A prior of given relative spreads and fields; of the spreads only their ratios count, and of
     * the fields.
     *
     * @param rows in [2, {@value #MOST_NODES}]
     * @param columns in [2, {@value #MOST_NODES}]
     * @param spreads rows x columns values above 0, row-major; copied
     * @param fields at most {@value #MOST_FIELDS}, each rows x columns finite values that are not
     *     all 0, row-major; copied
     */
    public static ContributionPrior of(
            int rows, int columns, float[] spreads, List<float[]> fields) {
        Checks.inside(2, MOST_NODES, rows, "rows");
        Checks.inside(2, MOST_NODES, columns, "columns");
        Checks.exactly(rows * columns, spreads.length, "spreads.length");
        for (int i = 0; i < spreads.length; i++) {
            if (!(spreads[i] > 0 && spreads[i] <= Float.MAX_VALUE)) {
                throw Checks.rejected("spreads[" + i + "]", "finite and above 0", spreads[i]);
            }
        }
        Checks.inside(0, MOST_FIELDS, fields.size(), "fields.size()");
        List<float[]> copies = new ArrayList<>();
        for (int j = 0; j < fields.size(); j++) {
            float[] field = fields.get(j).clone();
            Checks.exactly(rows * columns, field.length, "length of field " + j);
            double square = 0;
            for (float value : field) {
                square += (double) value * value;
            }
            if (!(square > 0 && square < Double.POSITIVE_INFINITY)) {
                throw Checks.rejected("field " + j, "finite and not all 0", Arrays.toString(field));
            }
            copies.add(field);
        }
        return new ContributionPrior(rows, columns, spreads.clone(), List.copyOf(copies));
    }

    /**
     * Learns from runs of one model, by the adjusted estimator without a prior; each line counts
     * alike.
     *
     * @param runs of masks of one size, as the pairs of a profile give; no pair that the prior is
     *     judged by should be among them
     * @param cache keeps what runs over the same masks share
     * @return empty where no line could be fitted: scores never vary, or a model says too little
     * @throws IllegalArgumentException where there is no run, or sizes differ
     */
    public static Optional<ContributionPrior> learnedFrom(List<MaskScores> runs, MaskCache cache) {
        Checks.atLeast(1, runs.size(), "runs.size()");
        FaceSize size = runs.get(0).size();
        int rows = Math.min(NODES, size.height());
        int columns = Math.min(NODES, size.width());
        double[] square = new double[size.pixelCount()];
        List<double[]> units = new ArrayList<>();
        for (MaskScores run : runs) {
            if (!run.size().equals(size)) {
                throw Checks.rejected("runs", "masks of " + size, run.size());
            }
            for (float[] field : ScoreCorrelation.contributions(run, cache)) {
                double norm = 0;
                for (int p = 0; p < square.length; p++) {
                    square[p] += (double) field[p] * field[p];
                    norm += (double) field[p] * field[p] / square.length;
                }
                float[] nodes =
                        Resampling.bilinear(field, size.height(), size.width(), rows, columns);
                double[] unit = new double[nodes.length];
                for (int i = 0; i < unit.length; i++) {
                    unit[i] = nodes[i] / Math.sqrt(norm);
                }
                units.add(unit);
            }
        }
        if (units.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                of(rows, columns, envelope(square, size, rows, columns), principal(units)));
    }

    private static float[] envelope(double[] square, FaceSize size, int rows, int columns) {
        double mean = Arrays.stream(square).average().orElseThrow();
        float[] spread = new float[square.length];
        for (int p = 0; p < spread.length; p++) {
            spread[p] = (float) Math.sqrt(square[p] / mean);
        }
        float[] blurred =
                GaussianBlur.blur(spread, size.height(), size.width(), BLUR * size.shorterSide());
        float[] nodes = Resampling.bilinear(blurred, size.height(), size.width(), rows, columns);
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = Math.max((float) LEAST, nodes[i]);
        }
        return nodes;
    }

    private static List<float[]> principal(List<double[]> fields) {
        List<float[]> principal = new ArrayList<>();
        for (double[] field :
                PrincipalFields.of(fields, Math.min(MOST_FIELDS, fields.size() / 4))) {
            float[] single = new float[field.length];
            for (int i = 0; i < single.length; i++) {
                single[i] = (float) field[i];
            }
            principal.add(single);
        }
        return principal;
    }

    /** Rows of the grid. */
    public int rows() {
        return rows;
    }

    /** Columns of the grid. */
    public int columns() {
        return columns;
    }

    /** The relative spreads, rows x columns, row-major; a copy. */
    public float[] spreads() {
        return spreads.clone();
    }

    /** The fields, the strongest first, each rows x columns, row-major; copies. */
    public List<float[]> fields() {
        return fields.stream().map(float[]::clone).toList();
    }

    /** The prior on the coefficients of a basis for faces of a size. */
    PriorRoot root(SmoothBasis basis, FaceSize size) {
        return PriorRoot.of(
                basis,
                over(size, spreads),
                fields.stream().map(field -> over(size, field)).toList(),
                SHARE);
    }

    private float[] over(FaceSize size, float[] nodes) {
        return Resampling.bilinear(nodes, rows, columns, size.height(), size.width());
    }

    /** The first 16 digits of a SHA-256 digest of the grids: equal priors have equal ones. */
    public String digest() {
        Sha256 digest = new Sha256().add(rows).add(columns).add(spreads);
        fields.forEach(digest::add);
        return digest.hex().substring(0, 16);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContributionPrior prior
                && rows == prior.rows
                && columns == prior.columns
                && Arrays.equals(spreads, prior.spreads)
                && Arrays.deepEquals(fields.toArray(), prior.fields.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + columns) + Arrays.hashCode(spreads);
    }

    /** Size and digest, no values. */
    @Override
    public String toString() {
        return "prior of " + rows + " x " + columns + " nodes " + digest();
    }
}
