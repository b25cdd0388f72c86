package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.face;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.claims.ClaimPasses;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Effects of parts, and claims, beside the maps of an explanation. */
class ExplainerClaimsTest {
    private static final FaceParts PARTS =
            FaceParts.ofLabels(
                    SIZE, List.of("left", "middle", "right"), columns(SIZE, SIZE.width() / 3 + 1));

    private static final Fills TWO = Fills.of(Fill.black(), Fill.colour(200, 100, 50));

    private static final FaceVerifier DECIDING = deciding(0.6);

    private static int[] columns(FaceSize size, int width) {
        int[] labels = new int[size.pixelCount()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = pixel % size.width() / width;
        }
        return labels;
    }

    /** The verifier's scores, with a threshold and without embeddings. */
    private static FaceVerifier deciding(double threshold) {
        return FaceVerifier.of(
                "deciding",
                SIZE,
                Threshold.of(threshold),
                (probe, reference) ->
                        VERIFIER.similarities(FaceBatch.of(VERIFIER.layout(), probe), reference)[
                                0]);
    }

    private static Explainer.Builder few(FaceVerifier verifier) {
        return Explainer.builder(verifier).maskCount(40);
    }

    private static Explanation explain(Explainer.Builder builder) {
        try (Explainer explainer = builder.build()) {
            return explainer.explain(pair());
        }
    }

    @Nested
    class KnownValues {
        @Test
        void effectsAreThoseOfPartPasses() {
            for (FaceVerifier verifier : List.of(VERIFIER, DECIDING)) {
                PartEffects alone = PartPasses.effects(verifier, pair(), PARTS, TWO);
                PartEffects beside = explain(few(verifier).fills(TWO).parts(PARTS)).parts().get();
                assertThat(beside.probe()).isEqualTo(alone.probe());
                assertThat(beside.reference()).isEqualTo(alone.reference());
                assertThat(beside.both()).isEqualTo(alone.both());
                assertThat(beside.similarity()).isEqualTo(alone.similarity());
                assertThat(beside.threshold()).isEqualTo(alone.threshold());
                long whole = verifier instanceof FaceEmbedder ? 2 : 1;
                assertThat(beside.passCount()).isEqualTo(alone.passCount() - whole);
            }
        }

        @Test
        void sharesAreThoseOfPartPassesUnderTheFirstFill() {
            for (FaceVerifier verifier : List.of(VERIFIER, DECIDING)) {
                PartShares alone = PartPasses.shares(verifier, pair(), PARTS, Fill.black(), 6, 7);
                Explanation why = explain(few(verifier).seed(7).fills(TWO).parts(PARTS).shares(6));
                PartShares beside = why.parts().orElseThrow().shares().orElseThrow();
                long whole = verifier instanceof FaceEmbedder ? 2 : 1;
                assertThat(beside.probe()).isEqualTo(alone.probe());
                assertThat(beside.reference()).isEqualTo(alone.reference());
                assertThat(beside.strongest()).isEqualTo(alone.strongest());
                assertThat(beside.passCount()).isEqualTo(alone.passCount() - whole);
                assertThat(beside.isExact()).isTrue();
                assertThat(why.provenance().settings())
                        .containsEntry("shares", "all coalitions, " + Fill.black());
            }
        }

        @Test
        void withoutSharesTheEffectsHaveNone() {
            Explanation why = explain(few(VERIFIER).parts(PARTS));
            assertThat(why.parts().orElseThrow().shares()).isEmpty();
            assertThat(why.provenance().settings()).doesNotContainKey("shares");
        }

        @Test
        void claimsAreThoseOfClaimPassesUnderTheFirstFill() {
            Explanation why = explain(few(DECIDING).seed(5).fills(TWO).claims());
            try (MaskedPasses passes = new MaskedPasses(DECIDING, PassSettings.defaults())) {
                DecisionClaims alone =
                        ClaimPasses.of(
                                passes.ofEveryMask(Progress.NONE).whole(pair()),
                                why.threshold().orElseThrow(),
                                Map.of(
                                        Side.PROBE,
                                        why.probe(),
                                        Side.REFERENCE,
                                        why.reference().orElseThrow()),
                                Fill.black(),
                                5);
                assertThat(why.claims()).contains(alone);
            }
        }

