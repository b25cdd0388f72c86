package io.github.corrrise.correlation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.StopRule;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Correlates masks with scores: the step of CorrRISE that makes a map.
 *
 * <pre>
 * S(y, x) = sum_i (M_i(y, x) - m_g(y, x)) z_i / sqrt(sum_i (M_i(y, x) - m_g(y, x))^2 sum_i z_i^2)
 * z_i = (s_i - mean_g s) / sd_g s</pre>
 *
 * <p>M_i is the visibility in mask i, in [0, 1]; s_i its score (or the score's rank); g the stratum
 * of mask i and m_g the mean visibility in it. With one stratum, as {@code PatchMasks} and {@code
 * GridMasks} have, this is Pearson's correlation.
 *
 * <p>Degenerate cases: a pixel whose visibility never varies within a stratum is undefined, its
 * value 0; equal scores give 0 everywhere.
 *
 * <p>Standard error, by the influence function of a correlation: sd(psi) / sqrt(N) with psi = z_M
 * z_s - (S / 2)(z_M^2 + z_s^2), the spread taken within strata.
 *
 * <p>Significance: the bound is the (1 - level)-quantile of the maximum of |S| over the map when
 * scores are shuffled against the masks, within strata. Normal scores are shuffled ceil(20 / level)
 * - 1 times, once for all lines over the same masks; the scores themselves ceil(3.2 / level) times
 * by the same permutations, and the regression of these maxima on those gives the quantile. Where
 * masks were left out, or the two correlate by less than 0.5, as for scores of very long tails, the
 * scores alone are shuffled K = ceil(10 / level) - 1 times and the bound is the ceil((1 - level)(K
 * + 1))-th smallest maximum. With one stratum a shuffled correlation has the same variance 1 / (N -
 * 1) at every pixel, so the maximum needs no further studentising; with unlike strata the bound
 * still holds and only its power varies. The bound of a line does not depend on the other lines.
 * Where fewer than ceil(20 / level) - 1 shuffles of a line differ, as of five masks or of scores
 * all but one of which are equal, the line itself is among the most extreme of them too often: its
 * bound is then above 1, out of reach.
 *
 * <p>This is {@link Estimator#PLAIN}. {@link Estimator#ADJUSTED} estimates the same correlation
 * over all masks by a model, with standard errors of its own. Its bound asks what the noise that
 * the fit leaves over does to the map: min(4095, ceil(20 / level) - 1) shuffles of normal noise
 * through the same fit, made once for all lines with the same masks and penalty, times the
 * deviation of the residuals; where masks were left out or the residuals' mean fourth power is
 * above 4, min(4095, K) shuffles of the line's own residuals. Places that reach the bound are left
 * out and it is taken again over the rest, until none is added.
 *
 * <p>By clusters ({@link SaliencyMap.Significance.Statistic#CLUSTER}) the same maps of noise and
 * the map itself are divided by the deviation of noise at each point of a lattice of 28 x 28 and
 * enhanced,
 *
 * <pre>TFCE(x) = integral from 0 to |t(x)| of e(h)^(1/2) h^2 dh</pre>
 *
 * <p>with e(h) the points that hang together with x, over sides and corners, at heights of at least
 * h and of one sign. The bound is the quantile of the largest TFCE of a map of noise, over both
 * signs. A strong place raises what noise does beside it: where something is used, false alarms
 * beside it are more than the level. Costs 80 ms once for all lines and 0.2 ms per line, of one
 * core. Source: S. M. Smith, T. E. Nichols, NeuroImage 44, 2009,
 * doi:10.1016/j.neuroimage.2008.03.061, with its E and H.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, WACV 2024, arXiv:2305.08546; strata, errors and
 * significance are this library's. Masks are drawn again in tiles, sums are double, those of
 * shuffles single: memory does not grow with N but for the scores. Immutable; safe for use by
 * several threads.
 *
 * @param correlation of the scores or of their ranks
 * @param estimator how the map of all possible masks is estimated from those at hand
 * @param significanceLevel chance of a false alarm anywhere in a map, in [0.001, 0.5]; empty: no
 *     shuffles, no bound
 * @param statistic what of a map is held against chance; {@link Estimator#PLAIN} judges by values
 *     whatever is asked
 * @param kernel which code sums; {@link Kernel#AUTO} picks the fastest
 * @param prior where contributions are to be expected, for {@link Estimator#ADJUSTED}; empty:
 *     anywhere alike
 * @since 0.1.0
 */
public record ScoreCorrelation(
        Correlation correlation,
        Estimator estimator,
        OptionalDouble significanceLevel,
        SaliencyMap.Significance.Statistic statistic,
        Kernel kernel,
        Optional<ContributionPrior> prior) {
    /** Lines correlated in one sweep over the masks: some 4 MB. */
    private static final int LINES_AT_ONCE = 8;

    /** Lines fitted in one sweep over the covariances: some 2 MB. */
    private static final int FITS_AT_ONCE = 32;

    /** Checks the ranges. */
    public ScoreCorrelation {
        Objects.requireNonNull(correlation, "correlation");
        Objects.requireNonNull(estimator, "estimator");
        Objects.requireNonNull(statistic, "statistic");
        Objects.requireNonNull(kernel, "kernel");
        Objects.requireNonNull(prior, "prior");
        if (significanceLevel.isPresent()) {
            Checks.inside(0.001, 0.5, significanceLevel.getAsDouble(), "significanceLevel");
        }
    }

    /** Pearson's correlation, significance at 5 %, the fastest kernel. */
    public static ScoreCorrelation defaults() {
        return new ScoreCorrelation(
                Correlation.PEARSON,
                Estimator.PLAIN,
                OptionalDouble.of(0.05),
                SaliencyMap.Significance.Statistic.VALUE,
                Kernel.AUTO,
                Optional.empty());
    }

    /** The same with another correlation. */
    public ScoreCorrelation withCorrelation(Correlation newCorrelation) {
        return new ScoreCorrelation(
                newCorrelation, estimator, significanceLevel, statistic, kernel, prior);
    }

    /** The same by another estimator. */
    public ScoreCorrelation withEstimator(Estimator newEstimator) {
        return new ScoreCorrelation(
                correlation, newEstimator, significanceLevel, statistic, kernel, prior);
    }

    /** The same with another level of significance. */
    public ScoreCorrelation withSignificanceLevel(double level) {
        return new ScoreCorrelation(
                correlation, estimator, OptionalDouble.of(level), statistic, kernel, prior);
    }

    /**
     * The same with another statistic; {@link Estimator#PLAIN} knows values alone and goes on to
     * judge by them.
     */
    public ScoreCorrelation withStatistic(SaliencyMap.Significance.Statistic newStatistic) {
        return new ScoreCorrelation(
                correlation, estimator, significanceLevel, newStatistic, kernel, prior);
    }

    /** The same without shuffles and bound. */
    public ScoreCorrelation withoutSignificance() {
        return new ScoreCorrelation(
                correlation, estimator, OptionalDouble.empty(), statistic, kernel, prior);
    }

    /** The same by another kernel. */
    public ScoreCorrelation withKernel(Kernel newKernel) {
        return new ScoreCorrelation(
                correlation, estimator, significanceLevel, statistic, newKernel, prior);
    }

    /** The same with a prior; {@link Estimator#PLAIN} has no use for one. */
    public ScoreCorrelation withPrior(ContributionPrior newPrior) {
        return new ScoreCorrelation(
                correlation,
                estimator,
                significanceLevel,
                statistic,
                kernel,
                Optional.of(newPrior));
    }

    /** The same with no prior. */
    public ScoreCorrelation withoutPrior() {
        return new ScoreCorrelation(
                correlation, estimator, significanceLevel, statistic, kernel, Optional.empty());
    }

    /**
     * What each pixel contributes to each line that can be fitted: the field of the adjusted
     * estimator without a prior, in standardised scores.
     */
    static List<float[]> contributions(MaskScores scores, MaskCache cache) {
        Kernel resolved = Kernel.AUTO.resolve(scores.form());
        List<StandardScores> lines = standardised(scores, Correlation.PEARSON);
        MaskModel model = MaskModel.of(DrawnMasks.of(scores), resolved, Optional.empty(), cache);
        return model.fit(lines).stream()
                .flatMap(Optional::stream)
                .map(AdjustedFit::contributions)
                .toList();
    }

    private static List<StandardScores> standardised(MaskScores scores, Correlation correlation) {
        List<StandardScores> lines = new ArrayList<>();
        for (int line = 0; line < scores.lines().size(); line++) {
            StandardScores standard = StandardScores.of(scores, line, correlation);
            Checks.atLeast(2, standard.usedCount(), "scored masks of line " + line);
            lines.add(standard);
        }
        return lines;
    }

    /**
     * One map per line, in the order of {@link MaskScores#lines}, with standard errors, coverage,
     * {@linkplain SaliencyMap#reliability() reliability} where there are 32 scores and, unless
     * switched off, significance. The scale of a map tells which estimator made it, see {@link
     * Estimator#of}.
     *
     * @throws IllegalArgumentException where a line has fewer than two scores, or the kernel needs
     *     masks of another form
     * @throws IllegalStateException where the kernel is ND4J and there is no back end
     */
    public List<SaliencyMap> maps(MaskScores scores) {
        // The lines of one call share what they can.
        try (MaskCache ofThisCall = MaskCache.ofQuarterHeap()) {
            return maps(scores, ofThisCall);
        }
    }

    /**
     * As {@link #maps(MaskScores)}, with a cache.
     *
     * @param cache keeps what depends on the masks alone; changes no map; stays the caller's
     */
    public List<SaliencyMap> maps(MaskScores scores, MaskCache cache) {
        Run run = run(scores, cache);
        return run.reliability().told(run.lines(), maps(run, cache));
    }

    /** The maps alone, without what the run tells of their reliability. */
    List<SaliencyMap> bareMaps(MaskScores scores, MaskCache cache) {
        return maps(run(scores, cache), cache);
    }

    /** The split-half reliability of each line's map, see {@link SaliencyMap.Reliability}. */
    List<OptionalDouble> splitHalves(MaskScores scores, MaskCache cache) {
        Run run = run(scores, cache);
        return run.reliability().splitHalves(run.lines(), maps(run, cache));
    }

    /** The scores of a run made ready, with what their maps share. */
    private record Run(MaskScores scores, List<StandardScores> lines, MapReliability reliability) {
        DrawnMasks masks() {
            return reliability.masks();
        }

        Kernel kernel() {
            return reliability.kernel();
        }
    }

    private Run run(MaskScores scores, MaskCache cache) {
        Objects.requireNonNull(cache, "cache");
        Kernel resolved = kernelFor(scores);
        List<StandardScores> lines = standardised(scores, correlation);
        DrawnMasks masks = DrawnMasks.of(scores);
        Optional<MaskModel> model =
                estimator == Estimator.ADJUSTED
                        ? Optional.of(MaskModel.of(masks, resolved, prior, cache))
                        : Optional.empty();
        return new Run(
                scores, lines, new MapReliability(scores, correlation, masks, resolved, model));
    }

    private List<SaliencyMap> maps(Run run, MaskCache cache) {
        Optional<MaskModel> model = run.reliability().model();
        List<StandardScores> lines = run.lines();
        int atOnce = model.isPresent() ? FITS_AT_ONCE : LINES_AT_ONCE;
        List<SaliencyMap> maps = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += atOnce) {
            List<StandardScores> some = lines.subList(from, Math.min(lines.size(), from + atOnce));
            maps.addAll(
                    model.isPresent()
                            ? adjusted(model.get(), run.masks(), some, run.kernel(), cache)
                            : plain(run.masks(), some, run.kernel(), cache));
        }
        return maps;
    }

    /**
     * A rule that ends a run where the standard error of every map, its root mean square over the
     * defined pixels, is at most the target.
     *
     * @param target in units of the map, in (0, 1), for example 0.02
     * @param cache keeps what the maps of the next look can use again; stays the caller's
     */
    public StopRule stopAtStandardError(double target, MaskCache cache) {
        return StopRules.standardError(target, this, cache);
    }

    /**
     * A rule that ends a run where the split-half reliability of every map, {@link
     * SaliencyMap.Reliability#splitHalf}, is at least the target. Where it is empty it is not.
     *
     * @param target in (0, 1), for example 0.9
     * @param cache keeps what the maps of the next look can use again; stays the caller's
     */
    public StopRule stopAtReliability(double target, MaskCache cache) {
        return StopRules.reliability(target, this, cache);
    }

    /** Which kernel runs for these scores; never {@link Kernel#AUTO}. */
    public Kernel kernelFor(MaskScores scores) {
        return kernel.resolve(scores.form());
    }

    private List<SaliencyMap> plain(
            DrawnMasks masks, List<StandardScores> lines, Kernel resolved, MaskCache cache) {
        List<PixelMoments> moments = PixelMoments.of(masks, lines, resolved);
        List<SaliencyMap.Significance> significances =
                significanceLevel.isPresent()
                        ? plainSignificances(masks, lines, moments, resolved, cache)
                        : List.of();
        List<SaliencyMap> maps = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            SaliencyMap map = moments.get(line).map(masks.size());
            maps.add(significances.isEmpty() ? map : map.withSignificance(significances.get(line)));
        }
        return maps;
    }

    private List<SaliencyMap> adjusted(
            MaskModel model,
            DrawnMasks masks,
            List<StandardScores> lines,
            Kernel resolved,
            MaskCache cache) {
        List<Optional<AdjustedFit>> fits = model.fit(lines);
        Iterator<double[]> predictions =
                significanceLevel.isPresent()
                        ? List.of(
                                        model.predictions(
                                                fits.stream()
                                                        .flatMap(Optional::stream)
                                                        .map(AdjustedFit::coefficients)
                                                        .toList()))
                                .iterator()
                        : Collections.emptyIterator();
        List<SaliencyMap> maps = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (fits.get(line).isEmpty()) {
                maps.addAll(plain(masks, lines.subList(line, line + 1), resolved, cache));
                continue;
            }
            AdjustedFit fit = fits.get(line).get();
            SaliencyMap map = fit.map();
            maps.add(
                    significanceLevel.isPresent()
                            ? fit.judged(
                                    map,
                                    significanceLevel.getAsDouble(),
                                    statistic,
                                    predictions.next(),
                                    cache)
                            : map);
        }
        return maps;
    }

    private List<SaliencyMap.Significance> plainSignificances(
            DrawnMasks masks,
            List<StandardScores> lines,
            List<PixelMoments> moments,
            Kernel resolved,
            MaskCache cache) {
        List<ShuffledScores> shuffled = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            PixelMoments own = moments.get(line);
            shuffled.add(
                    ShuffledScores.own(
                            masks,
                            lines.get(line),
                            weights -> own.largestMagnitudes(masks, weights, resolved)));
        }
        return ShuffledScores.significances(
                shuffled, significanceLevel.orElseThrow(), resolved, cache);
    }

    /**
     * The code that sums masks weighted by scores. All give the same maps within 1e-5.
     *
     * @since 0.1.0
     */
    public enum Kernel {
        /**
         * The fastest for the masks at hand: hidden runs for binary masks, nodes for grids, else
         * ND4J, else Java.
         */
        AUTO,
        /** Adds scores at the corners of hidden regions; binary masks only. */
        HIDDEN_RUNS,
        /**
         * Adds scores at the nodes of grids; masks such as those of {@code GridMasks} only. Powers
         * of visibility, which plain maps and their errors need, are dense products in plain Java.
         */
        GRID_NODES,
        /**
         * Dense products in ND4J, in tiles; needs a back end such as nd4j-native on the class path.
         */
        ND4J,
        /** Dense products in plain Java, in tiles. */
        PLAIN_JAVA;

        /** True where an index of the masks serves instead of their pixels. */
        boolean takesIndex() {
            return this == HIDDEN_RUNS || this == GRID_NODES;
        }

        /**
         * Which kernel runs for masks of this form; never {@link #AUTO}.
         *
         * @throws IllegalArgumentException where the kernel needs masks of another form
         * @throws IllegalStateException where the kernel is ND4J and there is no back end
         */
        Kernel resolve(MaskBatch.Form form) {
            switch (this) {
                case HIDDEN_RUNS -> {
                    return requiring(MaskBatch.Form.BINARY, form);
                }
                case GRID_NODES -> {
                    return requiring(MaskBatch.Form.GRID, form);
                }
                case ND4J -> {
                    if (!DenseKernels.nd4jAvailable()) {
                        throw new IllegalStateException(
                                "kernel ND4J needs a back end: add org.nd4j:nd4j-native for this host,"
                                        + " or choose AUTO or PLAIN_JAVA");
                    }
                    return this;
                }
                case PLAIN_JAVA -> {
                    return this;
                }
                case AUTO -> {
                    return fastest(form);
                }
            }
            throw new AssertionError(this);
        }

        private Kernel requiring(MaskBatch.Form needed, MaskBatch.Form form) {
            if (form != needed) {
                throw Checks.rejected("kernel", fitting(form), this);
            }
            return this;
        }

        private static Kernel fastest(MaskBatch.Form form) {
            return switch (form) {
                case BINARY -> HIDDEN_RUNS;
                case GRID -> GRID_NODES;
                case SOFT -> DenseKernels.nd4jAvailable() ? ND4J : PLAIN_JAVA;
            };
        }

        private static String fitting(MaskBatch.Form form) {
            return switch (form) {
                case BINARY -> "HIDDEN_RUNS, ND4J or PLAIN_JAVA for binary masks";
                case GRID -> "GRID_NODES, ND4J or PLAIN_JAVA for grids";
                case SOFT -> "ND4J or PLAIN_JAVA for soft masks";
            };
        }
    }
}
