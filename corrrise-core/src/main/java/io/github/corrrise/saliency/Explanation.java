package io.github.corrrise.saliency;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a verifier gave a pair its similarity: a signed map of the probe and, unless the run was
 * asked for the probe only, one of the reference, with the decision and how all of it came about.
 *
 * <p>It holds the pair in memory, so that pictures can be drawn; nothing is written unless asked.
 * Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Explanation {
    /** Difference of scores of the same faces, relative where they are above 1. */
    private static final double SAME_SCORE = 1e-4;

    private final FacePair pair;
    private final double similarity;
    private final Optional<Threshold> threshold;
    private final SaliencyMap probe;
    private final Optional<SaliencyMap> reference;
    private final Provenance provenance;
    private final Optional<PartEffects> parts;
    private final Optional<DecisionClaims> claims;
    private final Optional<Unusual> unusual;
    private final Optional<ScoreMeaning> scoreMeaning;

    private Explanation(
            FacePair pair,
            double similarity,
            Optional<Threshold> threshold,
            SaliencyMap probe,
            Optional<SaliencyMap> reference,
            Provenance provenance,
            Optional<PartEffects> parts,
            Optional<DecisionClaims> claims,
            Optional<Unusual> unusual,
            Optional<ScoreMeaning> scoreMeaning) {
        this.pair = pair;
        this.similarity = similarity;
        this.threshold = threshold;
        this.probe = probe;
        this.reference = reference;
        this.provenance = provenance;
        this.parts = parts;
        this.claims = claims;
        this.unusual = unusual;
        this.scoreMeaning = scoreMeaning;
    }

    /**
     * An explanation, as a {@link SaliencyExplainer} makes it.
     *
     * @param pair the faces compared
     * @param similarity the verifier's raw score of the whole faces, finite
     * @param threshold the verifier's operating point, if any
     * @param probe map of the probe, of its size
     * @param reference map of the reference, of its size, if the method made one
     * @param provenance how it came about
     * @throws IllegalArgumentException where a map has another size than its face, or {@link
     *     Provenance#inputs} are not of this pair, verifier, threshold and version
     */
    public static Explanation of(
            FacePair pair,
            double similarity,
            Optional<Threshold> threshold,
            SaliencyMap probe,
            Optional<SaliencyMap> reference,
            Provenance provenance) {
        Checks.finite(similarity, "similarity");
        requireSize("probe map", pair.probe().size(), probe.size());
        reference.ifPresent(
                map -> requireSize("reference map", pair.reference().size(), map.size()));
        Objects.requireNonNull(threshold, "threshold");
        requireInputs(pair, threshold, provenance);
        return new Explanation(
                pair,
                similarity,
                threshold,
                probe,
                reference,
                provenance,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The same explanation with the effects of the parts of the faces.
     *
     * @throws IllegalArgumentException where they are of another size, similarity or threshold
     */
    public Explanation withParts(PartEffects effects) {
        requireSize("parts", pair.probe().size(), effects.parts().size());
        if (!isSameScore(similarity, effects.similarity())) {
            throw Checks.rejected(
                    "similarity of the parts", Double.toString(similarity), effects.similarity());
        }
        if (!effects.threshold().equals(threshold)) {
            throw Checks.rejected(
                    "threshold of the parts", threshold.toString(), effects.threshold());
        }
        return with(Optional.of(effects), claims, unusual, scoreMeaning);
    }

    /** A verifier of floating point may score the same faces a little differently again. */
    static boolean isSameScore(double first, double again) {
        return Math.abs(again - first) <= scoreTolerance(first);
    }

    /** What two scores of the same faces may differ by. */
    static double scoreTolerance(double similarity) {
        return SAME_SCORE * Math.max(1, Math.abs(similarity));
    }

    /**
     * The same explanation with what was tried about the decision.
     *
     * @throws IllegalArgumentException where there is no threshold, or a claim is about a face
     *     without a map
     */
    public Explanation withClaims(DecisionClaims tried) {
        if (threshold.isEmpty()) {
            throw Checks.rejected("claims", "of a pair with a decision", "no threshold");
        }
        if (reference.isEmpty()
                && tried.claims().stream().anyMatch(claim -> claim.side() == Side.REFERENCE)) {
            throw Checks.rejected("claims", "about the probe, which has a map", tried.claims());
        }
        return with(parts, Optional.of(tried), unusual, scoreMeaning);
    }

    /**
     * The same explanation with what is unusual about the pair.
     *
     * @throws IllegalArgumentException where a map of it has another size than its face, or there
     *     is one of a reference without a map
     */
    public Explanation withUnusual(Unusual found) {
        requireSize("unusual probe map", probe.size(), found.probe().size());
        if (found.reference().isPresent()) {
            requireSize(
                    "unusual reference map",
                    reference
                            .orElseThrow(
                                    () -> Checks.rejected("unusual", "of the probe alone", found))
                            .size(),
                    found.reference().get().size());
        }
        return with(parts, claims, Optional.of(found), scoreMeaning);
    }

    /**
     * The same explanation with how its score stands among those of labelled pairs, such as {@code
     * rates.meaningOf(why.similarity())}.
     *
     * @throws IllegalArgumentException where it is of another similarity
     */
    public Explanation withScoreMeaning(ScoreMeaning meaning) {
        if (meaning.similarity() != similarity) {
            throw Checks.rejected(
                    "similarity of the meaning", Double.toString(similarity), meaning.similarity());
        }
        return with(parts, claims, unusual, Optional.of(meaning));
    }

    private Explanation with(
            Optional<PartEffects> effects,
            Optional<DecisionClaims> tried,
            Optional<Unusual> found,
            Optional<ScoreMeaning> meaning) {
        return new Explanation(
                pair,
                similarity,
                threshold,
                probe,
                reference,
                provenance,
                effects,
                tried,
                found,
                meaning);
    }

    private static void requireInputs(
            FacePair pair, Optional<Threshold> threshold, Provenance provenance) {
        if (!provenance
                .inputs()
                .agreesWith(pair, provenance.verifier(), threshold, provenance.libraryVersion())) {
            throw Checks.rejected(
                    "pair",
                    "the faces, with the verifier, threshold and library version, that the"
                            + " provenance's digest tells of",
                    "another");
        }
    }

    private static void requireSize(String name, FaceSize expected, FaceSize actual) {
        if (!actual.equals(expected)) {
            throw Checks.rejected(name, "of size " + expected, actual);
        }
    }

    /** The faces compared. */
    public FacePair pair() {
        return pair;
    }

    /** The verifier's raw score of the whole faces. */
    public double similarity() {
        return similarity;
    }

    /** The verifier's operating point, if it has one. */
    public Optional<Threshold> threshold() {
        return threshold;
    }

    /** The decision, if there is a threshold. */
    public Optional<Decision> decision() {
        return threshold.map(value -> value.decide(similarity));
    }

    /** The signed map of the probe. */
    public SaliencyMap probe() {
        return probe;
    }

    /** The signed map of the reference; none where only the probe was explained. */
    public Optional<SaliencyMap> reference() {
        return reference;
    }

    /** The similarity without each part of the faces, where the explainer measured it. */
    public Optional<PartEffects> parts() {
        return parts;
    }

    /** What was tried about the decision, where the explainer did. */
    public Optional<DecisionClaims> claims() {
        return claims;
    }

    /** What is unusual about the pair, where the explainer has a profile of the model. */
    public Optional<Unusual> unusual() {
        return unusual;
    }

    /** How the score stands among those of labelled pairs, where the explainer was given some. */
    public Optional<ScoreMeaning> scoreMeaning() {
        return scoreMeaning;
    }

    /** How it came about. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * Same faces, score, threshold, maps, parts, claims, what is unusual and what the score means
     * by the same run; timing and version do not matter.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Explanation that
                && similarity == that.similarity
                && threshold.equals(that.threshold)
                && probe.equals(that.probe)
                && reference.equals(that.reference)
                && pair.equals(that.pair)
                && parts.equals(that.parts)
                && claims.equals(that.claims)
                && unusual.equals(that.unusual)
                && scoreMeaning.equals(that.scoreMeaning)
                && provenance.describesSameRunAs(that.provenance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(similarity, threshold, probe, reference);
    }

    /**
     * For example {@code Explanation[similarity 0.5312, threshold 0.3100, MATCH, 500 masks, 1002
     * passes, both sides]}.
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Explanation[similarity %.4f, %s, %d masks, %d passes, %s]",
                similarity,
                threshold
                        .map(
                                value ->
                                        String.format(
                                                Locale.ROOT,
                                                "threshold %.4f, %s",
                                                value.value(),
                                                value.decide(similarity)))
                        .orElse("no threshold"),
                provenance.maskCount(),
                provenance.passCount(),
                reference.isPresent() ? "both sides" : "probe only");
    }
}
