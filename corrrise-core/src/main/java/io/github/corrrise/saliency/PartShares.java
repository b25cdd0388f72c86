package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Objects;

/**
 * Shares of the parts in the similarity that add up: Shapley values. A part's share is what it adds
 * to the similarity when it becomes visible, averaged over all orders in which the parts of that
 * face can appear, the other face whole.
 *
 * <pre>sum over the parts of a face = similarity - similarity with that face all hidden</pre>
 *
 * <p>Exact where the budget pays for all 2^P - 2 coalitions of P parts. Otherwise estimated from
 * drawn coalitions, each with its complement; the standard error is that of the draws. The shares
 * add up in either case. They depend on the fill, as all that hides pixels does.
 *
 * @param parts the partition of both faces
 * @param similarity of the whole faces
 * @param probeHidden the similarity with all of the probe hidden
 * @param referenceHidden the similarity with all of the reference hidden
 * @param probe one share per part of the probe, in their order
 * @param reference the same of the reference
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
        long passCount) {
    /** Copies the lists and checks that each has one share per part. */
    public PartShares {
        Objects.requireNonNull(parts, "parts");
        Checks.finite(similarity, "similarity");
        Checks.finite(probeHidden, "probeHidden");
        Checks.finite(referenceHidden, "referenceHidden");
        probe = onePerPart(parts, probe, "probe");
        reference = onePerPart(parts, reference, "reference");
    }

    private static List<Share> onePerPart(FaceParts parts, List<Share> shares, String name) {
        List<String> names = shares.stream().map(Share::part).toList();
        if (!names.equals(parts.names())) {
            throw Checks.rejected(name, "one share for each of " + parts.names(), names);
        }
        return List.copyOf(shares);
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
