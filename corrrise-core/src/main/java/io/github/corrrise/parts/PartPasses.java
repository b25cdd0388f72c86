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
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measures what the parts of a face do to the similarity of a pair, by hiding them.
 *
 * <pre>{@code
 * PartEffects effects = PartPasses.effects(verifier, pair,
 *         FaceParts.ofTemplate(verifier.inputSize()), Fills.of(Fill.black()));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class PartPasses {
    /** A coalition is a set of bits. */
    private static final int MOST_PARTS = 30;

    private PartPasses() {}

    /**
     * Measures the similarity without each part, hidden in the probe, in the reference and in both,
     * in the calling thread. Cost: for P parts and F fills 4 P F + 2 passes with an embedder, 4 P F
     * + 1 comparisons with a verifier that only scores. Deterministic.
     *
     * @param verifier stays the caller's
     * @param pair two faces of the verifier's input size
     * @param parts the partition of both faces, of their size
     * @param fills what replaces hidden pixels: each part is hidden under each of them
     * @throws IllegalArgumentException where a face or the partition has another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with a part hidden
     * @throws java.util.concurrent.CancellationException where the thread was interrupted
     */
    public static PartEffects effects(
            FaceVerifier verifier, FacePair pair, FaceParts parts, Fills fills) {
        return effects(verifier, pair, parts, fills, PassSettings.defaults());
    }

    /**
     * As {@link #effects(FaceVerifier, FacePair, FaceParts, Fills)}, with settings of the passes.
     *
     * @param settings without a stop rule or budget, and with {@link
     *     io.github.corrrise.verify.FailurePolicy#FAIL}: every part is measured
     */
    public static PartEffects effects(
            FaceVerifier verifier,
            FacePair pair,
            FaceParts parts,
            Fills fills,
            PassSettings settings) {
        if (!settings.description().equals(PassSettings.defaults().description())) {
            throw Checks.rejected(
                    "settings", "FAIL, without budget and stop rule", settings.description());
        }
        try (MaskedPasses passes = new MaskedPasses(verifier, settings)) {
            requireSize(parts, pair);
            MaskedPasses.Whole whole = passes.ofEveryMask(settings.progress()).whole(pair);
            PartEffects effects = effects(whole, passes.threshold(), parts, fills);
            return new PartEffects(
                    parts,
                    effects.similarity(),
                    effects.threshold(),
                    effects.probe(),
                    effects.reference(),
                    effects.both(),
                    whole.passCount() + effects.passCount());
        }
    }

    /**
     * Measures a pair whose whole faces have been scored; these are not counted.
     *
     * @param whole of {@link MaskedPasses#ofEveryMask}
     * @param threshold the verifier's operating point, if it has one
     * @param parts the partition of both faces, of their size
     * @param fills what replaces hidden pixels: each part is hidden under each of them
     * @throws IllegalArgumentException where the partition has another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with a part hidden
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    public static PartEffects effects(
            MaskedPasses.Whole whole, Optional<Threshold> threshold, FaceParts parts, Fills fills) {
        return Measured.of(whole, parts, fills).effects(threshold);
    }

    /**
     * Measures two pairs of one probe and what the parts do to the difference of their
     * similarities: each part hidden in the probe, in both references, and in all three faces.
     * Cost: 8 P F passes for P parts and F fills with an embedder, as many comparisons with a
     * verifier that only scores.
     *
     * @param mate of {@link MaskedPasses#ofEveryMask}
     * @param other the same probe and another reference, of the same passes
     * @param threshold the verifier's operating point, if it has one
     * @param parts the partition of all faces, of their size
     * @param fills what replaces hidden pixels: each part is hidden under each of them
     * @throws IllegalArgumentException where the partition has another size, or the probes differ
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with a part hidden
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    public static Contrasted contrast(
            MaskedPasses.Whole mate,
            MaskedPasses.Whole other,
            Optional<Threshold> threshold,
            FaceParts parts,
            Fills fills) {
        if (!mate.pair().probe().equals(other.pair().probe())) {
            throw Checks.rejected("other", "of the mate's probe", "of another probe");
        }
        Measured ofMate = Measured.of(mate, parts, fills);
        Measured ofOther = Measured.of(other, parts, fills);
        return new Contrasted(
                ofMate.effects(threshold),
                ofOther.effects(threshold),
                ofMate.less(ofOther).effects(Optional.empty()));
    }

    /**
     * What the parts do to two similarities of one probe and to their difference.
     *
     * @param mate the effects on the first similarity
     * @param other the effects on the second
     * @param difference the effects on the first less the second, without a threshold
     * @since 0.1.0
     */
    public record Contrasted(PartEffects mate, PartEffects other, PartEffects difference) {}

    /** Scores with each part hidden, in the order of {@link #plan}. */
    private record Measured(
            FaceParts parts,
            int fillCount,
            double similarity,
            List<Double> probe,
            List<Double> reference,
            List<Double> both,
            long passCount) {
        static Measured of(MaskedPasses.Whole whole, FaceParts parts, Fills fills) {
            requireSize(parts, whole.pair());
            requireOfEveryMask(whole);
            MaskedPasses.Result alone =
                    whole.run(plan(parts, fills, 0), List.of(Side.PROBE, Side.REFERENCE));
            MaskedPasses.Result both = whole.run(plan(parts, fills, 1), List.of(Side.PROBE));
            return new Measured(
                    parts,
                    fills.count(),
                    whole.similarity(),
                    listed(scores(alone, Side.PROBE)),
                    listed(scores(alone, Side.REFERENCE)),
                    listed(scores(both, Side.PROBE)),
                    alone.passCount() + both.passCount());
        }

        /** The difference to the scores of another pair, mask by mask. */
        Measured less(Measured other) {
            return new Measured(
                    parts,
                    fillCount,
                    similarity - other.similarity,
                    less(probe, other.probe),
                    less(reference, other.reference),
                    less(both, other.both),
                    passCount + other.passCount);
        }

        private static List<Double> listed(double[] scores) {
            return Arrays.stream(scores).boxed().toList();
        }

        private static List<Double> less(List<Double> one, List<Double> other) {
            List<Double> difference = new ArrayList<>();
            for (int i = 0; i < one.size(); i++) {
                difference.add(one.get(i) - other.get(i));
            }
            return difference;
        }

        PartEffects effects(Optional<Threshold> threshold) {
            return new PartEffects(
                    parts,
                    similarity,
                    threshold,
                    effects(probe),
                    effects(reference),
                    effects(both),
                    passCount);
        }

        private List<PartEffects.Effect> effects(List<Double> scores) {
            List<PartEffects.Effect> effects = new ArrayList<>();
            for (int part = 0; part < parts.count(); part++) {
                int first = part * fillCount;
                DoubleSummaryStatistics own =
                        scores.subList(first, first + fillCount).stream()
                                .collect(Collectors.summarizingDouble(Double::doubleValue));
                double least = own.getMin();
                double greatest = own.getMax();
                double mean = own.getAverage();
                // Rounding must not carry the mean of equal scores past them.
                double without = Math.max(least, Math.min(greatest, mean));
                effects.add(
                        new PartEffects.Effect(
                                parts.names().get(part),
                                without,
                                least,
                                greatest,
                                similarity - without));
            }
            return effects;
        }
    }

    private static void requireSize(FaceParts parts, FacePair pair) {
        if (!parts.size().equals(pair.probe().size())) {
            throw Checks.rejected("parts", "of " + pair.probe().size(), parts);
        }
    }

    /** Mask i hides part i / F: fills alternate, so that each part is hidden under each of them. */
    private static MaskPlan plan(FaceParts parts, Fills fills, double bothHidden) {
        List<BitSet> pixels = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            pixels.add(parts.pixels(part));
        }
        MaskGenerator masks =
                (firstIndex, count, size, seed) -> {
                    BitSet[] hidden = new BitSet[count];
                    Arrays.setAll(
                            hidden,
                            i ->
                                    pixels.get(
                                            Math.min(
                                                    pixels.size() - 1,
                                                    (int) (firstIndex + i) / fills.count())));
                    return MaskBatch.ofHidden(firstIndex, size, hidden);
                };
        // A run has two masks at least.
        int maskCount = Math.max(2, parts.count() * fills.count());
        return new MaskPlan(masks, maskCount, fills, 0, bothHidden);
    }

    /**
     * Measures shares that add up, in the calling thread. Cost: for N coalitions and both faces 2 N
     * + 4 passes with an embedder, 2 N + 3 comparisons with a verifier that only scores.
     * Deterministic by seed.
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
    public static PartShares shares(
            FaceVerifier verifier,
            FacePair pair,
            FaceParts parts,
            Fill fill,
            int coalitionCount,
            long seed) {
        requireCoalitionCount(coalitionCount, parts);
        requireSize(parts, pair);
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            MaskedPasses.Whole whole = passes.ofEveryMask(Progress.NONE).whole(pair);
            PartShares shares = shares(whole, parts, fill, coalitionCount, seed);
            return new PartShares(
                    parts,
                    shares.similarity(),
                    shares.probeHidden(),
                    shares.referenceHidden(),
                    shares.probe(),
                    shares.reference(),
                    shares.strongest(),
                    shares.coalitionCount(),
                    whole.passCount() + shares.passCount());
        }
    }

    /**
     * Measures the shares of a pair whose whole faces have been scored; these are not counted: 2 N
     * + 2 passes or comparisons for N coalitions.
     *
     * @param whole of {@link MaskedPasses#ofEveryMask}
     * @param parts the partition of both faces, of their size; 2 to 30 parts
     * @param fill what replaces hidden pixels
     * @param coalitionCount as {@link #requireCoalitionCount} has it
     * @param seed draws them; any value
     * @throws IllegalArgumentException where an argument is out of range, or the partition has
     *     another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with parts hidden
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    public static PartShares shares(
            MaskedPasses.Whole whole, FaceParts parts, Fill fill, int coalitionCount, long seed) {
        requireCoalitionCount(coalitionCount, parts);
        requireSize(parts, whole.pair());
        requireOfEveryMask(whole);
        Coalitions coalitions = Coalitions.of(parts.count(), coalitionCount, seed);
        MaskPlan plan =
                new MaskPlan(
                        hiding(parts, coalitions),
                        coalitions.sets().size() + 1,
                        Fills.of(fill),
                        seed,
                        0);
        MaskedPasses.Result result = whole.run(plan, List.of(Side.PROBE, Side.REFERENCE));
        double[] probe = scores(result, Side.PROBE);
        double[] reference = scores(result, Side.REFERENCE);
        double similarity = whole.similarity();
        return new PartShares(
                parts,
                similarity,
                probe[probe.length - 1],
                reference[reference.length - 1],
                shares(parts, coalitions, probe, similarity),
                shares(parts, coalitions, reference, similarity),
                strongest(
                        parts,
                        coalitions,
                        Map.of(Side.PROBE, probe, Side.REFERENCE, reference),
                        similarity),
                coalitions.sets().size(),
                result.passCount());
    }

    /**
     * The count itself.
     *
     * @param coalitionCount at least four times the number of parts or enough for all, and no more
     *     than a run has masks
     * @param parts 2 to 30 parts
     * @throws IllegalArgumentException where one is out of range
     */
    public static int requireCoalitionCount(int coalitionCount, FaceParts parts) {
        int partCount = Checks.inside(2, MOST_PARTS, parts.count(), "parts.count()");
        long all = (1L << partCount) - 2;
        Checks.atLeast((int) Math.min(all, 4L * partCount), coalitionCount, "coalitionCount");
        return MaskPlan.requireMaskCount(coalitionCount);
    }

    private static void requireOfEveryMask(MaskedPasses.Whole whole) {
        if (!whole.isOfEveryMask()) {
            throw Checks.rejected("whole", "of MaskedPasses.ofEveryMask", "of other passes");
        }
    }

    private static Map<Side, PartShares.Together> strongest(
            FaceParts parts, Coalitions coalitions, Map<Side, double[]> scores, double whole) {
        Map<Side, PartShares.Together> strongest = new EnumMap<>(Side.class);
        if (coalitions.isExact()) {
            scores.forEach(
                    (side, ofSide) ->
                            strongest(
                                            parts,
                                            coalitions.valuesOfAll(
                                                    withoutLast(ofSide),
                                                    ofSide[ofSide.length - 1],
                                                    whole))
                                    .ifPresent(together -> strongest.put(side, together)));
        }
        return strongest;
    }

    private static Optional<PartShares.Together> strongest(FaceParts parts, double[] valueOf) {
        ShapleyInteraction interaction = new ShapleyInteraction(parts.count(), valueOf);
        double largest = interaction.rounding();
        PartShares.@Nullable Together strongest = null;
        for (int first = 0; first < parts.count(); first++) {
            for (int second = first + 1; second < parts.count(); second++) {
                double index = interaction.of(first, second);
                if (Math.abs(index) > largest) {
                    largest = Math.abs(index);
                    strongest =
                            new PartShares.Together(
                                    parts.names().get(first), parts.names().get(second), index, 0);
                }
            }
        }
        return Optional.ofNullable(strongest);
    }

    private static double[] withoutLast(double[] scores) {
        return Arrays.copyOf(scores, scores.length - 1);
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

    private static List<PartShares.Share> shares(
            FaceParts parts, Coalitions coalitions, double[] scores, double whole) {
        ShapleyFit fit =
                ShapleyFit.of(coalitions, withoutLast(scores), scores[scores.length - 1], whole);
        List<PartShares.Share> shares = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            shares.add(
                    new PartShares.Share(
                            parts.names().get(part), fit.share(part), fit.standardError(part)));
        }
        return shares;
    }
}