        @Test
        void everyPassIsCounted() {
            AtomicInteger asked = new AtomicInteger();
            FaceVerifier counting =
                    FaceVerifier.of(
                            "counting",
                            SIZE,
                            Threshold.of(0.6),
                            (probe, reference) -> {
                                asked.incrementAndGet();
                                return probe.mean(0) / 255;
                            });
            Explanation why =
                    explain(
                            few(counting)
                                    .unchecked()
                                    .parts(PARTS)
                                    .shares(6)
                                    .claims()
                                    .repeatScore());
            long parts = why.parts().orElseThrow().passCount();
            long shares = why.parts().orElseThrow().shares().orElseThrow().passCount();
            long claims = why.claims().orElseThrow().passCount();
            assertThat(parts).isEqualTo(4 * 3);
            assertThat(shares).isEqualTo(2 * 6 + 2);
            assertThat(why.provenance().passCount())
                    .isEqualTo(3 * 40 + 1 + 1 + parts + shares + claims + 1)
                    .isEqualTo(asked.get());
        }

        @Test
        void anEmbedderEmbedsTheWholeFacesTwiceMore() {
            Explanation why = explain(few(VERIFIER).parts(PARTS).claims());
            assertThat(why.provenance().passCount())
                    .isEqualTo(
                            2 * 40
                                    + 2
                                    + 2
                                    + why.parts().orElseThrow().passCount()
                                    + why.claims().map(DecisionClaims::passCount).orElse(0L));
        }

        @Test
        void withoutAThresholdThereIsNoClaimAndNoPass() {
            FaceVerifier bare = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255);
            Explanation why = explain(few(bare).claims());
            assertThat(why.claims()).isEmpty();
            assertThat(why.provenance().passCount()).isEqualTo(3 * 40 + 1);
        }

        @Test
        void aProbeAloneHasClaimsOfItsOwn() {
            Explanation why = explain(few(DECIDING).sides(Side.PROBE).claims());
            assertThat(why.claims().orElseThrow().claims())
                    .hasSize(2)
                    .allMatch(claim -> claim.side() == Side.PROBE);
        }

