package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Shares of the parts in the similarity that add up: Shapley values. A part's share is what it adds
 * to the similarity when it becomes visible, averaged over all orders in which the parts of that
 * face can appear, the other face whole.
 *
 * <pre>sum over the parts of a face = similarity - similarity with that face all hidden</pre>
 *
 * <p>Exact where the budget pays for all 2^P - 2 coalitions of P parts. Otherwise estimated from
 * drawn coalitions, each with its complement; the standard error is that of the draws: it tells how
 * far the exact shares of this very pair may be, with this fill and this verifier, and nothing
 * else. The shares add up in either case. They depend on the fill, as all that hides pixels does.
 *
 * @param parts the partition of both faces
 * @param similarity of the whole faces
 * @param probeHidden the similarity with all of the probe hidden
 * @param referenceHidden the similarity with all of the reference hidden
 * @param probe one share per part of the probe, in their order
 * @param reference the same of the reference
 * @param strongest of each face the two parts that act together most; no entry where there are
 *     none, {@link #strongestTogether}
 * @param coalitionCount sets of visible parts that were scored per face, neither the empty set nor
 *     that of all parts counted
 * @param passCount images sent through the verifier, whole ones included
 * @since 0.1.0
 */
public record PartShares(
        FaceParts parts,
        double similarity,
        double probeHidden,
        double referenceHidden,
        List<Share> probe,
        List<Share> reference,
        Map<Side, Together> strongest,
        int coalitionCount,
        long passCount) {
    private static final double SIMULTANEOUS_LEVEL = 0.95;

    /** Copies the lists and checks that each has one share per part, and that they add up. */
    public PartShares {
        Objects.requireNonNull(parts, "parts");
        Checks.finite(similarity, "similarity");
        Checks.finite(probeHidden, "probeHidden");
        Checks.finite(referenceHidden, "referenceHidden");
        probe = onePerPart(parts, probe, "probe");
        reference = onePerPart(parts, reference, "reference");
        requireSum(similarity, probeHidden, probe, "probe");
        requireSum(similarity, referenceHidden, reference, "reference");
        strongest = Map.copyOf(strongest);
        Checks.atLeast(0, coalitionCount, "coalitionCount");
        for (Together together : strongest.values()) {
            parts.indexOf(together.first());
            parts.indexOf(together.second());
        }
    }

    private static List<Share> onePerPart(FaceParts parts, List<Share> shares, String name) {
        List<String> names = shares.stream().map(Share::part).toList();
        if (!names.equals(parts.names())) {
            throw Checks.rejected(name, "one share for each of " + parts.names(), names);
        }
        return List.copyOf(shares);
    }

    private static void requireSum(
            double similarity, double hidden, List<Share> shares, String name) {
        double expected = similarity - hidden;
        double sum = shares.stream().mapToDouble(Share::share).sum();
        // Numbers that were written with fewer digits are the same numbers.
        if (Math.abs(sum - expected) > 1e-6 * Math.max(1, Math.abs(similarity))) {
            throw Checks.rejected(
                    "sum of the shares of the " + name, Double.toString(expected), sum);
        }
    }

    /** True where the shares were computed from all coalitions, so that none has an error. */
    public boolean isExact() {
        return coalitionCount == (1L << parts.count()) - 2;
    }

    /**
     * Half the width of intervals that hold all shares of both faces at once, with a chance of
     * about 95 %: each share minus and plus this. For one share alone 1.96 standard errors do. 0
     * where the shares are exact.
     *
     * <pre>z(1 - (1 - 0.95^(1/m)) / 2) * standardError,  m = 2 P shares of P parts</pre>
     *
     * <p>z are quantiles of the normal distribution. However normal errors depend on each other,
     * the intervals hold together at least as often as independent ones would. Where few coalitions
     * were drawn, standard errors are themselves uncertain and the chance is less: of 1,000 runs
     * with eight parts, 95 % with 160 coalitions, 92 % with 80, 85 % with 40.
     *
     * <p>Source: Z. Sidak, Rectangular confidence regions for the means of multivariate normal
     * distributions, JASA 62 (1967), 626-633.
     *
     * @param share one of {@link #probe} or {@link #reference}
     */
    public double halfWidth(Share share) {
        if (!probe.contains(share) && !reference.contains(share)) {
            throw Checks.rejected("share", "one of the probe or the reference", share);
        }
        double beyond = -Math.expm1(Math.log(SIMULTANEOUS_LEVEL) / (2 * parts.count())) / 2;
        return normalQuantile(beyond) * share.standardError();
    }

    /**
     * The normal quantile by its upper tail of less than 0.075, to seven digits. Source: M. J.
     * Wichura, algorithm AS 241 (PPND7), Applied Statistics 37 (1988), 477-484.
     */
    private static double normalQuantile(double upperTail) {
        double r = Math.sqrt(-Math.log(upperTail)) - 1.6;
        double above = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777;
        double below = (0.12021132975 * r + 0.7370016425) * r + 1;
        return above / below;
    }

    /**
     * The two parts of a face that act together most: those of the largest Shapley interaction
     * index, by its absolute value. Empty where no two parts act together beyond the rounding of
     * scores, and where the shares were estimated: estimates of the index from as few coalitions as
     * shares need were tried, and neither their pair nor their errors could be relied upon.
     *
     * <p>Source: M. Grabisch, M. Roubens, An axiomatic approach to the concept of interaction among
     * players in cooperative games, International Journal of Game Theory 28 (1999), 547-565.
     */
    public Optional<Together> strongestTogether(Side side) {
        return Optional.ofNullable(strongest.get(side));
    }

    /**
     * Two parts of a face that act together.
     *
     * @param first the name of the part that comes first in the partition
     * @param second the name of the other
     * @param interaction what both add beyond what each adds alone, averaged as shares are, in
     *     units of the similarity: positive where one counts for more when the other is seen,
     *     negative where one can stand in for the other
     * @param standardError of the interaction, at least 0; 0 where it was computed from all
     *     coalitions
     * @since 0.1.0
     */
    public record Together(String first, String second, double interaction, double standardError) {
        /** Checks that the parts are two and the numbers finite. */
        public Together {
            Objects.requireNonNull(first, "first");
            if (first.equals(second)) {
                throw Checks.rejected("second", "another part than the first", second);
            }
            Checks.finite(interaction, "interaction");
            Checks.inside(0.0, Double.MAX_VALUE, standardError, "standardError");
        }
    }

    /**
     * The share of one part in the similarity.
     *
     * @param part its name
     * @param share in units of the similarity; negative where the part makes the pair less alike
     * @param standardError of the share, at least 0; 0 where it was computed from all coalitions
     * @since 0.1.0
     */
    public record Share(String part, double share, double standardError) {
        /** Checks that the numbers are finite. */
        public Share {
            Objects.requireNonNull(part, "part");
            Checks.finite(share, "share");
            Checks.inside(0.0, Double.MAX_VALUE, standardError, "standardError");
        }
    }
}
