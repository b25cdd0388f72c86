package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.SIZE;
import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.VerifierException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Verifiers and generators that fail. */
class ExplainerFailureTest {
    @Test
    void aScoreThatIsNoNumberNamesItsMask() {
        Explainer explainer = Explainer.builder(failingOn(25)).maskCount(40).build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> explainer.explain(pair()))
                .withMessageContaining("function of two 32x40 faces")
                .withMessageContaining("NaN")
                .withMessageContaining("mask 7");
    }

    @Test
    void skippedMasksAreCountedAndLeftOut() {
        Explanation why =
                Explainer.builder(failingOn(25))
                        .maskCount(40)
                        .sides(Side.PROBE)
                        .failurePolicy(FailurePolicy.SKIP)
                        .build()
                        .explain(pair());
        assertThat(why.provenance().failedCount()).isEqualTo(1);
        assertThat(why.provenance().maskCount()).isEqualTo(40);
    }

    @Test
    void aFailureMayCountAsTheLowestScore() {
        Explanation why =
                Explainer.builder(failingOn(25))
                        .maskCount(40)
                        .sides(Side.PROBE)
                        .failurePolicy(FailurePolicy.LOWEST)
                        .build()
                        .explain(pair());
        assertThat(why.provenance().failedCount()).isEqualTo(1);
        assertThat(why.provenance().settings()).containsEntry("failurePolicy", "LOWEST");
        FaceVerifier dark = FaceVerifier.of(SIZE, replacing(25, 0));
        FaceVerifier blind = FaceVerifier.of(SIZE, replacing(25, Double.NaN));
        Explainer.Builder lowest = Explainer.builder(dark).maskCount(40).sides(Side.PROBE);
        assertThat(why.probe().toArray())
                .as("a failure ranks with the darkest mask, not with zero or a gap")
                .isNotEqualTo(lowest.build().explain(pair()).probe().toArray())
                .isNotEqualTo(
                        Explainer.builder(blind)
                                .maskCount(40)
                                .sides(Side.PROBE)
                                .failurePolicy(FailurePolicy.SKIP)
                                .build()
                                .explain(pair())
                                .probe()
                                .toArray());
    }

    @Test
    void whenAlmostNothingCanBeScoredThereIsNoMap() {
        AtomicInteger calls = new AtomicInteger();
        FaceVerifier blind =
                FaceVerifier.of(SIZE, (a, b) -> calls.incrementAndGet() > 2 ? Double.NaN : 1);
        Explainer explainer =
                Explainer.builder(blind)
                        .published()
                        .maskCount(30)
                        .failurePolicy(FailurePolicy.SKIP)
                        .build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> explainer.explain(pair()))
                .withMessageContaining("scored 1 of 30 masked faces; a map needs at least 2");
    }

    @Test
    void wholeFacesMustBeScored() {
        FaceVerifier blind = FaceVerifier.of(SIZE, (a, b) -> Double.NaN);
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> Explainer.of(blind).explain(pair()))
                .withMessageContaining("the whole faces")
                .withMessageContaining("NaN");
    }

    @Test
    void aWrongCountOfScoresIsNamed() {
        FaceVerifier short1 = counting(1);
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> Explainer.of(short1).explain(pair()))
                .withMessageContaining("masks 0 to 15")
                .withMessageContaining("expected 16 scores, received 15");
    }

    @Test
    void aWrongCountOfEmbeddingsIsNamed() {
        FaceEmbedder empty =
                new FaceEmbedder() {
                    @Override
                    public FaceSize inputSize() {
                        return SIZE;
                    }

                    @Override
                    public float[][] embed(FaceBatch faces) {
                        return new float[0][];
                    }
                };
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(() -> Explainer.of(empty).explain(pair()))
                .withMessageContaining("the whole probe")
                .withMessageContaining("expected 1 embeddings, received 0");
    }

    @Test
    void aGeneratorThatBreaksItsWordIsNamed() {
        Explainer explainer =
                Explainer.builder(VERIFIER)
                        .masks(
                                (first, count, size, seed) ->
                                        MaskBatch.ofVisibility(
                                                first, size, new float[size.pixelCount()]))
                        .build();
        assertThatIllegalStateException()
                .isThrownBy(() -> explainer.explain(pair()))
                .withMessageContaining("16 masks of 32x40")
                .withMessageContaining("1 soft masks");
    }

    private static FaceVerifier failingOn(int call) {
        return FaceVerifier.of(SIZE, replacing(call, Double.NaN));
    }

    private static ToDoubleBiFunction<FaceImage, FaceImage> replacing(int call, double score) {
        AtomicInteger calls = new AtomicInteger();
        return (probe, reference) -> calls.incrementAndGet() == call ? score : probe.mean(0);
    }

    private static FaceVerifier counting(int missing) {
        return new FaceVerifier() {
            @Override
            public FaceSize inputSize() {
                return SIZE;
            }

            @Override
            public float[] similarities(FaceBatch probes, FaceImage reference) {
                return new float[probes.count() == 1 ? 1 : probes.count() - missing];
            }
        };
    }
}
