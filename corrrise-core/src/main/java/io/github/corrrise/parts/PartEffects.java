package io.github.corrrise.parts;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The similarity of a pair without each part of the faces, measured by hiding exactly that part: in
 * the probe, in the reference, and in both at once.
 *
 * <pre>{@code
 * var effects = PartEffects.measure(verifier, pair, FaceParts.ofTemplate(verifier.inputSize()),
 *         Fills.of(Fill.black()));
 * for (var effect : effects.probe()) {
 *     System.out.println(effect.part() + " hidden: " + effects.similarity() + " -> "
 *             + effect.similarity() + " " + effects.decisionWithout(effect));
 * }
 * }</pre>
 *
 * <p>The effects of several parts do not add up: parts act together, and what hides a part is
 * itself something that the verifier sees. No fill is neutral; several fills show by how much the
 * answer depends on it.
 *
 * <p>Cost: for P parts and F fills 4 P F + 4 passes with an embedder, 4 P F + 2 comparisons with a
 * verifier that only scores. Deterministic.
 *
 * @param parts the partition of both faces
 * @param similarity of the whole faces
 * @param threshold the verifier's operating point, if it has one
 * @param probe one effect per part, in their order: the part hidden in the probe
 * @param reference the same with the part hidden in the reference
 * @param both the same with the part hidden in both faces
 * @param passCount images sent through the verifier, whole ones included
 * @since 0.1.0
 */
public record PartEffects(
        FaceParts parts,
        double similarity,
        Optional<Threshold> threshold,
        List<Effect> probe,
        List<Effect> reference,
        List<Effect> both,
        long passCount) {
    /** Copies the lists and checks that each has one effect per part. */
    public PartEffects {
        Objects.requireNonNull(parts, "parts");
        Checks.finite(similarity, "similarity");
        Objects.requireNonNull(threshold, "threshold");
        probe = onePerPart(parts, probe, "probe");
        reference = onePerPart(parts, reference, "reference");
        both = onePerPart(parts, both, "both");
    }

    private static List<Effect> onePerPart(FaceParts parts, List<Effect> effects, String name) {
        List<String> names = effects.stream().map(Effect::part).toList();
        if (!names.equals(parts.names())) {
            throw Checks.rejected(name, "one effect for each of " + parts.names(), names);
        }
        return List.copyOf(effects);
    }

    /**
     * Measures a pair, in the calling thread.
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
    public static PartEffects measure(
            FaceVerifier verifier, FacePair pair, FaceParts parts, Fills fills) {
        return measure(verifier, pair, parts, fills, PassSettings.defaults());
    }

    /**
     * As {@link #measure(FaceVerifier, FacePair, FaceParts, Fills)}, with settings of the passes.
     *
     * @param settings without a stop rule or budget, and with {@link
     *     io.github.corrrise.verify.FailurePolicy#FAIL}: every part is measured
     */
    public static PartEffects measure(
            FaceVerifier verifier,
            FacePair pair,
            FaceParts parts,
            Fills fills,
            PassSettings settings) {
        if (!settings.description().equals(PassSettings.defaults().description())) {
            throw Checks.rejected(
                    "settings", "FAIL, without budget and stop rule", settings.description());
        }
        if (!parts.size().equals(pair.probe().size())) {
            throw Checks.rejected("parts", "of " + pair.probe().size(), parts);
        }
        try (MaskedPasses passes = new MaskedPasses(verifier, settings)) {
            Optional<Threshold> threshold = passes.threshold();
            MaskedPasses.Result alone =
                    passes.run(plan(parts, fills, 0), pair, List.of(Side.PROBE, Side.REFERENCE));
            MaskedPasses.Result both = passes.run(plan(parts, fills, 1), pair, List.of(Side.PROBE));
            return new PartEffects(
                    parts,
                    alone.similarity(MaskScores.Line.of(Side.PROBE)),
                    threshold,
                    effects(parts, fills, alone, Side.PROBE),
                    effects(parts, fills, alone, Side.REFERENCE),
                    effects(parts, fills, both, Side.PROBE),
                    alone.passCount() + both.passCount());
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

    private static List<Effect> effects(
            FaceParts parts, Fills fills, MaskedPasses.Result result, Side side) {
        MaskScores.Line line = MaskScores.Line.of(side);
        double[] scores = result.scores().line(result.scores().indexOf(line));
        List<Effect> effects = new ArrayList<>();
        for (int part = 0; part < parts.count(); part++) {
            int first = part * fills.count();
            double[] own = Arrays.copyOfRange(scores, first, first + fills.count());
            double least = Arrays.stream(own).min().orElseThrow();
            double greatest = Arrays.stream(own).max().orElseThrow();
            double mean = Arrays.stream(own).average().orElseThrow();
            // Rounding must not carry the mean of equal scores past them.
            double similarity = Math.max(least, Math.min(greatest, mean));
            effects.add(
                    new Effect(
                            parts.names().get(part),
                            similarity,
                            least,
                            greatest,
                            result.similarity(line) - similarity));
        }
        return effects;
    }

    /** The decision at the similarity without a part; empty where there is no threshold. */
    public Optional<Decision> decisionWithout(Effect effect) {
        return threshold.map(at -> at.decide(effect.similarity()));
    }

    /**
     * What hiding one part of a face did to the similarity.
     *
     * @param part its name
     * @param similarity with the part hidden, the mean over the fills
     * @param least the least similarity over the fills
     * @param greatest the greatest similarity over the fills
     * @param effect the similarity of the whole faces less {@code similarity}: positive where the
     *     part makes the pair more alike, negative where it makes it less alike
     * @since 0.1.0
     */
    public record Effect(
            String part, double similarity, double least, double greatest, double effect) {
        /** Checks that the numbers are finite and in order. */
        public Effect {
            Objects.requireNonNull(part, "part");
            Checks.finite(effect, "effect");
            Checks.inside(least, greatest, similarity, "similarity");
        }
    }
}
