package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The similarity of a pair without each part of the faces, measured by hiding exactly that part: in
 * the probe, in the reference, and in both at once.
 *
 * <pre>{@code
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
 * <p>Effects have no standard error: each is the difference of scores that the verifier gave, and
 * nothing about them was drawn. With a verifier that gives equal faces equal scores, measuring
 * again gives the same numbers.
 *
 * @param parts the partition of both faces
 * @param similarity of the whole faces
 * @param threshold the verifier's operating point, if it has one
 * @param probe one effect per part, in their order: the part hidden in the probe
 * @param reference the same with the part hidden in the reference
 * @param both the same with the part hidden in both faces
 * @param shares of the parts in the similarity, which do add up, where they were measured too
 * @param passCount images sent through the verifier for the effects, whole ones included where they
 *     were scored for this; those for {@code shares} are told there
 * @since 0.1.0
 */
public record PartEffects(
        FaceParts parts,
        double similarity,
        Optional<Threshold> threshold,
        List<Effect> probe,
        List<Effect> reference,
        List<Effect> both,
        Optional<PartShares> shares,
        long passCount) {
    /** Copies the lists and checks that each has one effect per part, of this similarity. */
    public PartEffects {
        Objects.requireNonNull(parts, "parts");
        Checks.finite(similarity, "similarity");
        Objects.requireNonNull(threshold, "threshold");
        probe = onePerPart(parts, similarity, probe, "probe");
        reference = onePerPart(parts, similarity, reference, "reference");
        both = onePerPart(parts, similarity, both, "both");
        shares.ifPresent(ofParts -> requireShares(parts, similarity, ofParts));
    }

    /** Effects without {@link #shares}. */
    public PartEffects(
            FaceParts parts,
            double similarity,
            Optional<Threshold> threshold,
            List<Effect> probe,
            List<Effect> reference,
            List<Effect> both,
            long passCount) {
        this(parts, similarity, threshold, probe, reference, both, Optional.empty(), passCount);
    }

    private static void requireShares(FaceParts parts, double similarity, PartShares shares) {
        if (!shares.parts().equals(parts)) {
            throw Checks.rejected("parts of the shares", parts.toString(), shares.parts());
        }
        if (!Explanation.isSameScore(similarity, shares.similarity())) {
            throw Checks.rejected(
                    "similarity of the shares", Double.toString(similarity), shares.similarity());
        }
    }

    /**
     * The same effects with shares of the same parts that add up.
     *
     * @throws IllegalArgumentException where these are of other parts or another similarity
     */
    public PartEffects withShares(PartShares ofParts) {
        return new PartEffects(
                parts,
                similarity,
                threshold,
                probe,
                reference,
                both,
                Optional.of(ofParts),
                passCount);
    }

    private static List<Effect> onePerPart(
            FaceParts parts, double similarity, List<Effect> effects, String name) {
        List<String> names = effects.stream().map(Effect::part).toList();
        if (!names.equals(parts.names())) {
            throw Checks.rejected(name, "one effect for each of " + parts.names(), names);
        }
        for (Effect effect : effects) {
            double expected = similarity - effect.similarity();
            // Numbers that were written with fewer digits are the same numbers.
            if (Math.abs(effect.effect() - expected) > 1e-6 * Math.max(1, Math.abs(similarity))) {
                throw Checks.rejected(
                        "effect of " + effect.part() + " in " + name,
                        Double.toString(expected),
                        effect.effect());
            }
        }
        return List.copyOf(effects);
    }

    /** The decision at the similarity without a part; empty where there is no threshold. */
    public Optional<Decision> decisionWithout(Effect effect) {
        return threshold.map(at -> at.decide(effect.similarity()));
    }

    /**
     * The effects as a table for spreadsheets and data frames: CSV after RFC 4180, its lines ended
     * by CR LF, numbers with a point in every country and all their digits. Below a header stands
     * one line per part and place, first of the probe, then of the reference, then of both:
     *
     * <pre>
     * part,hidden_in,similarity_whole,similarity,least,greatest,effect,decision,share,share_standard_error,share_half_width
     * nose,probe,0.748,0.512,0.512,0.512,0.236,MATCH,0.117,0.008,0.024</pre>
     *
     * <p>The decision is that without the part, empty where there is no threshold. A share is that
     * of the part of the face named under {@code hidden_in}, with {@link PartShares#halfWidth}; the
     * three cells are empty on lines of both faces, and everywhere without {@link #shares}. A name
     * that a spreadsheet would take for a formula, one that begins with {@code = + - @}, their
     * full-width forms, a tab or a carriage return, gets an apostrophe before it.
     */
    public String toCsv() {
        return PartEffectsCsv.of(this);
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
            Checks.finite(least, "least");
            Checks.finite(greatest, "greatest");
            Checks.finite(effect, "effect");
            Checks.inside(least, greatest, similarity, "similarity");
        }
    }
}
