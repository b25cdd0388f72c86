package io.github.corrrise.parts;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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
 * <p>Cost: for N coalitions and both faces 2 N + 4 passes with an embedder, 2 N + 3 comparisons
 * with a verifier that only scores. Deterministic by seed.
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
    /** A coalition is a set of bits. */
    private static final int MOST_PARTS = 30;

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
     * Measures a pair, in the calling thread.
     *
     * @param verifier stays the caller's
     * @param pair two faces of the verifier's input size
     * @param parts the partition of both faces, of their size; 2 to 30 parts
     * @param fill what replaces hidden pixels
     * @param coalitionCount most sets of visible parts per face, at least four times the number of
     *     parts or enough for all; for example 300
     * @param seed draws them; any value
     * @throws IllegalArgumentException where an argument is out of range, or a face or the
     *     partition has another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with parts hidden
     * @throws java.util.concurrent.CancellationException where the thread was interrupted
     */
    public static PartShares measure(
            FaceVerifier verifier,
            FacePair pair,
            FaceParts parts,
            Fill fill,
            int coalitionCount,
            long seed) {
        int partCount = Checks.inside(2, MOST_PARTS, parts.count(), "parts.count()");
        long all = (1L << partCount) - 2;
        Checks.atLeast((int) Math.min(all, 4L * partCount), coalitionCount, "coalitionCount");
        MaskPlan.requireMaskCount(coalitionCount);
        if (!parts.size().equals(pair.probe().size())) {
            throw Checks.rejected("parts", "of " + pair.probe().size(), parts);
        }
        Coalitions coalitions = Coalitions.of(partCount, coalitionCount, seed);
        MaskPlan plan =
                new MaskPlan(
                        hiding(parts, coalitions),
                        coalitions.sets().size() + 1,
                        Fills.of(fill),
                        seed,
                        0);
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            MaskedPasses.Result result =
                    passes.run(plan, pair, List.of(Side.PROBE, Side.REFERENCE));
            double[] probe = scores(result, Side.PROBE);
            double[] reference = scores(result, Side.REFERENCE);
            double similarity = result.similarity(MaskScores.Line.of(Side.PROBE));
            return new PartShares(
                    parts,
                    similarity,
                    probe[probe.length - 1],
                    reference[reference.length - 1],
                    shares(parts, coalitions, probe, similarity),
                    shares(parts, coalitions, reference, similarity),
                    result.passCount());
        }
    }

    /** Mask i hides all but coalition i; the last one hides everything. */
    private static MaskGenerator hiding(FaceParts parts, Coalitions coalitions) {
        List<BitSet> pixels = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            pixels.add(parts.pixels(part));
        }
        return (firstIndex, count, size, seed) -> {
            BitSet[] hidden = new BitSet[count];
            for (int i = 0; i < count; i++) {
                int mask = Math.toIntExact(firstIndex + i);
                int visible = mask < coalitions.sets().size() ? coalitions.sets().get(mask) : 0;
                hidden[i] = new BitSet(size.pixelCount());
                for (int part = 0; part < pixels.size(); part++) {
                    if ((visible >> part & 1) == 0) {
                        hidden[i].or(pixels.get(part));
                    }
                }
            }
            return MaskBatch.ofHidden(firstIndex, size, hidden);
        };
    }

    private static double[] scores(MaskedPasses.Result result, Side side) {
        return result.scores().line(result.scores().indexOf(MaskScores.Line.of(side)));
    }

    private static List<Share> shares(
            FaceParts parts, Coalitions coalitions, double[] scores, double whole) {
        ShapleyFit fit =
                ShapleyFit.of(
                        coalitions,
                        Arrays.copyOf(scores, scores.length - 1),
                        scores[scores.length - 1],
                        whole);
        List<Share> shares = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            shares.add(
                    new Share(parts.names().get(part), fit.share(part), fit.standardError(part)));
        }
        return shares;
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
