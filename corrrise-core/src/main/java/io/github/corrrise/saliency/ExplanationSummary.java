package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.saliency.PartShares.Share;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An explanation in figures and words: for a log, a database or the answer of a service.
 *
 * <pre>{@code
 * ExplanationSummary summary = ExplanationSummary.of(explainer.explain(pair));
 * summary.claims().forEach(claim -> log.info(claim.inWords()));
 * }</pre>
 *
 * <p>Strings, numbers and lists of such records only: libraries for JSON write it as it is. What
 * does not exist is null, or an empty list. It holds no face, map or pixel and no digest of one;
 * yet it belongs to a comparison of two persons. To read an explanation again, write {@code
 * io.github.corrrise.render.ExplanationJson}.
 *
 * @param decision MATCH or NON_MATCH; null where there is no threshold
 * @param similarity the verifier's raw score of the whole faces, finite
 * @param threshold the similarity at or above which the decision is MATCH; null where the verifier
 *     has none
 * @param reliability how far the map of each face can be relied on; empty where the method does not
 *     tell
 * @param parts the similarity without each part of the faces and the parts' shares, in their order;
 *     empty where the explainer was not asked for them
 * @param claims what was tried about the decision; empty where the explainer was not asked for it
 * @param standings how the score stands among those of labelled pairs: impostor pairs, then genuine
 *     ones; empty where the explainer was given none
 * @param stopReason why no more masks were taken: the name of a {@link StopReason}
 * @param passCount images sent through the verifier in the whole run, at least 0
 * @param method for example "CorrRISE"
 * @param verifier the verifier's own description; that of a model names it with its digest
 * @param libraryVersion version of this library
 * @since 0.1.0
 */
