package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputsTest {
    private static final FaceSize SIZE = new FaceSize(40, 40);
    private static final FaceImage DARK = FaceImage.filled(SIZE, 40, 50, 60);
    private static final FaceImage BRIGHT = FaceImage.filled(SIZE, 200, 190, 180);
    private static final FacePair PAIR = FacePair.of(DARK, BRIGHT);

    private static FaceVerifier verifier(String description, double threshold) {
        return FaceVerifier.of(
                description,
                SIZE,
                Threshold.of(threshold),
                (probe, reference) -> 1 - Math.abs(probe.mean(0) - reference.mean(0)) / 255);
    }

    private static Explainer.Builder few(FaceVerifier verifier) {
        return Explainer.builder(verifier).published().maskCount(20);
    }

    private static String digest(FacePair pair, SaliencyExplainer explainer) {
        return Provenance.Inputs.of(pair, explainer).digest();
    }

    /**
     * Every explainer states what it was asked about: CorrRISE, a method, a control, a negation.
     */
    @Test
    void anExplanationStatesTheInputsThatItsExplainerAnnounces() {
        FaceVerifier verifier = verifier("v", 0.5);
        try (Explainer explainer = few(verifier).build()) {
            for (SaliencyExplainer each :
                    List.of(
                            explainer,
                            Baseline.occlusion().on(verifier),
                            Baseline.centrePrior().on(verifier),
                            Baseline.occlusion().negated().on(verifier))) {
                assertThat(each.explain(PAIR).provenance().inputs())
                        .as(each.description())
                        .isEqualTo(Provenance.Inputs.of(PAIR, each));
            }
        }
    }

    @Test
    void anotherFaceOrderVerifierThresholdOrSettingHasAnotherDigest() {
        FaceVerifier verifier = verifier("v", 0.5);
        FaceImage alike = FaceImage.filled(SIZE, 40, 50, 60.001f);
        try (Explainer explainer = few(verifier).build();
                Explainer seeded = few(verifier).seed(1).build();
                Explainer renamed = few(verifier("w", 0.5)).build();
                Explainer stricter = few(verifier("v", 0.6)).build()) {
            assertThat(
                            Stream.of(
                                    digest(PAIR, explainer),
                                    digest(PAIR.swapped(), explainer),
                                    digest(FacePair.of(alike, BRIGHT), explainer),
                                    digest(FacePair.of(DARK, alike), explainer),
                                    digest(PAIR, renamed),
                                    digest(PAIR, stricter),
                                    digest(PAIR, seeded)))
                    .doesNotHaveDuplicates();
        }
    }

    /** Pixels alone do not tell a squeezed picture from an aligned one. */
    @Test
    void whatWasDoneToAPictureIsPartOfTheDigest() {
        FaceImage flat = FaceImage.filled(new FaceSize(80, 80), 40, 50, 60);
        FaceImage squeezed = flat.resizedTo(SIZE);
        FaceAligner aligner = FaceAligner.of(SIZE);
        FaceImage aligned = aligner.align(flat, aligner.template(), "eyes").crop();
        FaceImage alignedOtherwise = aligner.align(flat, aligner.template(), "hand").crop();
        assertThat(squeezed).isEqualTo(DARK);
        assertThat(aligned).isEqualTo(DARK);
        assertThat(squeezed.origin().isScaledWithoutAlignment()).isTrue();
        assertThat(aligned.origin().isScaledWithoutAlignment()).isFalse();
        assertThat(aligned.origin().alignment()).contains("eyes");
        assertThat(
                        Stream.of(DARK, squeezed, aligned, alignedOtherwise)
                                .map(face -> FacePair.of(face, BRIGHT))
                                .map(
                                        pair ->
                                                Provenance.Inputs.of(
                                                                pair, "v", Optional.empty(), "e")
                                                        .digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceOfAGalleryHasItsOwnDigest() {
        FaceVerifier verifier = verifier("v", 0.5);
        try (Explainer explainer = few(verifier).build()) {
            List<Explanation> gallery = explainer.explain(DARK, List.of(BRIGHT, DARK));
            assertThat(
                            Stream.of(
                                    gallery.get(0).provenance().inputs().digest(),
                                    gallery.get(1).provenance().inputs().digest(),
                                    digest(PAIR, explainer)))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void anExplanationOfOtherFacesIsRefused() {
        FaceVerifier verifier = verifier("v", 0.5);
        try (Explainer explainer = few(verifier).build()) {
            Explanation why = explainer.explain(PAIR);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Explanation.of(
                                            PAIR.swapped(),
                                            why.similarity(),
                                            why.threshold(),
                                            why.probe(),
                                            why.reference(),
                                            why.provenance()))
                    .withMessageStartingWith("pair must be the faces, ");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Explanation.of(
                                            PAIR,
                                            why.similarity(),
                                            Optional.empty(),
                                            why.probe(),
                                            why.reference(),
                                            why.provenance()));
        }
    }
}
