package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.face;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
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
                        .isThrownBy(() -> new Contrast(one.mate(), two.other(), one.map()))
                        .withMessage("other must be of the mate's probe, was of another probe");
                SaliencyMap small =
                        SaliencyMap.of(new FaceSize(1, 1), one.map().scale(), new float[] {0});
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new Contrast(one.mate(), one.other(), small))
                        .withMessageStartingWith("map must be of size");
            }
        }
    }
}
