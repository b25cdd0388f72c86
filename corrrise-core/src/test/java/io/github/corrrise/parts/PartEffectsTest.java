package io.github.corrrise.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.claims.ClaimPasses;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PartEffectsTest {
    private static final FaceSize SIZE = FaceSize.ARCFACE;
    private static final FaceParts PARTS = FaceParts.ofTemplate(SIZE);
    private static final Fills BLACK = Fills.of(Fill.black());
    private static final Fills TWO = Fills.of(Fill.black(), Fill.colour(200, 100, 50));

    /** A product of means: neither face alone decides, and parts do not add up. */
    private static final FaceVerifier PRODUCT =
            FaceVerifier.of(
                    "product",
                    SIZE,
                    Threshold.of(0.2),
                    (probe, reference) -> probe.mean(0) / 255 * reference.mean(1) / 255);

    private static FaceImage noise(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = 100 + random.nextInt(150);
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static final FacePair PAIR = FacePair.of(noise(1), noise(2));

    /** Written pixel by pixel, without any mask. */
    private static FaceImage without(FaceImage face, int part, float... fill) {
        BitSet hidden = PARTS.pixels(part);
        float[] planes = face.toPlanes();
        int pixelCount = SIZE.pixelCount();
        float[] rgb = new float[planes.length];
        for (int pixel = 0; pixel < pixelCount; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                rgb[3 * pixel + colour] =
                        hidden.get(pixel) ? fill[colour] : planes[colour * pixelCount + pixel];
            }
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static double similarity(FaceVerifier verifier, FaceImage probe, FaceImage reference) {
        return verifier.similarities(FaceBatch.of(verifier.layout(), probe), reference)[0];
    }

    @Nested
    class KnownValues {
        @Test
        void everySimilarityIsThatOfTheFaceWithThePartPaintedOver() {
            for (FaceVerifier verifier : List.of(PRODUCT, LocalDescriptorVerifier.defaults())) {
                PartEffects effects = PartPasses.effects(verifier, PAIR, PARTS, BLACK);
                for (int part = 0; part < PARTS.count(); part++) {
                    FaceImage probe = without(PAIR.probe(), part, 0, 0, 0);
                    FaceImage reference = without(PAIR.reference(), part, 0, 0, 0);
                    assertThat(effects.probe().get(part).similarity())
                            .isCloseTo(similarity(verifier, probe, PAIR.reference()), within(1e-6));
                    assertThat(effects.reference().get(part).similarity())
                            .isCloseTo(similarity(verifier, PAIR.probe(), reference), within(1e-6));
                    assertThat(effects.both().get(part).similarity())
                            .isCloseTo(similarity(verifier, probe, reference), within(1e-6));
                    assertThat(effects.probe().get(part).effect())
                            .isEqualTo(
                                    effects.similarity() - effects.probe().get(part).similarity());
                }
            }
        }

        @Test
        void eachPartIsHiddenUnderEachFill() {
            PartEffects effects = PartPasses.effects(PRODUCT, PAIR, PARTS, TWO);
            for (int part = 0; part < PARTS.count(); part++) {
                double black =
                        similarity(PRODUCT, without(PAIR.probe(), part, 0, 0, 0), PAIR.reference());
                double brown =
                        similarity(
                                PRODUCT,
                                without(PAIR.probe(), part, 200, 100, 50),
                                PAIR.reference());
                PartEffects.Effect effect = effects.probe().get(part);
                assertThat(effect.least()).isCloseTo(Math.min(black, brown), within(1e-6));
                assertThat(effect.greatest()).isCloseTo(Math.max(black, brown), within(1e-6));
                assertThat(effect.similarity()).isCloseTo((black + brown) / 2, within(1e-6));
            }
        }

        @Test
        void theCostIsAsDocumented() {
            int parts = PARTS.count();
            assertThat(PartPasses.effects(PRODUCT, PAIR, PARTS, BLACK).passCount())
                    .isEqualTo(4 * parts + 1);
            assertThat(
                            PartPasses.effects(LocalDescriptorVerifier.defaults(), PAIR, PARTS, TWO)
                                    .passCount())
                    .isEqualTo(8 * parts + 2);
        }

        @Test
        void theDecisionWithoutAPartIsAtTheVerifiersThreshold() {
            PartEffects effects = PartPasses.effects(PRODUCT, PAIR, PARTS, BLACK);
            for (PartEffects.Effect effect : effects.both()) {
                assertThat(effects.decisionWithout(effect))
                        .contains(effect.similarity() >= 0.2 ? Decision.MATCH : Decision.NON_MATCH);
            }
            FaceVerifier bare = FaceVerifier.of(SIZE, (probe, reference) -> 0.5);
            PartEffects undecided = PartPasses.effects(bare, PAIR, PARTS, BLACK);
            assertThat(undecided.decisionWithout(undecided.probe().get(0))).isEmpty();
            assertThat(undecided.probe()).allMatch(effect -> effect.effect() == 0);
        }

        @Test
        void onePartAloneIsMeasuredToo() {
            FaceParts whole = FaceParts.ofLabels(SIZE, List.of("all"), new int[SIZE.pixelCount()]);
            PartEffects effects = PartPasses.effects(PRODUCT, PAIR, whole, BLACK);
            assertThat(effects.probe()).hasSize(1);
            assertThat(effects.probe().get(0).similarity()).isZero();
        }
    }

    @Nested
    class Rejects {
        @Test
        void partsOfAnotherSize() {
            FaceParts other = FaceParts.ofTemplate(new FaceSize(64, 64));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PartPasses.effects(PRODUCT, PAIR, other, BLACK))
                    .withMessage("parts must be of 112x112, was FaceParts[11 parts of 64x64]");
        }

        @Test
        void aPairOfAnotherSizeThanTheVerifiers() {
            FaceSize small = new FaceSize(64, 64);
            FaceImage face = FaceImage.filled(small, 1, 2, 3);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    PartPasses.effects(
                                            PRODUCT,
                                            FacePair.of(face, face),
                                            FaceParts.ofTemplate(small),
                                            BLACK))
                    .withMessageStartingWith("probe must be 112x112");
        }

        @Test
        void settingsThatLeavePartsOut() {
            for (PassSettings settings :
                    List.of(
                            PassSettings.builder().passBudget(10).build(),
                            PassSettings.builder().failurePolicy(FailurePolicy.SKIP).build())) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> PartPasses.effects(PRODUCT, PAIR, PARTS, BLACK, settings))
                        .withMessageStartingWith(
                                "settings must be FAIL, without budget and stop rule, was ");
            }
        }

        /** A budget would leave scores away without a word. */
        @Test
        void wholeFacesOfPassesThatMayLeaveMasksAway() {
            PassSettings settings = PassSettings.builder().passBudget(15).build();
            try (MaskedPasses passes = new MaskedPasses(PRODUCT, settings)) {
                MaskedPasses.Whole whole = passes.whole(PAIR);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> PartPasses.effects(whole, Optional.empty(), PARTS, BLACK))
                        .withMessage(
                                "whole must be of MaskedPasses.ofEveryMask, was of other passes");
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () ->
                                        ClaimPasses.of(
                                                whole,
                                                Threshold.of(0),
                                                Map.of(
                                                        Side.PROBE,
                                                        SaliencyMap.of(
                                                                SIZE,
                                                                SaliencyMap.Scale.CORRELATION,
                                                                new float[SIZE.pixelCount()])),
                                                Fill.black(),
                                                0))
                        .withMessageStartingWith("whole must be of MaskedPasses.ofEveryMask");
            }
        }

        @Test
        void anEffectThatIsNotTheDifference() {
            PartEffects effects = PartPasses.effects(PRODUCT, PAIR, PARTS, BLACK);
            List<PartEffects.Effect> wrong = new ArrayList<>(effects.probe());
            wrong.set(2, new PartEffects.Effect(PARTS.names().get(2), 0.1, 0.1, 0.1, 99));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new PartEffects(
                                            PARTS,
                                            effects.similarity(),
                                            effects.threshold(),
                                            wrong,
                                            effects.reference(),
                                            effects.both(),
                                            1))
                    .withMessageStartingWith(
                            "effect of " + PARTS.names().get(2) + " in probe must be ");
        }

        @Test
        void aVerifierThatFindsNoFaceWithoutAPart() {
            FaceVerifier blind =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) ->
                                    probe.at(70, 56, 0) == 0 ? Double.NaN : probe.mean(0));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> PartPasses.effects(blind, PAIR, PARTS, BLACK))
                    .withMessageContaining(
                            "gave NaN for mask "
                                    + PARTS.indexOf(FaceParts.NOSE)
                                    + ", which every part and claim needs");
        }

        @Test
        void effectsThatAreNotOfTheParts() {
            PartEffects effects = PartPasses.effects(PRODUCT, PAIR, PARTS, BLACK);
            List<PartEffects.Effect> fewer = new ArrayList<>(effects.probe());
            fewer.remove(0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new PartEffects(
                                            PARTS,
                                            1,
                                            effects.threshold(),
                                            fewer,
                                            effects.reference(),
                                            effects.both(),
                                            1))
                    .withMessageStartingWith("probe must be one effect for each of [forehead");
        }
    }
}
