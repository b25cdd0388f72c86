package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link SaliencyExplainer} must do, whatever its method. */
public interface SaliencyExplainerContract {
    /** The method under test, bound to a verifier; small settings, a test is no benchmark. */
    SaliencyExplainer explainer(FaceVerifier verifier);

    /**
     * A verifier of faces of 32 x 40 that the method explains, always the same: the built-in one by
     * default. A method that needs another kind supplies one.
     */
    default FaceVerifier verifier() {
        return LocalDescriptorVerifier.defaults().withInputSize(new FaceSize(32, 40));
    }

    /**
     * A verifier of such faces that throws an exception with the message "the matcher is down"
     * while it is told to.
     */
    default FaceVerifier failingWhile(BooleanSupplier broken) {
        return FaceVerifier.of(
                new FaceSize(32, 40),
                (probe, reference) -> {
                    if (broken.getAsBoolean()) {
                        throw new IllegalStateException("the matcher is down");
                    }
                    return probe.mean(0) / 255;
                });
    }

    private static FacePair pair(long seed) {
        Random random = new Random(seed);
        float[] probe = new float[3 * 32 * 40];
        float[] reference = new float[probe.length];
        double phase = random.nextDouble();
        for (int i = 0; i < probe.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            double wave = 90 * Math.sin(row * 0.5 + phase) * Math.cos(column * 0.4);
            probe[i] = (float) (120 + wave + 20 * random.nextDouble());
            reference[i] = (float) (120 + (row < 16 ? wave : -wave) + 20 * random.nextDouble());
        }
        FaceSize size = new FaceSize(32, 40);
        return FacePair.of(FaceImage.ofFloats(size, probe), FaceImage.ofFloats(size, reference));
    }

    @Test
    default void theSameQuestionGetsTheSameAnswer() {
        Law.holds(
                "the same pair gets the same explanation",
                () -> {
                    SaliencyExplainer explainer = explainer(verifier());
                    assertThat(explainer.explain(pair(1))).isEqualTo(explainer.explain(pair(1)));
                    assertThat(explainer(verifier()).explain(pair(1)))
                            .isEqualTo(explainer.explain(pair(1)));
                });
    }

    /** Evaluations and games score by it. */
    @Test
    default void theVerifierIsTheOneItWasMadeFor() {
        Law.holds(
                "verifier() is the verifier that it was made for",
                () -> {
                    FaceVerifier verifier = verifier();
                    assertThat(explainer(verifier).verifier()).isSameAs(verifier);
                });
    }

    /** An evaluation compares it with that in its file: a text of another process must be equal. */
    @Test
    default void theDescriptionDependsOnTheSettingsAlone() {
        Law.holds(
                "description() tells the settings and is the same in every process",
                () -> {
                    assertThat(explainer(verifier()).description())
                            .isNotBlank()
                            .isEqualTo(explainer(verifier()).description())
                            .doesNotContain("$$Lambda");
                });
    }

    @Test
    default void theSimilarityIsTheVerifiers() {
        Law.holds(
                "similarity, threshold and pair are those of the verifier and the caller",
                () -> {
                    FacePair pair = pair(2);
                    FaceBatch probe = FaceBatch.of(verifier().layout(), pair.probe());
                    Explanation why = explainer(verifier()).explain(pair);
                    assertThat(why.similarity())
                            .isCloseTo(
                                    verifier().similarities(probe, pair.reference())[0],
                                    within(1e-6));
                    assertThat(why.threshold()).isEqualTo(verifier().threshold());
                    assertThat(why.pair()).isEqualTo(pair);
                });
    }

    @Test
    default void mapsHaveTheSizeOfTheFaceAndStayOnTheirScale() {
        Law.holds(
                "maps are finite, of the size of the face and within their scale",
                () -> {
                    Explanation why = explainer(verifier()).explain(pair(3));
                    requireSound(why.probe());
                    why.reference().ifPresent(SaliencyExplainerContract::requireSound);
                });
    }

    private static void requireSound(SaliencyMap map) {
        assertThat(map.size()).isEqualTo(new FaceSize(32, 40));
        for (float value : map.toArray()) {
            assertThat(Float.isFinite(value)).isTrue();
            assertThat((double) value)
                    .isBetween(map.scale().minimum() - 1e-6, map.scale().maximum() + 1e-6);
        }
    }

    @Test
    default void theProvenanceTellsMethodVerifierAndPasses() {
        Law.holds(
                "the provenance tells method, verifier and passes",
                () -> {
                    Explanation why = explainer(verifier()).explain(pair(4));
                    assertThat(why.provenance().method()).isNotBlank();
                    assertThat(why.provenance().verifier()).isEqualTo(verifier().description());
                    assertThat(why.provenance().settings()).isNotNull();
                    assertThat(why.provenance().passCount()).isPositive();
                });
    }

    @Test
    default void severalThreadsGetTheSameAnswer() {
        Law.holds(
                "several threads get the explanation that one thread gets",
                () -> {
                    SaliencyExplainer explainer = explainer(verifier());
                    Explanation expected = explainer.explain(pair(5));
                    CompletableFuture<?>[] threads = new CompletableFuture<?>[3];
                    for (int t = 0; t < threads.length; t++) {
                        threads[t] =
                                CompletableFuture.runAsync(
                                        () ->
                                                assertThat(explainer.explain(pair(5)))
                                                        .isEqualTo(expected));
                    }
                    CompletableFuture.allOf(threads).join();
                });
    }

    @Test
    default void rejectsAFaceOfAnotherSize() {
        Law.holds(
                "a face of another size is refused by name, and the explainer stays usable",
                () -> {
                    FaceImage large = FaceImage.filled(new FaceSize(33, 40), 1, 2, 3);
                    SaliencyExplainer explainer = explainer(verifier());
                    assertThatIllegalArgumentException()
                            .isThrownBy(
                                    () ->
                                            explainer.explain(
                                                    FacePair.of(large, pair(1).reference())))
                            .withMessageContaining("probe")
                            .withMessageContaining("32x40")
                            .withMessageContaining("33x40");
                    assertThatIllegalArgumentException()
                            .isThrownBy(
                                    () -> explainer.explain(FacePair.of(pair(1).probe(), large)))
                            .withMessageContaining("reference");
                    assertThat(explainer.explain(pair(1)).probe().size())
                            .isEqualTo(new FaceSize(32, 40));
                });
    }

    @Test
    default void rejectsNoPair() {
        Law.holds(
                "null is refused by a NullPointerException",
                () -> {
                    SaliencyExplainer explainer = explainer(verifier());
                    assertThatNullPointerException().isThrownBy(() -> explainer.explain(null));
                });
    }

    @Test
    default void aVerifierThatThrowsIsNamedAndTheExplainerStaysUsable() {
        Law.holds(
                "what the verifier throws comes out as a VerifierException that names it, and the explainer stays usable",
                () -> {
                    AtomicBoolean broken = new AtomicBoolean(true);
                    FaceVerifier fragile = failingWhile(broken::get);
                    SaliencyExplainer explainer = explainer(fragile);
                    assertThatExceptionOfType(VerifierException.class)
                            .isThrownBy(() -> explainer.explain(pair(6)))
                            .withMessageContaining(fragile.description())
                            .withMessageContaining("the matcher is down");
                    broken.set(false);
                    assertThat(explainer.explain(pair(6)).similarity()).isFinite();
                });
    }
}
