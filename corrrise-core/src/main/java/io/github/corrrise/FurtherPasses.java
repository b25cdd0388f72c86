package io.github.corrrise;

import io.github.corrrise.claims.ClaimPasses;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an explainer measures of a pair besides its maps, by hiding what it chooses instead of what
 * is drawn: parts of the faces, and regions of the maps.
 *
 * @param parts whose effects are measured, if any
 * @param coalitionCount sets of visible parts for shares, if these are measured too
 * @param triesClaims whether claims about the decision are tried
 * @param fills those of the run; shares and claims take the first
 * @param seed that of the run
 */
record FurtherPasses(
        Optional<FaceParts> parts,
        OptionalInt coalitionCount,
        boolean triesClaims,
        Fills fills,
        long seed) {
    FurtherPasses {
        if (coalitionCount.isPresent()) {
            PartPasses.requireCoalitionCount(
                    coalitionCount.getAsInt(),
                    parts.orElseThrow(
                            () ->
                                    Checks.rejected(
                                            "parts", "given where shares are asked for", "none")));
        }
    }

    /** What was measured, and what that cost. */
    record Measured(
            Optional<PartEffects> parts,
            Optional<DecisionClaims> claims,
            long passCount,
            Duration verifierTime) {
        static final Measured NONE = cost(0, Duration.ZERO);

        /** Of what is kept elsewhere. */
        static Measured cost(long passCount, Duration verifierTime) {
            return new Measured(Optional.empty(), Optional.empty(), passCount, verifierTime);
        }

        Explanation addedTo(Explanation why) {
            Explanation with = parts.isPresent() ? why.withParts(parts.get()) : why;
            return claims.isPresent() ? with.withClaims(claims.get()) : with;
        }
    }

    /**
     * Measures a pair whose maps were made.
     *
     * @param run that scored it
     * @param similarity of the whole faces, as the run scored them
     * @param mapOf the map of each side that has one
     * @throws VerifierException where the whole faces, scored again, get another similarity
     */
    Measured of(
            MaskedPasses run,
            FacePair pair,
            double similarity,
            Optional<Threshold> threshold,
            Map<Side, SaliencyMap> mapOf) {
        Optional<Threshold> tried = threshold.filter(at -> triesClaims);
        if (parts.isEmpty() && tried.isEmpty()) {
            return Measured.NONE;
        }
        MaskedPasses.Whole whole = run.ofEveryMask(Progress.NONE).whole(pair);
        requireSteady(similarity, whole.similarity(), tried);
        Optional<PartEffects> effects = parts.map(each -> effects(whole, threshold, each));
        Optional<DecisionClaims> claims =
                tried.map(at -> ClaimPasses.of(whole, at, mapOf, firstFill(), seed));
        return new Measured(
                effects,
                claims,
                whole.passCount()
                        + effects.map(PartEffects::passCount).orElse(0L)
                        + effects.flatMap(PartEffects::shares).map(PartShares::passCount).orElse(0L)
                        + claims.map(DecisionClaims::passCount).orElse(0L),
                whole.verifierTime());
    }

    private PartEffects effects(
            MaskedPasses.Whole whole, Optional<Threshold> threshold, FaceParts each) {
        PartEffects effects = PartPasses.effects(whole, threshold, each, fills);
        return coalitionCount.isEmpty()
                ? effects
                : effects.withShares(
                        PartPasses.shares(
                                whole, each, firstFill(), coalitionCount.getAsInt(), seed));
    }

    private Fill firstFill() {
        return fills.inTurn().get(0);
    }

    /** Parts and claims are about the score of the map, not about one that drifted since. */
    static void requireSteady(double first, double again, Optional<Threshold> threshold) {
        boolean near = Math.abs(again - first) <= 1e-4 * Math.max(1, Math.abs(first));
        boolean sameDecision =
                threshold.map(at -> at.decide(first) == at.decide(again)).orElse(true);
        if (!near || !sameDecision) {
            throw new VerifierException(
                    "the verifier must give the same faces the same similarity for parts and"
                            + " claims, gave "
                            + first
                            + ", then "
                            + again);
        }
    }

    /** How a provenance tells of shares, "300 coalitions, black". */
    Optional<String> sharesSetting(Measured measured) {
        return measured.parts()
                .flatMap(PartEffects::shares)
                .map(
                        shares ->
                                (shares.isExact() ? "all" : shares.coalitionCount())
                                        + " coalitions, "
                                        + firstFill());
    }

    /** All that it depends on but fills and seed, to stand behind those. */
    String description() {
        return parts.map(each -> ", effects of " + each + " " + each.digest()).orElse("")
                + (coalitionCount.isPresent()
                        ? ", shares of " + coalitionCount.getAsInt() + " coalitions"
                        : "")
                + (triesClaims ? ", claims" : "");
    }
}
