package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.kernel.DenseKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Correlates masks with scores: the step of CorrRISE that makes a map.
 *
 * <pre>
 * S(y, x) = sum_i (M_i(y, x) - m_g(y, x)) z_i / sqrt(sum_i (M_i(y, x) - m_g(y, x))^2 sum_i z_i^2)
 * z_i = (s_i - mean_g s) / sd_g s</pre>
 *
 * <p>M_i is the visibility in mask i, in [0, 1]; s_i its score (or the score's rank); g the stratum
 * of mask i and m_g the mean visibility in it. With one stratum, as all built-in masks have, this
 * is Pearson's correlation.
 *
 * <p>Degenerate cases: a pixel whose visibility never varies within a stratum is undefined, its
 * value 0; equal scores give 0 everywhere.
 *
 * <p>Standard error, by the influence function of a correlation: sd(psi) / sqrt(N) with psi = z_M
 * z_s - (S / 2)(z_M^2 + z_s^2), the spread taken within strata. Significance: the scores are
 * shuffled against the masks, within strata, K = ceil(10 / level) - 1 times; the bound is the
 * ceil((1 - level)(K + 1))-th smallest of the K maxima of |S| over the map. With one stratum a
 * shuffled correlation has the same variance 1 / (N - 1) at every pixel, so the maximum needs no
 * further studentising; with unlike strata the bound still holds and only its power varies.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, WACV 2024, arXiv:2305.08546; strata, errors and
 * significance are this library's. Masks are drawn again in tiles, sums are double: memory does not
 * grow with N but for the scores. Immutable; safe for use by several threads.
 *
 * @param correlation of the scores or of their ranks
 * @param significanceLevel chance of a false alarm anywhere in a map, in [0.001, 0.5]; empty: no
 *     shuffles, no bound
 * @param kernel which code sums; {@link CorrelationKernel#AUTO} picks the fastest
 */
public record ScoreCorrelation(
        Correlation correlation, OptionalDouble significanceLevel, CorrelationKernel kernel) {
    /** Lines correlated in one sweep over the masks. */
    private static final int LINES_AT_ONCE = 8;

    /** Checks the ranges. */
    public ScoreCorrelation {
        Objects.requireNonNull(correlation, "correlation");
        Objects.requireNonNull(kernel, "kernel");
        if (significanceLevel.isPresent()) {
            Checks.inside(0.001, 0.5, significanceLevel.getAsDouble(), "significanceLevel");
        }
    }

    /** Pearson's correlation, significance at 5 %, the fastest kernel. */
    public static ScoreCorrelation defaults() {
        return new ScoreCorrelation(
                Correlation.PEARSON, OptionalDouble.of(0.05), CorrelationKernel.AUTO);
    }

    /** The same with another correlation. */
    public ScoreCorrelation withCorrelation(Correlation newCorrelation) {
        return new ScoreCorrelation(newCorrelation, significanceLevel, kernel);
    }

    /** The same with another level of significance. */
    public ScoreCorrelation withSignificanceLevel(double level) {
        return new ScoreCorrelation(correlation, OptionalDouble.of(level), kernel);
    }

    /** The same without shuffles and bound. */
    public ScoreCorrelation withoutSignificance() {
        return new ScoreCorrelation(correlation, OptionalDouble.empty(), kernel);
    }

    /** The same by another kernel. */
    public ScoreCorrelation withKernel(CorrelationKernel newKernel) {
        return new ScoreCorrelation(correlation, significanceLevel, newKernel);
    }

    /**
     * One map a line, in their order, with standard errors, coverage and, unless switched off,
     * significance.
     *
     * @throws IllegalArgumentException where a line has fewer than two scores, or the kernel needs
     *     binary masks and they are soft
     * @throws IllegalStateException where the kernel is ND4J and there is no back end
     */
    public List<SaliencyMap> maps(MaskScores scores) {
        CorrelationKernel resolved = resolve(scores.isBinary());
        List<StandardScores> lines = new ArrayList<>();
        for (int line = 0; line < scores.lineCount(); line++) {
            StandardScores standard = StandardScores.of(scores, line, correlation);
            Checks.atLeast(2, standard.usedCount(), "scored masks of line " + line);
            lines.add(standard);
        }
        List<SaliencyMap> maps = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += LINES_AT_ONCE) {
            List<StandardScores> some =
                    lines.subList(from, Math.min(lines.size(), from + LINES_AT_ONCE));
            List<PixelMoments> moments = PixelMoments.of(scores, some, resolved);
            for (int line = 0; line < some.size(); line++) {
                SaliencyMap map = moments.get(line).map(scores.size());
                if (significanceLevel.isPresent()) {
                    map =
                            map.withSignificance(
                                    ShuffledScores.significance(
                                            scores,
                                            some.get(line),
                                            moments.get(line).shuffleScale(),
                                            significanceLevel.getAsDouble(),
                                            resolved));
                }
                maps.add(map);
            }
        }
        return maps;
    }

    /** Which kernel runs for masks of this form; never {@link CorrelationKernel#AUTO}. */
    public CorrelationKernel resolve(boolean binaryMasks) {
        switch (kernel) {
            case HIDDEN_RUNS -> {
                if (!binaryMasks) {
                    throw Checks.rejected("kernel", "ND4J or PLAIN_JAVA for soft masks", kernel);
                }
                return kernel;
            }
            case ND4J -> {
                if (!DenseKernels.nd4jAvailable()) {
                    throw new IllegalStateException(
                            "kernel ND4J needs a back end: add org.nd4j:nd4j-native for this host,"
                                    + " or choose AUTO or PLAIN_JAVA");
                }
                return kernel;
            }
            case PLAIN_JAVA -> {
                return kernel;
            }
            case AUTO -> {
                if (binaryMasks) {
                    return CorrelationKernel.HIDDEN_RUNS;
                }
                return DenseKernels.nd4jAvailable()
                        ? CorrelationKernel.ND4J
                        : CorrelationKernel.PLAIN_JAVA;
            }
        }
        throw new AssertionError(kernel);
    }
}
