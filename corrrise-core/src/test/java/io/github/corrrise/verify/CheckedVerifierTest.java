package io.github.corrrise.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.contract.FaceVerifierContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.saliency.Explanation;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckedVerifierTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier DESCRIPTOR =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    /** What is checked is a verifier like any other. */
    static class AsAVerifierTest implements FaceVerifierContract {
        @Override
        public FaceVerifier openVerifier() {
            return FaceVerifier.of(SIZE, (a, b) -> -Math.abs(a.mean(0) - b.mean(0))).checked();
        }
    }

    static class AsAnEmbedderTest implements FaceEmbedderContract {
        @Override
        public FaceEmbedder openVerifier() {
            return DESCRIPTOR.checked();
        }
    }

    @Test
    void isWhatItWasAndIsCheckedOnce() {
        FaceEmbedder checked = DESCRIPTOR.checked();
        assertThat(checked.checked()).isSameAs(checked);
        FaceVerifier other = FaceVerifier.of(SIZE, (a, b) -> 0).checked();
        assertThat(other).isNotInstanceOf(FaceEmbedder.class);
        assertThat(other.checked()).isSameAs(other);
        assertThat(checked.description()).isEqualTo(DESCRIPTOR.description());
        assertThat(checked.threshold()).isEqualTo(DESCRIPTOR.threshold());
        assertThat(checked.origin()).isEqualTo(DESCRIPTOR.origin());
        assertThat(checked).hasToString("Checked[" + DESCRIPTOR + "]");
    }

    @Test
    void changesNoMap() {
        Explainer.Builder builder = Explainer.builder(DESCRIPTOR).maskCount(200).batchSize(2);
        Explanation checked = builder.build().explain(pair());
        Explanation plain = builder.unchecked().build().explain(pair());
        assertThat(checked).isEqualTo(plain);
        assertThat(checked.provenance().passCount()).isEqualTo(402);
    }

    /** 2 N + 2 passes and what is asked again, at calls 32, 64, .. of a long run. */
    @ParameterizedTest(name = "{0} masks in batches of {1}")
    @CsvSource({"14, 1, 0", "15, 1, 1", "200, 1, 4", "1000, 2, 5", "1600, 1, 8"})
    void asksAgainSeldom(int maskCount, int batchSize, int again) {
        AtomicInteger faces = new AtomicInteger();
        FaceEmbedder counting =
                new Embedder(
                        batch -> {
                            faces.addAndGet(batch.count());
                            return new float[batch.count()][1];
                        });
        Explainer.Builder builder =
                Explainer.builder(counting)
                        .published()
                        .withoutSignificance()
                        .maskCount(maskCount)
                        .batchSize(batchSize);
        builder.build().explain(pair());
        assertThat(faces.getAndSet(0)).isEqualTo(2 * maskCount + 2 + again);
        builder.unchecked().build().explain(pair());
        assertThat(faces.getAndSet(0)).isEqualTo(2 * maskCount + 2);
    }

    /** A budget is what is paid for. */
    @Test
    void asksNothingAgainWithinABudget() {
        AtomicInteger calls = new AtomicInteger();
        FaceVerifier paid =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            calls.incrementAndGet();
                            return probe.mean(0);
                        });
        Explainer.builder(paid).maskCount(100).batchSize(1).passBudget(200).build().explain(pair());
        assertThat(calls).hasValueLessThanOrEqualTo(200);
    }

    @Nested
    class Finds {
        @Test
        void answersThatDependOnCompany() {
            FaceEmbedder training =
                    new Embedder(
                                    batch -> {
                                        float[][] rows = DESCRIPTOR.embed(batch);
                                        rows[rows.length - 1][0] += rows.length;
                                        return rows;
                                    })
                            .checked();
            FaceBatch two = FaceBatch.of(training.layout(), face(1), face(2));
            for (int call = 1; call < 32; call++) {
                training.embed(two);
            }
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> training.embed(two))
                    .withMessage(
                            "Embedder must answer alike for the same face, did not for face 1 of 2"
                                    + " and that face alone: is a model in training mode, or is"
                                    + " the matcher random?");
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier moody =
                    FaceVerifier.of(SIZE, (a, b) -> Math.sin(2 * calls.incrementAndGet()))
                            .checked();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () -> {
                                for (int call = 0; call < 32; call++) {
                                    moody.similarities(two, face(3));
                                }
                            })
                    .withMessageContaining("must answer alike");
        }

        /** Batch normalisation in training mode: a face's embedding depends on its company. */
        @Test
        void aModelInTrainingMode() {
            FaceEmbedder training =
                    new Embedder(
                            batch -> {
                                float[][] rows = DESCRIPTOR.embed(batch);
                                float mean = 0;
                                for (float[] row : rows) {
                                    mean += row[5] / rows.length;
                                }
                                for (float[] row : rows) {
                                    row[5] -= mean;
                                    row[6] += 0.5f * (rows.length - 1);
                                }
                                return rows;
                            });
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () ->
                                    Explainer.builder(training)
                                            .maskCount(400)
                                            .build()
                                            .explain(pair()))
                    .withMessageContaining("Embedder failed on masks ")
                    .withMessageContaining(
                            "expected the same answer for the same face, received another for"
                                    + " face 15 of 16 than for that face alone (is a model in training"
                                    + " mode")
                    .withMessageContaining("unchecked() on the builder allows it");
        }

        @Test
        void aMatcherThatAnswersAtRandomUnlessItIsAllowed() {
            Random random = new Random(5);
            FaceVerifier moody = FaceVerifier.of(SIZE, (a, b) -> random.nextDouble());
            Explainer.Builder builder =
                    Explainer.builder(moody).maskCount(400).published().withoutSignificance();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> builder.build().explain(pair()))
                    .withMessageContaining("expected the same answer for the same face");
            assertThatCode(() -> builder.unchecked().build().explain(pair()))
                    .doesNotThrowAnyException();
        }

        @Test
        void nativeCodeThatWritesIntoTheBatch() {
            FloatBuffer memory = FaceBatch.memory(2, SIZE);
            FaceEmbedder writing =
                    new Embedder(
                                    batch -> {
                                        memory.put(7, 1f);
                                        return new float[batch.count()][3];
                                    })
                            .checked();
            FaceBatch batch = FaceBatch.over(memory, 2, SIZE, writing.layout());
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> writing.embed(batch))
                    .withMessage("Embedder must leave the batch as it was, wrote to it");
        }

        @Test
        void wrongCountsLengthsAndInfinities() {
            FaceBatch two = FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, face(1), face(2));
            broken(rows -> new float[1][3], "must give 2 embeddings, gave 1");
            broken(rows -> nothing(), "must give 2 embeddings, gave null");
            broken(
                    rows -> new float[][] {{1, 2}, {1}},
                    "must give embeddings of one length, at least 1, gave 1 for face 1");
            broken(rows -> new float[2][], "at least 1, gave null for face 0");
            broken(rows -> new float[2][0], "at least 1, gave 0 for face 0");
            FaceVerifier infinite =
                    FaceVerifier.of(SIZE, (a, b) -> Double.POSITIVE_INFINITY).checked();
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> infinite.similarities(two, face(3)))
                    .withMessageContaining("must give a finite score, or NaN for a face")
                    .withMessageContaining("gave Infinity for face 0");
            FaceVerifier unable = FaceVerifier.of(SIZE, (a, b) -> Double.NaN).checked();
            assertThat(unable.similarities(face(3), two)).containsOnly(Float.NaN);
        }

        @Test
        void facesOfAnotherSizeOrLayoutBeforeTheVerifierIsAsked() {
            FaceEmbedder unused =
                    new Embedder(
                                    batch -> {
                                        throw new AssertionError("asked");
                                    })
                            .checked();
            FaceBatch small =
                    FaceBatch.of(unused.layout(), FaceImage.filled(new FaceSize(3, 4), 1, 2, 3));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> unused.embed(small))
                    .withMessage("faces must be 32x40, was 3x4");
            FaceBatch interleaved = FaceBatch.of(unused.layout().asInterleaved(), face(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> unused.similarities(interleaved, face(2)))
                    .withMessageStartingWith("probes must be written in ");
        }

        private void broken(UnaryOperator<float[][]> change, String message) {
            FaceEmbedder checked =
                    new Embedder(batch -> change.apply(DESCRIPTOR.embed(batch))).checked();
            FaceBatch two = FaceBatch.of(checked.layout(), face(1), face(2));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> checked.embed(two))
                    .withMessageContaining(message);
        }
    }

    /** Rounding, half precision and a failure now and then are no offence. */
    @Nested
    class Allows {
        @Test
        void halfPrecision() {
            FaceEmbedder half =
                    new Embedder(
                            batch -> {
                                float[][] rows = DESCRIPTOR.embed(batch);
                                for (float[] row : rows) {
                                    for (int d = 0; d < row.length; d++) {
                                        // Of 10 bits, and only in company.
                                        int bits = Float.floatToRawIntBits(row[d]);
                                        row[d] =
                                                rows.length == 1
                                                        ? row[d]
                                                        : Float.intBitsToFloat(bits & 0xFFFFE000);
                                    }
                                }
                                return rows;
                            });
            assertThatCode(
                            () ->
                                    Explainer.builder(half)
                                            .maskCount(400)
                                            .withoutSignificance()
                                            .build()
                                            .explain(pair()))
                    .doesNotThrowAnyException();
        }

        @Test
        void equalScoresAndFailuresNowAndThen() {
            AtomicInteger calls = new AtomicInteger();
            FaceVerifier failing =
                    FaceVerifier.of(
                            SIZE, (a, b) -> calls.incrementAndGet() % 3 == 0 ? Double.NaN : 0.25);
            assertThatCode(
                            () ->
                                    Explainer.builder(failing)
                                            .failurePolicy(FailurePolicy.SKIP)
                                            .published()
                                            .maskCount(200)
                                            .batchSize(1)
                                            .build()
                                            .explain(pair()))
                    .doesNotThrowAnyException();
        }
    }

    private interface Embedding {
        float[][] of(FaceBatch batch);
    }

    private record Embedder(Embedding embedding) implements FaceEmbedder {
        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return embedding.of(faces);
        }
    }

    /** Null where the types allow none, as code without annotations returns it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private static FacePair pair() {
        return FacePair.of(face(1), face(2));
    }

    private static FaceImage face(long seed) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + seed) * Math.cos(column * 0.5));
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
