package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.face;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.VerifierException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One probe, the face that is asked about, and another. */
class ExplainerContrastTest {
    private static final FaceImage PROBE = face(1);
    private static final FaceImage MATE = face(2);
    private static final FaceImage OTHER = face(3);

    /** The brighter reference is compared by the left half of the probe, others by the right. */
    private static final FaceVerifier HALVES =
            FaceVerifier.of(
                    new FaceSize(24, 24),
                    (probe, reference) -> half(probe, reference.mean(0) > 128 ? 0 : 12));

    private static double half(FaceImage probe, int left) {
        double sum = 0;
        for (int row = 0; row < 24; row++) {
            for (int column = left; column < left + 12; column++) {
                sum += probe.at(row, column, 0);
            }
        }
        return sum / (255 * 24 * 12);
    }

    private static FaceImage grey(float level) {
        return FaceImage.filled(new FaceSize(24, 24), level, level, level);
    }

    @Nested
    class KnownValues {
        @Test
        void whatSpeaksForTheMateIsPositiveAndForTheOtherNegative() {
            try (Explainer explainer = Explainer.builder(HALVES).maskCount(300).build()) {
                Contrast contrast = explainer.explain(grey(200), grey(220), grey(30));
                for (int row = 4; row < 20; row++) {
                    assertThat(contrast.map().at(row, 5)).isPositive();
                    assertThat(contrast.map().at(row, 18)).isNegative();
                }
                assertThat(contrast.difference()).isZero();
            }
        }

        @Test
        void theMapIsThatOfTheDifference() {
            try (Explainer explainer = Explainer.builder(VERIFIER).published().build()) {
                Contrast contrast = explainer.explain(PROBE, MATE, OTHER);
                FaceVerifier difference =
                        FaceVerifier.of(
                                VERIFIER.inputSize(),
                                (probe, ignored) ->
                                        similarity(probe, MATE) - similarity(probe, OTHER));
                SaliencyMap expected =
                        Explainer.builder(difference)
                                .published()
                                .sides(Side.PROBE)
                                .build()
                                .explain(FacePair.of(PROBE, MATE))
                                .probe();
                assertThat(contrast.map().toArray())
                        .containsExactly(expected.toArray(), within(1e-4f));
            }
        }

        private double similarity(FaceImage probe, FaceImage reference) {
            return VERIFIER.similarities(FaceBatch.of(VERIFIER.layout(), probe), reference)[0];
        }

