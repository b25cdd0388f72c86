package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A raw signed saliency map of one face: height x width values as the method computed them, neither
 * clipped nor rescaled. A value is positive where seeing the pixel makes the pair more alike to the
 * verifier, negative where it makes it less alike, 0 where the map says nothing; a method without a
 * sign gives values of one sign.
 *
 * <p>A map may carry its standard errors, the bound that chance stays under, how far it can be
 * relied on, and the coverage: the mean visibility of each pixel over the masks. A pixel about
 * which the map cannot tell, as one whose visibility never varied, is undefined: its value is 0 and
 * {@link #isDefined} is false. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SaliencyMap {
    private final FaceSize size;
    private final Scale scale;
    private final float[] values;
    private final BitSet undefined;
    private final Optional<float[]> standardErrors;
    private final Optional<float[]> coverage;
    private final Optional<Significance> significance;
    private final Optional<BitSet> clusters;
    private final Optional<Reliability> reliability;

    private SaliencyMap(
            FaceSize size,
            Scale scale,
            float[] values,
            BitSet undefined,
            Optional<float[]> standardErrors,
            Optional<float[]> coverage,
            Optional<Significance> significance,
            Optional<BitSet> clusters,
            Optional<Reliability> reliability) {
        this.size = size;
        this.scale = scale;
        this.values = values;
        this.undefined = undefined;
        this.standardErrors = standardErrors;
        this.coverage = coverage;
        this.significance = significance;
        this.clusters = clusters;
        this.reliability = reliability;
    }

    /**
     * A map without errors, coverage and significance, every pixel defined.
     *
     * @param size height and width
     * @param scale what the numbers are
     * @param values height x width finite values, row-major; copied
     * @throws IllegalArgumentException where there are more or fewer values, or one is not finite
     */
    public static SaliencyMap of(FaceSize size, Scale scale, float[] values) {
        Objects.requireNonNull(scale, "scale");
        return new SaliencyMap(
                size,
                scale,
                finiteCopy(size, values, "values"),
                new BitSet(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same map with these pixels undefined, and no others: the set replaces the one before.
     * Their values become 0; a pixel that is defined again keeps the value 0. Errors, coverage,
     * significance and reliability stay.
     *
     * @param pixels row-major indices; copied
     * @throws IllegalArgumentException where an index is outside the map
     */
    public SaliencyMap withUndefined(BitSet pixels) {
        if (pixels.length() > size.pixelCount()) {
            throw Checks.rejected(
                    "undefined pixel",
                    "in [0, " + (size.pixelCount() - 1) + "]",
                    pixels.length() - 1);
        }
        float[] known = values.clone();
        pixels.stream().forEach(pixel -> known[pixel] = 0);
        return new SaliencyMap(
                size,
                scale,
                known,
                (BitSet) pixels.clone(),
                standardErrors,
                coverage,
                significance,
                clusters,
                reliability);
    }

    /**
     * The same map with standard errors.
     *
     * @param errors height x width values, finite and at least 0, row-major; copied
     * @throws IllegalArgumentException where there are more or fewer values, or one is out of range
     */
    public SaliencyMap withStandardErrors(float[] errors) {
        float[] copy = finiteCopy(size, errors, "standardErrors");
        for (float error : copy) {
            Checks.inside(0.0, Double.MAX_VALUE, error, "standard error");
        }
        return new SaliencyMap(
                size,
                scale,
                values,
                undefined,
                Optional.of(copy),
                coverage,
                significance,
                clusters,
                reliability);
    }

    /**
     * The same map with the mean visibility of each pixel over the masks.
     *
     * @param visibility height x width values in [0, 1], row-major; copied
     * @throws IllegalArgumentException where there are more or fewer values, or one is out of range
     */
    public SaliencyMap withCoverage(float[] visibility) {
        float[] copy = finiteCopy(size, visibility, "coverage");
        for (float share : copy) {
            Checks.inside(0.0, 1.0, share, "coverage");
        }
        return new SaliencyMap(
                size,
                scale,
                values,
                undefined,
                standardErrors,
                Optional.of(copy),
                significance,
                clusters,
                reliability);
    }

    /**
     * The same map with a significance bound.
     *
     * @throws IllegalArgumentException where the statistic is not the value: which pixels are
     *     significant must be told then
     */
    public SaliencyMap withSignificance(Significance newSignificance) {
        if (newSignificance.statistic() != Significance.Statistic.VALUE) {
            throw Checks.rejected(
                    "significance", "by VALUE where no pixels are given", newSignificance);
        }
        return withSignificance(newSignificance, Optional.empty());
    }

    /**
     * The same map with significant clusters.
     *
     * @param newSignificance by clusters
     * @param significant row-major indices of the significant pixels; copied
     * @throws IllegalArgumentException where the statistic is the value, an index is outside the
     *     map, or a value there does not reach the bound
     */
    public SaliencyMap withSignificance(Significance newSignificance, BitSet significant) {
        if (newSignificance.statistic() != Significance.Statistic.CLUSTER) {
            throw Checks.rejected(
                    "significance", "by CLUSTER where pixels are given", newSignificance);
        }
        if (significant.length() > size.pixelCount()) {
            throw Checks.rejected(
                    "significant pixel",
                    "in [0, " + (size.pixelCount() - 1) + "]",
                    significant.length() - 1);
        }
        significant.stream()
                .filter(pixel -> !newSignificance.reaches(values[pixel]))
                .findFirst()
                .ifPresent(
                        pixel -> {
                            throw Checks.rejected(
                                    "significant value",
                                    "of magnitude " + newSignificance.bound() + " or more",
                                    values[pixel]);
                        });
        return withSignificance(newSignificance, Optional.of((BitSet) significant.clone()));
    }

    private SaliencyMap withSignificance(
            Significance newSignificance, Optional<BitSet> newClusters) {
        return new SaliencyMap(
                size,
                scale,
                values,
                undefined,
                standardErrors,
                coverage,
                Optional.of(newSignificance),
                newClusters,
                reliability);
    }

    /** The same map with what its run tells of how far it can be relied on. */
    public SaliencyMap withReliability(Reliability newReliability) {
        return new SaliencyMap(
                size,
                scale,
                values,
                undefined,
                standardErrors,
                coverage,
                significance,
                clusters,
                Optional.of(newReliability));
    }

    /** Height and width. */
    public FaceSize size() {
        return size;
    }

    /** What the numbers are. */
    public Scale scale() {
        return scale;
    }

    /**
     * The value of one pixel; 0 where it is undefined.
     *
     * @throws IndexOutOfBoundsException where the pixel is outside the map
     */
    public float at(int row, int column) {
        return values[index(row, column)];
    }

    /**
     * False where the map cannot tell, as for a pixel whose visibility never varied.
     *
     * @throws IndexOutOfBoundsException where the pixel is outside the map
     */
    public boolean isDefined(int row, int column) {
        return !undefined.get(index(row, column));
    }

    /** How many pixels are undefined. */
    public int undefinedCount() {
        return undefined.cardinality();
    }

    /**
     * Whether a pixel is beyond chance, by whichever statistic the map was judged; false in a map
     * without significance, and where the value is 0.
     *
     * @throws IndexOutOfBoundsException where the pixel is outside the map
     */
    public boolean isSignificant(int row, int column) {
        return isSignificant(index(row, column));
    }

    private boolean isSignificant(int pixel) {
        return significance.isPresent()
                && significance.get().reaches(values[pixel])
                && (clusters.isEmpty() || clusters.get().get(pixel));
    }

    /** The share of all pixels that are significant, in [0, 1]; 0 in a map without a bound. */
    public double significantShare() {
        long significantCount =
                IntStream.range(0, values.length).filter(this::isSignificant).count();
        return (double) significantCount / values.length;
    }

    /** The significance bound, where the method gives one. */
    public Optional<Significance> significance() {
        return significance;
    }

    /**
     * What the run tells of how far the map can be relied on: how much of the scores it explains,
     * and how like it another run's map would be. Empty where the method tells neither, or had
     * fewer than 32 scores.
     */
    public Optional<Reliability> reliability() {
        return reliability;
    }

    /** The standard error of one pixel, at least 0; empty where the method knows none. */
    public OptionalDouble standardErrorAt(int row, int column) {
        return at(standardErrors, row, column);
    }

    /** The mean visibility of one pixel, in [0, 1]; empty where the method does not know it. */
    public OptionalDouble coverageAt(int row, int column) {
        return at(coverage, row, column);
    }

    private OptionalDouble at(Optional<float[]> plane, int row, int column) {
        int pixel = index(row, column);
        return plane.isPresent() ? OptionalDouble.of(plane.get()[pixel]) : OptionalDouble.empty();
    }

    /** A copy of the standard errors, row-major, where the method gives them. */
    public Optional<float[]> standardErrors() {
        return standardErrors.map(float[]::clone);
    }

    /** A copy of the mean visibility of each pixel, row-major, where the method gives it. */
    public Optional<float[]> coverage() {
        return coverage.map(float[]::clone);
    }

    /** A copy of the values, row-major. */
    public float[] toArray() {
        return values.clone();
    }

    /** The largest absolute value. */
    public float largestMagnitude() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /**
     * How alike two maps are: Pearson's correlation over the pixels that are defined in both, in
     * [-1, 1]. Degenerate case: 0 where either map is constant there, or no pixel is defined in
     * both.
     *
     * @param other a map of the same size
     * @throws IllegalArgumentException where it has another size
     */
    public double correlationWith(SaliencyMap other) {
        if (!size.equals(other.size())) {
            throw Checks.rejected("other map", "of size " + size, other.size());
        }
        // Welford's sums: stable where the values lie far from 0.
        double oneMean = 0;
        double otherMean = 0;
        double oneSpread = 0;
        double otherSpread = 0;
        double coSpread = 0;
        int count = 0;
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                if (isDefined(row, column) && other.isDefined(row, column)) {
                    count++;
                    double oneDelta = at(row, column) - oneMean;
                    double otherDelta = other.at(row, column) - otherMean;
                    oneMean += oneDelta / count;
                    otherMean += otherDelta / count;
                    oneSpread += oneDelta * (at(row, column) - oneMean);
                    otherSpread += otherDelta * (other.at(row, column) - otherMean);
                    coSpread += oneDelta * (other.at(row, column) - otherMean);
                }
            }
        }
        if (!(oneSpread > 0 && otherSpread > 0)) {
            return 0;
        }
        double correlation = coSpread / Math.sqrt(oneSpread) / Math.sqrt(otherSpread);
        return Math.max(-1, Math.min(1, correlation));
    }

    /**
     * The similarity map: the positive values, 0 elsewhere. Undefined pixels, errors, coverage,
     * significance and reliability are those of this map.
     */
    public SaliencyMap similar() {
        return signed(1);
    }

    /**
     * The dissimilarity map: the magnitudes of the negative values, 0 elsewhere. Undefined pixels,
     * errors, coverage, significance and reliability are those of this map.
     */
    public SaliencyMap dissimilar() {
        return signed(-1);
    }

    private SaliencyMap signed(int sign) {
        float[] one = new float[values.length];
        for (int pixel = 0; pixel < one.length; pixel++) {
            one[pixel] = Math.max(0f, sign * values[pixel]);
        }
        return new SaliencyMap(
                size,
                scale.magnitude(),
                one,
                undefined,
                standardErrors,
                coverage,
                significance,
                clusters,
                reliability);
    }

    private int index(int row, int column) {
        Objects.checkIndex(row, size.height());
        Objects.checkIndex(column, size.width());
        return row * size.width() + column;
    }

    private static float[] finiteCopy(FaceSize size, float[] values, String name) {
        Checks.exactly(size.pixelCount(), values.length, name + ".length for a map of " + size);
        for (float value : values) {
            Checks.finite(value, name);
        }
        return values.clone();
    }

    /** Same size, scale, values, undefined pixels, errors, coverage, significance, reliability. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SaliencyMap that
                && size.equals(that.size)
                && scale.equals(that.scale)
                && Arrays.equals(values, that.values)
                && undefined.equals(that.undefined)
                && Arrays.equals(standardErrors.orElse(null), that.standardErrors.orElse(null))
                && Arrays.equals(coverage.orElse(null), that.coverage.orElse(null))
                && significance.equals(that.significance)
                && clusters.equals(that.clusters)
                && reliability.equals(that.reliability);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, scale, Arrays.hashCode(values), undefined, significance);
    }

    /** For example {@code SaliencyMap[112x112, correlation, 38 % significant, 4 undefined]}. */
    @Override
    public String toString() {
        return "SaliencyMap["
                + size
                + ", "
                + scale.quantity()
                + (significance.isPresent()
                        ? ", " + Math.round(100 * significantShare()) + " % significant"
                        : "")
                + ", "
                + undefinedCount()
                + " undefined]";
    }

    /**
     * The quantity that the values of a map express, and the range that they can take by
     * definition. Where a definition sets no bound, the bound is infinite.
     *
     * @param quantity for example "correlation"
     * @param minimum lower end of the range; may be infinite
     * @param maximum upper end of the range, above the minimum; may be infinite
     * @since 0.1.0
     */
    public record Scale(String quantity, double minimum, double maximum) {
        /** Pearson correlation of visibility and score, in [-1, 1]. */
        public static final Scale CORRELATION = new Scale("correlation", -1, 1);

        /**
         * An estimate of that correlation which, unlike a correlation of a sample, may leave [-1,
         * 1].
         */
        public static final Scale CORRELATION_ESTIMATE =
                new Scale("correlation", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /**
         * Checks the order of the range.
         *
         * @throws IllegalArgumentException where the maximum is not above the minimum
         */
        public Scale {
            Objects.requireNonNull(quantity, "quantity");
            if (!(minimum < maximum)) {
                throw Checks.rejected("maximum", "above the minimum " + minimum, maximum);
            }
        }

        /** The scale of the values of one sign: from 0 to the larger magnitude of the two ends. */
        Scale magnitude() {
            return new Scale(quantity, 0, Math.max(Math.abs(minimum), Math.abs(maximum)));
        }
    }

    /**
     * How a map was held against chance: where scores and masks are independent, no pixel anywhere
     * in the map is significant with probability {@code 1 - level} (family-wise).
     *
     * <p>It is found by shuffling against the masks: the scores where a map is plain, what a fit
     * leaves of them, or normal noise of that size, where it is adjusted. That tests independence,
     * not zero correlation. Significant means associated with the score, not used by the model.
     *
     * <p>{@link SaliencyMap#isSignificant} tells which pixels are.
     *
     * @param level chance of a false alarm anywhere in the map, in (0, 1)
     * @param bound on the absolute value, finite and at least 0: by value a pixel is significant
     *     where it reaches the bound; by clusters this is the least significant value, which others
     *     may reach that are not significant, and next above the largest where none is
     * @param shuffleCount permutations that the bound rests on, at least 1; those of normal scores,
     *     which all lines over the same masks share, count too; of a deviation from the typical,
     *     the maps it rests on
     * @param statistic what is held against chance
     * @since 0.1.0
     */
    public record Significance(double level, double bound, int shuffleCount, Statistic statistic) {
        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException where a value is out of range
         */
        public Significance {
            Checks.insideOpen(0.0, 1.0, level, "level");
            Checks.inside(0.0, Double.MAX_VALUE, bound, "bound");
            Checks.atLeast(1, shuffleCount, "shuffleCount");
            Objects.requireNonNull(statistic, "statistic");
        }

        /**
         * A bound on the value.
         *
         * @throws IllegalArgumentException where a value is out of range
         */
        public Significance(double level, double bound, int shuffleCount) {
            this(level, bound, shuffleCount, Statistic.VALUE);
        }

        /**
         * Whether the absolute value reaches the bound; 0 never does. By value such a pixel is
         * significant, by clusters it may be.
         */
        public boolean reaches(double value) {
            return value != 0 && Math.abs(value) >= bound;
        }

        /**
         * What of a map is held against chance.
         *
         * @since 0.1.0
         */
        public enum Statistic {
            /** Each value: the largest of a map of noise sets the bound. */
            VALUE,
            /**
             * Values together with how far they reach, by threshold-free cluster enhancement: a
             * wide weak region counts as a narrow strong one does. Each region has a bound of its
             * own. The level is that of a map in which nothing counts: a strong region raises what
             * is beside it.
             */
            CLUSTER
        }
    }

    /**
     * How far a map can be relied on, as far as the run that made it can tell.
     *
     * <p>The halves are the maps of every other mask of each stratum and of the rest, each by the
     * estimator of the whole map; r is Pearson's correlation of the two over the defined pixels, or
     * over a lattice of them where the estimator is a fit. Spearman and Brown's formula steps it up
     * to the length of the run:
     *
     * <pre>splitHalf = 2 r / (1 + r), 0 where r is not above 0</pre>
     *
     * <p>Costs no pass. How near it comes to a second run's map is told in {@code
     * docs/reading-maps.md}.
     *
     * @param explained how much of the scores the additive picture explains; empty where the method
     *     fits none, as the plain correlation, and where no score differs from another
     * @param splitHalf the correlation with the map of another seed that is to be expected, in [0,
     *     1]; empty where a half's map is 0 everywhere, as for equal scores
     * @since 0.1.0
     */
    public record Reliability(Optional<ExplainedVariance> explained, OptionalDouble splitHalf) {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException where a value is out of range
         */
        public Reliability {
            Objects.requireNonNull(explained, "explained");
            if (splitHalf.isPresent()) {
                Checks.inside(0.0, 1.0, splitHalf.getAsDouble(), "splitHalf");
            }
        }
    }

    /**
     * How much of the scores' variance a sum over the places of the face accounts for, under masks
     * that the sum was not fitted to: leave-one-out. What is missing from 1 is the acting together
     * of places, detail finer than the fit, noise of the verifier, and what the fit does not know
     * yet for want of masks.
     *
     * @param share cross-validated, at most 1; 0 where the fit foretells a score no better than the
     *     mean of the others does, below 0 where worse
     * @param standardError of the share, over masks; at least 0
     * @since 0.1.0
     */
    public record ExplainedVariance(double share, double standardError) {
        private static final double LOW = 0.3;

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException where a value is out of range
         */
        public ExplainedVariance {
            Checks.inside(-Double.MAX_VALUE, 1.0, share, "share");
            Checks.inside(0.0, Double.MAX_VALUE, standardError, "standardError");
        }

        /**
         * True below 0.3: places act together so much, or masks were so few, that values of single
         * places are to be read with care. With the default masks 3 % of the maps of mobileface_v2
         * are below it.
         */
        public boolean isLow() {
            return share < LOW;
        }
    }
}
