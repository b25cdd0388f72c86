package io.github.corrrise.passes;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.Side;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Masks and what a verifier made of them: lines of scores over the same masks, each with a name.
 * The masks themselves are not held; generator, size and seed draw them again. Immutable; 8 bytes
 * per score.
 *
 * @since 0.1.0
 */
public final class MaskScores {
    /** Masks drawn at a time where a whole run is swept. */
    private static final int SWEEP = 128;

    private final MaskGenerator masks;
    private final FaceSize size;
    private final long seed;
    private final int[] strata;
    private final MaskBatch.Form form;
    private final List<Line> names;
    private final double[][] lines;

    /**
     * @param strata any label per mask; masks of equal labels are one stratum
     * @param lines taken over
     */
    MaskScores(
            MaskGenerator masks,
            FaceSize size,
            long seed,
            int[] strata,
            MaskBatch.Form form,
            List<Line> names,
            double[][] lines) {
        int[] distinct = Arrays.stream(strata).distinct().sorted().toArray();
        this.masks = masks;
        this.size = size;
        this.seed = seed;
        this.strata =
                Arrays.stream(strata).map(label -> Arrays.binarySearch(distinct, label)).toArray();
        this.form = form;
        this.names = names;
        this.lines = lines;
    }

    /**
     * Scores obtained elsewhere, of masks 0 to N - 1. The lines get the names of references 0, 1
     * and so on, see {@link Line#ofReference}.
     *
     * @param masks the generator the masks came from
     * @param size their size
     * @param seed their seed
     * @param lines at least one line of N scores each, N at least 2; NaN where a mask has no score;
     *     copied
     */
    public static MaskScores of(MaskGenerator masks, FaceSize size, long seed, double[]... lines) {
        return of(masks, Fills.of(Fill.black()), size, seed, lines);
    }

    /**
     * Scores obtained elsewhere, of masks 0 to N - 1 under several fills in turn, each of which is
     * a stratum.
     *
     * @param fills what replaced hidden pixels
     */
    public static MaskScores of(
            MaskGenerator masks, Fills fills, FaceSize size, long seed, double[]... lines) {
        Checks.atLeast(1, lines.length, "lines.length");
        int maskCount = Checks.atLeast(2, lines[0].length, "maskCount");
        double[][] copy = new double[lines.length][];
        for (int line = 0; line < lines.length; line++) {
            Checks.exactly(maskCount, lines[line].length, "scores of line " + line);
            copy[line] = lines[line].clone();
        }
        int[] strata = new int[maskCount];
        MaskBatch.Form[] forms = new MaskBatch.Form[maskCount];
        for (int first = 0; first < maskCount; first += SWEEP) {
            int count = Math.min(SWEEP, maskCount - first);
            MaskBatch batch = MaskBatch.drawnBy(masks, first, count, size, seed);
            for (int i = 0; i < batch.count(); i++) {
                strata[first + i] = fills.stratum(batch.stratum(i), first + i);
                forms[first + i] = batch.form();
            }
        }
        List<Line> names = IntStream.range(0, lines.length).mapToObj(Line::ofReference).toList();
        return new MaskScores(masks, size, seed, strata, formOf(forms), names, copy);
    }

    /**
     * One line less another, mask by mask: what the masks do to the difference of two similarities.
     * NaN where either has no score. The line has the name of the first.
     *
     * @param first number of a line, in [0, lines)
     * @param second number of another
     */
    public MaskScores difference(int first, int second) {
        double[] difference = line(first);
        double[] taken = line(second);
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= taken[i];
        }
        return new MaskScores(
                masks,
                size,
                seed,
                strata,
                form,
                List.of(names.get(first)),
                new double[][] {difference});
    }

    /** The form of masks of these forms, at least one: soft where they differ. */
    static MaskBatch.Form formOf(MaskBatch.Form[] forms) {
        return Arrays.stream(forms)
                .reduce((one, other) -> one == other ? one : MaskBatch.Form.SOFT)
                .orElseThrow();
    }

    /** What draws the masks. */
    public MaskGenerator masks() {
        return masks;
    }

    /** Height and width of the masks. */
    public FaceSize size() {
        return size;
    }

    /** Seed of the masks. */
    public long seed() {
        return seed;
    }

    /** The form of all masks; {@link MaskBatch.Form#SOFT} where they differ. */
    public MaskBatch.Form form() {
        return form;
    }

    /** Number of masks, those without a score included. */
    public int maskCount() {
        return strata.length;
    }

    /** A copy of the stratum of each mask, numbered from 0 without gaps. */
    public int[] strata() {
        return strata.clone();
    }

    /** The names of the lines, in their order. */
    public List<Line> lines() {
        return names;
    }

    /**
     * The place of a line.
     *
     * @throws IllegalArgumentException where there is no such line
     */
    public int indexOf(Line line) {
        int index = names.indexOf(Objects.requireNonNull(line, "line"));
        if (index < 0) {
            throw Checks.rejected("line", "one of " + names, line);
        }
        return index;
    }

    /** A copy of the scores of one line by its place; NaN where a mask has none. */
    public double[] line(int line) {
        return lines[Objects.checkIndex(line, lines.length)].clone();
    }

    /**
     * Half of a run: the scores of every other mask of each stratum, NaN for the rest.
     *
     * @param from 0 for the first, third, ... mask of a stratum, 1 for the others
     */
    public MaskScores everySecond(int from) {
        Checks.inside(0, 1, from, "from");
        int[] seen = new int[strata.length];
        double[][] half = new double[lines.length][];
        Arrays.setAll(half, line -> lines[line].clone());
        for (int mask = 0; mask < strata.length; mask++) {
            if (seen[strata[mask]] % 2 != from) {
                for (double[] line : half) {
                    line[mask] = Double.NaN;
                }
            }
            seen[strata[mask]]++;
        }
        return new MaskScores(masks, size, seed, strata, form, names, half);
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

    /**
     * Names one line of scores: which face was masked, and which reference the comparison was with.
     *
     * @param masked the face whose masked copies were scored
     * @param reference index of the reference, at least 0; 0 for a pair
     * @since 0.1.0
     */
    public record Line(Side masked, int reference) {
        /** Checks the ranges. */
        public Line {
            Objects.requireNonNull(masked, "masked");
            Checks.atLeast(0, reference, "reference");
        }

        /** The line of a pair in which this face is masked. */
        public static Line of(Side masked) {
            return new Line(masked, 0);
        }

        /** The line of a gallery: the probe masked, compared with one of the references. */
        public static Line ofReference(int reference) {
            return new Line(Side.PROBE, reference);
        }
    }
}