        @Test
        void aGalleryHasNeither() {
            try (Explainer plain = few(DECIDING).build();
                    Explainer explainer = few(DECIDING).parts(PARTS).claims().build()) {
                List<FaceImage> gallery = List.of(face(2), face(3));
                List<Explanation> expected = plain.explain(face(1), gallery);
                List<Explanation> all = explainer.explain(face(1), gallery);
                for (int j = 0; j < 2; j++) {
                    assertThat(all.get(j).parts()).isEmpty();
                    assertThat(all.get(j).claims()).isEmpty();
                    assertThat(all.get(j).probe()).isEqualTo(expected.get(j).probe());
                    assertThat(all.get(j).provenance().passCount())
                            .isEqualTo(expected.get(j).provenance().passCount());
                }
            }
        }
    }

    @Nested
    class Properties {
        @Test
        void mapsAreTheSameWithAndWithout() {
            Explanation plain = explain(few(DECIDING));
            for (Explanation why :
                    List.of(
                            explain(few(DECIDING).parts(PARTS)),
                            explain(few(DECIDING).claims()),
                            explain(few(DECIDING).parts(PARTS).claims()))) {
                assertThat(why.similarity()).isEqualTo(plain.similarity());
                assertThat(why.probe()).isEqualTo(plain.probe());
                assertThat(why.reference()).isEqualTo(plain.reference());
                assertThat(why).isNotEqualTo(plain);
            }
            assertThat(plain.parts()).isEmpty();
            assertThat(plain.claims()).isEmpty();
        }

        @Test
        void equalSettingsGiveEqualExplanations() {
            assertThat(explain(few(DECIDING).parts(PARTS).claims()))
                    .isEqualTo(explain(few(DECIDING).parts(PARTS).claims()));
        }

        /** A budget is one of the map: every part and claim is measured all the same. */
        @Test
        void budgetsAreOfTheMapAlone() {
            Explanation why =
                    explain(
                            few(DECIDING)
                                    .passBudget(50)
                                    .failurePolicy(FailurePolicy.SKIP)
                                    .parts(PARTS)
                                    .claims());
            assertThat(why.provenance().maskCount()).isEqualTo(16);
            assertThat(why.parts().orElseThrow().probe()).hasSize(3);
            assertThat(why.claims().orElseThrow().claims()).hasSize(4);
        }

        /** Scores of a verifier near 0 differ in their last places by far more than they are. */
        @Test
        void aSimilarityNearZeroIsNoReasonToFail() {
            AtomicInteger asked = new AtomicInteger();
            FaceVerifier wavering =
                    FaceVerifier.of(
                            "wavering",
                            SIZE,
                            Threshold.of(0.5),
                            (probe, reference) -> 1e-7 * (asked.incrementAndGet() % 7));
            Explanation why = explain(few(wavering).parts(PARTS).claims());
            assertThat(why.parts()).isPresent();
        }
    }

    @Nested
    class Rejects {
        @Test
        void partsOfAnotherSize() {
            FaceParts other = FaceParts.ofTemplate(FaceSize.ARCFACE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> few(VERIFIER).parts(other))
                    .withMessage("parts must be of 32x40, was " + other);
        }

        @Test
        void sharesWithoutPartsOrOfTooFewCoalitions() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> few(VERIFIER).shares(300).build())
                    .withMessage("parts must be given where shares are asked for, was none");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> few(VERIFIER).parts(PARTS).shares(5).build())
                    .withMessage("coalitionCount must be at least 6, was 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> few(VERIFIER).parts(PARTS).shares(1))
                    .withMessage("coalitionCount must be at least 2, was 1");
        }

        /** Skipped masks leave a map to make; a part that is skipped leaves nothing. */
        @Test
        void aFaceThatCannotBeScoredWhateverThePolicy() {
            FaceVerifier blind =
                    FaceVerifier.of(
                            "blind",
                            SIZE,
                            Threshold.of(0.2),
                            (probe, reference) ->
                                    probe.mean(0) < 10 ? Double.NaN : probe.mean(0) / 255);
            Explainer.Builder skipping = few(blind).failurePolicy(FailurePolicy.SKIP);
            assertThat(explain(skipping).claims()).isEmpty();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> explain(skipping.claims()))
                    .withMessageContaining("gave NaN for mask 0, which every part and claim needs");
        }

        private final Explanation why = explain(few(DECIDING).sides(Side.PROBE));

        private PartEffects effects(FaceParts parts, double similarity, Optional<Threshold> at) {
            List<PartEffects.Effect> effects =
                    parts.names().stream()
                            .map(
                                    name ->
                                            new PartEffects.Effect(
                                                    name, 0.5, 0.5, 0.5, similarity - 0.5))
                            .toList();
            return new PartEffects(parts, similarity, at, effects, effects, effects, 12);
        }

        /** The map would be about one score and the parts about another. */
        @Test
        void aVerifierThatDrifts() {
            AtomicInteger wholes = new AtomicInteger();
            FaceVerifier drifting =
                    FaceVerifier.of(
                            "drifting",
                            SIZE,
                            Threshold.of(0.1),
                            (probe, reference) ->
                                    probe.equals(pair().probe())
                                                    && reference.equals(pair().reference())
                                            ? 0.5 + 0.01 * wholes.getAndIncrement()
                                            : 0.3);
            Explainer explainer = few(drifting).parts(PARTS).build();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> explainer.explain(pair()))
                    .withMessageContaining("must give the same faces the same similarity");
        }

        @Test
        void effectsOfAnotherSizeSimilarityOrThreshold() {
            FaceSize small = new FaceSize(1, 3);
            FaceParts other = FaceParts.ofLabels(small, List.of("a"), new int[3]);
            double similarity = why.similarity();
            assertThat(why.withParts(effects(PARTS, similarity, why.threshold())).parts())
                    .contains(effects(PARTS, similarity, why.threshold()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> why.withParts(effects(other, similarity, why.threshold())))
                    .withMessage("parts must be of size 32x40, was 1x3");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> why.withParts(effects(PARTS, similarity + 0.01, why.threshold())))
                    .withMessage(
                            "similarity of the parts must be "
                                    + similarity
                                    + ", was "
                                    + (similarity + 0.01));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> why.withParts(effects(PARTS, similarity, Optional.empty())))
                    .withMessageStartingWith("threshold of the parts must be ");
        }

        @Test
        void claimsOfAPairWithoutDecision() {
            Explanation undecided =
                    explain(few(FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0))));
            assertThat(undecided.threshold()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> undecided.withClaims(new DecisionClaims(List.of(), 0)))
                    .withMessage("claims must be of a pair with a decision, was no threshold");
        }

        @Test
        void claimsAboutAFaceWithoutAMap() {
            DecisionClaims both = explain(few(DECIDING).claims()).claims().orElseThrow();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> why.withClaims(both))
                    .withMessageStartingWith("claims must be about the probe, which has a map");
            DecisionClaims probe = new DecisionClaims(both.claims().subList(0, 2), 51);
            assertThat(why.withClaims(probe).claims()).contains(probe);
        }
    }
}