public record ExplanationSummary(
        @Nullable String decision,
        double similarity,
        @Nullable Double threshold,
        List<Reliability> reliability,
        List<Part> parts,
        List<Claim> claims,
        List<Standing> standings,
        String stopReason,
        long passCount,
        String method,
        String verifier,
        String libraryVersion) {
    /** Copies the lists and checks that numbers are finite and in range. */
    public ExplanationSummary {
        Checks.finite(similarity, "similarity");
        reliability = List.copyOf(reliability);
        parts = List.copyOf(parts);
        claims = List.copyOf(claims);
        standings = List.copyOf(standings);
        Objects.requireNonNull(stopReason, "stopReason");
        Checks.atLeast(0, passCount, "passCount");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(verifier, "verifier");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
    }

    /** What an explanation says, without its faces and maps. */
    public static ExplanationSummary of(Explanation explanation) {
        Provenance provenance = explanation.provenance();
        return new ExplanationSummary(
                name(explanation.decision()),
                explanation.similarity(),
                explanation.threshold().map(Threshold::value).orElse(null),
                reliability(explanation),
                explanation.parts().map(ExplanationSummary::parts).orElse(List.of()),
                explanation.claims().map(ExplanationSummary::claims).orElse(List.of()),
                explanation.scoreMeaning().map(ExplanationSummary::standings).orElse(List.of()),
                provenance.stopReason().name(),
                provenance.passCount(),
                provenance.method(),
                provenance.verifier(),
                provenance.libraryVersion());
    }

    private static List<Reliability> reliability(Explanation explanation) {
        return Stream.concat(
                        of(Side.PROBE, explanation.probe()).stream(),
                        explanation.reference().flatMap(map -> of(Side.REFERENCE, map)).stream())
                .toList();
    }

    private static Optional<Reliability> of(Side side, SaliencyMap map) {
        return map.reliability()
                .map(
                        told ->
                                new Reliability(
                                        side.name(),
                                        told.explained()
                                                .map(SaliencyMap.ExplainedVariance::share)
                                                .orElse(null),
                                        told.explained()
                                                .map(SaliencyMap.ExplainedVariance::standardError)
                                                .orElse(null),
                                        orNull(told.splitHalf())));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static List<Part> parts(PartEffects effects) {
        return IntStream.range(0, effects.parts().count())
                .mapToObj(
                        part -> {
                            PartEffects.Effect probe = effects.probe().get(part);
                            PartEffects.Effect reference = effects.reference().get(part);
                            PartEffects.Effect both = effects.both().get(part);
                            Optional<Share> inProbe =
                                    effects.shares().map(shares -> shares.probe().get(part));
                            Optional<Share> inReference =
                                    effects.shares().map(shares -> shares.reference().get(part));
                            return new Part(
                                    probe.part(),
                                    probe.similarity(),
                                    reference.similarity(),
                                    both.similarity(),
                                    name(effects.decisionWithout(probe)),
                                    name(effects.decisionWithout(reference)),
                                    name(effects.decisionWithout(both)),
                                    inProbe.map(Share::share).orElse(null),
                                    inProbe.map(Share::standardError).orElse(null),
                                    inReference.map(Share::share).orElse(null),
                                    inReference.map(Share::standardError).orElse(null));
                        })
                .toList();
    }

    private static @Nullable String name(Optional<Decision> decision) {
        return decision.map(Decision::name).orElse(null);
    }

    private static List<Claim> claims(DecisionClaims tried) {
        return tried.claims().stream()
                .map(
                        claim ->
                                new Claim(
                                        claim.side().name(),
                                        claim.kind().name(),
                                        orNull(claim.share()),
                                        claim.randomCount(),
                                        claim.randomLikewise(),
                                        claim.inWords()))
                .toList();
    }

    private static List<Standing> standings(ScoreMeaning meaning) {
        return Stream.of(Truth.IMPOSTOR, Truth.GENUINE)
                .map(
                        truth -> {
                            ErrorRates.Rate rate = meaning.of(truth);
                            return new Standing(
                                    meaning.set(),
                                    truth.name(),
                                    rate.errors(),
                                    rate.trials(),
                                    rate.lower(),
                                    rate.upper(),
                                    meaning.inWords(truth));
                        })
                .toList();
    }

    /**
     * How far the map of one face can be relied on: see {@link SaliencyMap.Reliability}.
     *
     * @param side PROBE or REFERENCE
     * @param explainedShare cross-validated share of the scores' variance that an additive picture
     *     accounts for, at most 1; null where the method fits none or no score differs
     * @param explainedShareError standard error of the share, at least 0; null where there is none
     * @param splitHalf the correlation to be expected with the map of another seed, in [0, 1]; null
     *     where the map of half a run is 0 everywhere
     * @since 0.1.0
     */
    public record Reliability(
            String side,
            @Nullable Double explainedShare,
            @Nullable Double explainedShareError,
            @Nullable Double splitHalf) {
        /** Checks the ranges. */
        public Reliability {
            Objects.requireNonNull(side, "side");
            if (explainedShare != null) {
                Checks.inside(-Double.MAX_VALUE, 1.0, explainedShare, "explainedShare");
            }
            if (explainedShareError != null) {
                Checks.inside(0.0, Double.MAX_VALUE, explainedShareError, "explainedShareError");
            }
            if (splitHalf != null) {
                Checks.inside(0.0, 1.0, splitHalf, "splitHalf");
            }
        }
    }

    /**
     * The similarity and the decision without one part of the faces.
     *
     * @param name of the part
     * @param withoutInProbe the similarity with the part hidden in the probe, the mean over the
     *     fills
     * @param withoutInReference the same with the part hidden in the reference
     * @param withoutInBoth the same with the part hidden in both faces
     * @param decisionWithoutInProbe MATCH or NON_MATCH at {@code withoutInProbe}; null where there
     *     is no threshold
     * @param decisionWithoutInReference the same at {@code withoutInReference}
     * @param decisionWithoutInBoth the same at {@code withoutInBoth}
     * @param shareInProbe the part's share in the similarity, as shares of the probe add up; null
     *     where shares were not measured, as are the three others
     * @param shareInProbeError its standard error, at least 0
     * @param shareInReference the same among the parts of the reference
     * @param shareInReferenceError its standard error, at least 0
     * @since 0.1.0
     */
    public record Part(
            String name,
            double withoutInProbe,
            double withoutInReference,
            double withoutInBoth,
            @Nullable String decisionWithoutInProbe,
            @Nullable String decisionWithoutInReference,
            @Nullable String decisionWithoutInBoth,
            @Nullable Double shareInProbe,
            @Nullable Double shareInProbeError,
            @Nullable Double shareInReference,
            @Nullable Double shareInReferenceError) {
        /** Checks that the numbers are finite. */
        public Part {
            Objects.requireNonNull(name, "name");
            Checks.finite(withoutInProbe, "withoutInProbe");
            Checks.finite(withoutInReference, "withoutInReference");
            Checks.finite(withoutInBoth, "withoutInBoth");
            requireShare(shareInProbe, shareInProbeError, "shareInProbe");
            requireShare(shareInReference, shareInReferenceError, "shareInReference");
        }
    }

    private static void requireShare(@Nullable Double share, @Nullable Double error, String name) {
        if (share != null) {
            Checks.finite(share, name);
        }
        if (error != null) {
            Checks.inside(0.0, Double.MAX_VALUE, error, name + "Error");
        }
    }

    /**
     * What the decision rests on in one face, as tried on the pair: see {@link
     * DecisionClaims.Claim}.
     *
     * @param side PROBE or REFERENCE: the face whose pixels are hidden
     * @param kind HIDING_TURNS or SHOWING_KEEPS
     * @param share area of the smallest region that does it as a share of the face, in (0, 1]; null
     *     where the decision rests on no region of this face
     * @param randomCount random regions of the same area that were tried, at least 0
     * @param randomLikewise how many of them do the same, in [0, randomCount]
     * @param inWords the claim as one English sentence, for example "Hiding 7 % of the probe turns
     *     the decision; of 19 random regions of that size none does."
     * @since 0.1.0
     */
    public record Claim(
            String side,
            String kind,
            @Nullable Double share,
            int randomCount,
            int randomLikewise,
            String inWords) {
        /** Checks the ranges. */
        public Claim {
            Objects.requireNonNull(side, "side");
            Objects.requireNonNull(kind, "kind");
            if (share != null) {
                Checks.inside(Double.MIN_VALUE, 1.0, share, "share");
            }
            Checks.atLeast(0, randomCount, "randomCount");
            Checks.inside(0, randomCount, randomLikewise, "randomLikewise");
            Objects.requireNonNull(inWords, "inWords");
        }
    }

    /**
     * How the score stands among those of labelled pairs of one truth: see {@link ScoreMeaning}.
     *
     * @param set name of the pairs
     * @param truth IMPOSTOR, of which pairs that scored as high are counted, or GENUINE, of which
     *     those that scored as low
     * @param count how many did, at least 0
     * @param pairCount of how many, at least 1
     * @param lower lower end of the exact interval of 95 % of the rate, in [0, 1]
     * @param upper its upper end, in [0, 1]
     * @param inWords both as one English sentence
     * @since 0.1.0
     */
    public record Standing(
            String set,
            String truth,
            long count,
            long pairCount,
            double lower,
            double upper,
            String inWords) {
        /** Checks the ranges. */
        public Standing {
            Objects.requireNonNull(set, "set");
            Objects.requireNonNull(truth, "truth");
            Checks.atLeast(0L, count, "count");
            Checks.atLeast(1L, pairCount, "pairCount");
            Checks.inside(0.0, 1.0, lower, "lower");
            Checks.inside(lower, 1.0, upper, "upper");
            Objects.requireNonNull(inWords, "inWords");
        }
    }
}