        @Test
        void oneSetOfMaskedProbesServesAll() {
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(60).build()) {
                Contrast contrast = explainer.explain(PROBE, MATE, OTHER);
                List<Explanation> gallery = explainer.explain(PROBE, List.of(MATE, OTHER));
                assertThat(contrast.mate()).isEqualTo(gallery.get(0));
                assertThat(contrast.other()).isEqualTo(gallery.get(1));
                assertThat(contrast.mate().provenance().passCount()).isEqualTo(60 + 3);
                assertThat(contrast.difference())
                        .isEqualTo(gallery.get(0).similarity() - gallery.get(1).similarity());
            }
        }
    }

    /** Effects of the left and the right half on the difference. */
    @Nested
    class Parts {
        private static final FaceParts LEFT_AND_RIGHT =
                FaceParts.ofLabels(
                        new FaceSize(24, 24),
                        List.of("left", "right"),
                        IntStream.range(0, 24 * 24)
                                .map(pixel -> pixel % 24 < 12 ? 0 : 1)
                                .toArray());

        private static Contrast explain(Fill... fills) {
            try (Explainer explainer =
                    Explainer.builder(HALVES)
                            .maskCount(20)
                            .fills(Fills.of(fills))
                            .parts(LEFT_AND_RIGHT)
                            .build()) {
                return explainer.explain(grey(200), grey(220), grey(30));
            }
        }

        /** The mate is compared by the left half of the probe, the other by the right. */
        @Test
        void thePartThatSpeaksForTheMateIsPositive() {
            PartEffects parts = explain(Fill.black()).parts().orElseThrow();
            double brightness = 200 / 255.0;
            assertThat(parts.similarity()).isZero();
            assertThat(parts.threshold()).isEmpty();
            assertThat(parts.probe().get(0).effect()).isCloseTo(brightness, within(1e-6));
            assertThat(parts.probe().get(1).effect()).isCloseTo(-brightness, within(1e-6));
        }

        @Test
        void everyEffectIsTheDifferenceOfTwoEffectsMeasuredAlone() {
            FaceParts halves =
                    FaceParts.ofLabels(
                            SIZE,
                            List.of("left", "right"),
                            IntStream.range(0, SIZE.pixelCount())
                                    .map(pixel -> pixel % SIZE.width() < 20 ? 0 : 1)
                                    .toArray());
            try (Explainer explainer =
                    Explainer.builder(VERIFIER).maskCount(20).parts(halves).build()) {
                Contrast contrast = explainer.explain(PROBE, MATE, OTHER);
                PartEffects mate = effects(halves, MATE);
                PartEffects other = effects(halves, OTHER);
                assertThat(contrast.mate().parts().orElseThrow().both()).isEqualTo(mate.both());
                assertThat(contrast.other().parts().orElseThrow().probe()).isEqualTo(other.probe());
                PartEffects parts = contrast.parts().orElseThrow();
                assertThat(parts.similarity()).isEqualTo(contrast.difference());
                for (int part = 0; part < 2; part++) {
                    requireDifference(parts.probe(), mate.probe(), other.probe(), part);
                    requireDifference(parts.reference(), mate.reference(), other.reference(), part);
                    requireDifference(parts.both(), mate.both(), other.both(), part);
                }
                assertThat(contrast.mate().provenance().passCount())
                        .isEqualTo(20 + 3 + 2 * (4 * 2 + 2));
                assertThat(parts.passCount()).isEqualTo(2 * 4 * 2);
            }
        }

        private PartEffects effects(FaceParts halves, FaceImage reference) {
            return PartPasses.effects(
                    VERIFIER, FacePair.of(PROBE, reference), halves, Fills.of(Fill.black()));
        }

        private void requireDifference(
                List<PartEffects.Effect> difference,
                List<PartEffects.Effect> mate,
                List<PartEffects.Effect> other,
                int part) {
            assertThat(difference.get(part).effect())
                    .isCloseTo(mate.get(part).effect() - other.get(part).effect(), within(1e-9));
        }

        /** White in place of the left half: the mate is no longer held against a dark hole. */
        @Test
        void leastAndGreatestAreThoseOfTheDifferenceUnderOneFill() {
            PartEffects.Effect left =
                    explain(Fill.black(), Fill.colour(255, 255, 255))
                            .parts()
                            .orElseThrow()
                            .probe()
                            .get(0);
            assertThat(left.least()).isCloseTo(-200 / 255.0, within(1e-6));
            assertThat(left.greatest()).isCloseTo(1 - 200 / 255.0, within(1e-6));
        }

        @Test
        void withoutPartsThereAreNone() {
            try (Explainer explainer = Explainer.builder(HALVES).maskCount(20).build()) {
                Contrast contrast = explainer.explain(grey(200), grey(220), grey(30));
                assertThat(contrast.parts()).isEmpty();
                assertThat(contrast.mate().parts()).isEmpty();
            }
        }

        @Test
        void aPartThatCannotBeScoredIsAnError() {
            FaceVerifier blind =
                    FaceVerifier.of(
                            new FaceSize(24, 24),
                            (probe, reference) ->
                                    half(probe, 0) == 0 ? Double.NaN : half(probe, 12));
            try (Explainer explainer =
                    Explainer.builder(blind)
                            .maskCount(20)
                            .failurePolicy(FailurePolicy.SKIP)
                            .parts(LEFT_AND_RIGHT)
                            .build()) {
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> explainer.explain(grey(200), grey(220), grey(30)))
                        .withMessageContaining("gave NaN for mask 0, which every part");
            }
        }

        @Test
        void partsOfAnotherContrastAreRefused() {
            Contrast contrast = explain(Fill.black());
            PartEffects parts = contrast.mate().parts().orElseThrow();
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new Contrast(
                                            contrast.mate(),
                                            contrast.other(),
                                            contrast.map(),
                                            Optional.of(parts)))
                    .withMessageStartingWith("similarity of the parts must be 0.0, was 0.78");
        }

        @Test
        void twoProbesAreRefused() {
            try (MaskedPasses passes = new MaskedPasses(HALVES, PassSettings.defaults())) {
                MaskedPasses every = passes.ofEveryMask(Progress.NONE);
                MaskedPasses.Whole one = every.whole(FacePair.of(grey(200), grey(220)));
                MaskedPasses.Whole other = every.whole(FacePair.of(grey(201), grey(30)));
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () ->
                                        PartPasses.contrast(
                                                one,
                                                other,
                                                Optional.empty(),
                                                LEFT_AND_RIGHT,
                                                Fills.of(Fill.black())))
                        .withMessage("other must be of the mate's probe, was of another probe");
            }
        }
    }

    /** The total holds all of the time in the verifier, that of the parts included. */
    @Test
    void theTimeIsThatOfAllThatWasDone() {
        AtomicInteger asked = new AtomicInteger();
        FaceVerifier counted =
                FaceVerifier.of(
                        new FaceSize(24, 24),
                        (probe, reference) -> {
                            asked.incrementAndGet();
                            return HALVES.similarities(
                                            FaceBatch.of(HALVES.layout(), probe), reference)[0];
                        });
        try (Explainer explainer =
                Explainer.builder(counted).maskCount(20).parts(Parts.LEFT_AND_RIGHT).build()) {
            Contrast contrast = explainer.explain(grey(200), grey(220), grey(30));
            assertThat(contrast.mate().provenance().passCount()).isEqualTo(asked.get());
            assertThat(contrast.mate().provenance().timing().total())
                    .isGreaterThanOrEqualTo(contrast.mate().provenance().timing().verifier());
        }
    }

    @Nested
    class Properties {
        @Test
        void exchangingMateAndOtherTurnsTheSign() {
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(100).build()) {
                float[] one = explainer.explain(PROBE, MATE, OTHER).map().toArray();
                float[] turned = explainer.explain(PROBE, OTHER, MATE).map().toArray();
                for (int pixel = 0; pixel < one.length; pixel++) {
                    assertThat(one[pixel]).isCloseTo(-turned[pixel], within(1e-6f));
                }
            }
        }

        @Test
        void aMaskWithoutAScoreHasNoDifference() {
            MaskScores scores =
                    MaskScores.of(
                            GridMasks.defaults(),
                            new FaceSize(8, 8),
                            0,
                            new double[] {3, Double.NaN, 5},
                            new double[] {1, 2, Double.NaN});
            MaskScores difference = scores.difference(0, 1);
            assertThat(difference.line(0)).containsExactly(2, Double.NaN, Double.NaN);
            assertThat(difference.lines()).containsExactly(MaskScores.Line.ofReference(0));
            assertThat(scores.line(0)).containsExactly(3, Double.NaN, 5);
        }
    }

    @Nested
    class Rejects {
        @Test
        void onePictureTwice() {
            Explainer explainer = Explainer.of(VERIFIER);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> explainer.explain(PROBE, MATE, face(2)))
                    .withMessage("other must be another picture than the mate, was the same");
        }

        @Test
        void aFaceOfAnotherSize() {
            Explainer explainer = Explainer.of(VERIFIER);
            FaceImage large = FaceImage.filled(new FaceSize(50, 50), 1, 2, 3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> explainer.explain(PROBE, MATE, large))
                    .withMessageContaining("reference 1 must be");
        }

        @Test
        void explanationsOfTwoProbes() {
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(20).build()) {
                Contrast one = explainer.explain(PROBE, MATE, OTHER);
                Contrast two = explainer.explain(face(9), MATE, OTHER);
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () -> new Contrast(one.mate(), two.other(), one.map(), one.parts()))
                        .withMessage("other must be of the mate's probe, was of another probe");
                SaliencyMap small =
                        SaliencyMap.of(new FaceSize(1, 1), one.map().scale(), new float[] {0});
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new Contrast(one.mate(), one.other(), small, one.parts()))
                        .withMessageStartingWith("map must be of size");
            }
        }
    }
}
