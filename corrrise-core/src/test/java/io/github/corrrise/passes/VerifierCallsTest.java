package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.CallSample;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierCallsTest {
    private static final FaceSize SIZE = new FaceSize(2, 3);
    private static final FaceImage FACE = FaceImage.filled(SIZE, 1, 2, 3);
    private static final FaceImage OTHER = FaceImage.filled(SIZE, 4, 5, 6);

    /** Answers every call by a function of its batch. */
    private record Answering(Function<FaceBatch, float[][]> answers)
            implements DifferentiableEmbedder {
        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return answers.apply(faces);
        }

        @Override
        public double similarity(float[] a, float[] b) {
            return a[0] + 10 * b[0];
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            return answers.apply(probes)[0];
        }

        @Override
        public float[] similarities(FaceImage probe, FaceBatch references) {
            return answers.apply(references)[0];
        }

        @Override
        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
            return answers.apply(faces);
        }

        @Override
        public String description() {
            return "Answering";
        }
    }

    private static VerifierCalls calls(FaceVerifier verifier) {
        return new VerifierCalls(verifier, Optional.empty());
    }

    private static FaceBatch batch(FaceImage... faces) {
        return FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, faces);
    }

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(call)
                .withMessageContaining(message);
    }

    @Nested
    class Embeddings {
        @SuppressWarnings("NullAway") // the mistake
        private float[][] embedded(float @Nullable [] @Nullable [] rows, FaceImage... faces) {
            Answering verifier = new Answering(any -> rows);
            return calls(verifier).embed(verifier, batch(faces), slot -> "face " + slot);
        }

        @Test
        void areCopies() {
            float[][] rows = {{1, 2}, {3, 4}};
            float[][] copies = embedded(rows, FACE, OTHER);
            assertThat(copies).isDeepEqualTo(rows);
            rows[1][0] = 9;
            assertThat(copies[1][0]).isEqualTo(3);
        }

        @Test
        void areAsManyAsFacesAndOfOneLength() {
            fails(() -> embedded(null, FACE), "expected 1 embeddings, received null");
            fails(() -> embedded(new float[][] {{1}, {2}}, FACE), "1 embeddings, received 2");
            fails(
                    () -> embedded(new float[][] {{1}, null}, FACE, OTHER),
                    "expected an embedding for face 1, received null");
            fails(
                    () -> embedded(new float[][] {{}}, FACE),
                    "expected an embedding for face 0, received one of no floats");
            fails(
                    () -> embedded(new float[][] {{1, 2}, {3}}, FACE, OTHER),
                    "expected an embedding of 2 floats, as before, received 1 for face 1");
        }

        @Test
        void keepTheirLengthFromCallToCall() {
            int[] length = {3};
            Answering verifier = new Answering(any -> new float[1][length[0]]);
            VerifierCalls calls = calls(verifier);
            calls.embed(verifier, batch(FACE), slot -> "a");
            length[0] = 2;
            fails(
                    () -> calls.embed(verifier, batch(FACE), slot -> "b"),
                    "expected an embedding of 3 floats, as before, received 2 for b");
        }

        @Test
        void shareAnArrayOnlyWhereFacesAreEqual() {
            float[] row = {1};
            assertThat(embedded(new float[][] {row, row}, FACE, FACE)).hasDimensions(2, 1);
            fails(
                    () -> embedded(new float[][] {row, row}, FACE, OTHER),
                    "expected an array per face, received one array for face 0 and face 1");
        }

        @Test
        void ofWholeFacesAreNamedAndCompared() {
            Answering verifier = new Answering(faces -> new float[faces.count()][]);
            VerifierCalls calls = calls(verifier);
            fails(
                    () -> calls.embedWhole(verifier, FACE, "probe"),
                    "Answering failed on the whole probe: expected an embedding for the probe");
            fails(
                    () -> calls.embedWhole(verifier, List.of(FACE, OTHER), 4),
                    "Answering failed on the whole references 4 to 5: expected an embedding for"
                            + " reference 4");
            Answering half = new Answering(faces -> new float[][] {{1}, {}});
            fails(
                    () -> calls(half).embedWhole(half, List.of(FACE, OTHER), 4),
                    "expected an embedding for reference 5, received one of no floats");
            assertThat(calls.compareWhole(verifier, new float[] {1}, new float[] {2}))
                    .isEqualTo(21);
            fails(
                    () -> calls.compareWhole(verifier, new float[] {Float.NaN}, new float[] {2}),
                    "failed on the whole faces: expected a finite similarity, received NaN");
        }
    }

    @Nested
    class Scores {
        @SuppressWarnings("NullAway") // the mistake
        private VerifierCalls giving(float @Nullable [] scores) {
            return calls(new Answering(any -> new float[][] {scores}));
        }

        @Test
        void areAsManyAsFaces() {
            assertThat(giving(new float[] {1, Float.NaN}).score(batch(FACE, OTHER), FACE))
                    .containsExactly(1, Double.NaN);
            assertThat(giving(new float[] {2}).score(FACE, batch(OTHER))).containsExactly(2);
            fails(
                    () -> giving(new float[] {1}).score(batch(FACE, OTHER), FACE),
                    "expected 2 scores, received 1");
            fails(() -> giving(null).score(FACE, batch(OTHER)), "expected 1 scores, received null");
        }

        @Test
        void ofWholeFacesAreFinite() {
            assertThat(giving(new float[] {0.5f}).scoreWhole(FACE, OTHER)).isEqualTo(0.5);
            fails(
                    () -> giving(new float[] {Float.NaN}).scoreWhole(FACE, OTHER),
                    "Answering failed on the whole faces: expected a finite similarity, received"
                            + " NaN");
        }
    }

    @Nested
    class SharedByThreads {
        private final float[] shared = new float[18];
        private final Answering verifier = new Answering(any -> new float[][] {shared});
        private final VerifierCalls calls = calls(verifier);

        /** One thread may be given an array again: it was copied before. */
        private void oneArrayInTwoThreads(Runnable call) throws InterruptedException {
            call.run();
            call.run();
            List<Throwable> thrown = new ArrayList<>();
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    call.run();
                                } catch (VerifierException e) {
                                    thrown.add(e);
                                }
                            });
            thread.start();
            thread.join();
            assertThat(thrown)
                    .singleElement()
                    .satisfies(
                            e -> assertThat(e).hasMessageContaining("received one array in two"));
        }

        @Test
        void scoresAreOfOneThread() throws InterruptedException {
            FaceBatch batch = batch(Collections.nCopies(18, FACE).toArray(FaceImage[]::new));
            oneArrayInTwoThreads(() -> calls.score(batch, FACE));
        }

        @Test
        void embeddingsAreOfOneThread() throws InterruptedException {
            oneArrayInTwoThreads(() -> calls.embed(verifier, batch(FACE), slot -> "x"));
        }

        @Test
        void gradientsAreOfOneThread() throws InterruptedException {
            oneArrayInTwoThreads(() -> calls.pullBack(verifier, batch(FACE), new float[1][1]));
        }
    }

    @Nested
    class Gradients {
        @SuppressWarnings("NullAway") // the mistake
        private float[][] pulled(float @Nullable [] @Nullable [] rows) {
            Answering verifier = new Answering(any -> rows);
            return calls(verifier).pullBack(verifier, batch(FACE), new float[1][1]);
        }

        @Test
        void areFiniteCopiesOfAFacesLength() {
            float[][] rows = new float[1][18];
            rows[0][17] = 2;
            float[][] copies = pulled(rows);
            rows[0][17] = 3;
            assertThat(copies).hasDimensions(1, 18);
            assertThat(copies[0][17]).isEqualTo(2);
            fails(() -> pulled(null), "expected 1 gradients, received null");
            fails(() -> pulled(new float[2][18]), "expected 1 gradients, received 2");
            fails(() -> pulled(new float[1][]), "18 values in a gradient, received null");
            fails(() -> pulled(new float[1][17]), "18 values in a gradient, received 17");
            float[] infinite = new float[18];
            infinite[17] = Float.NEGATIVE_INFINITY;
            fails(
                    () -> pulled(new float[][] {infinite}),
                    "expected a finite gradient, received -Infinity");
        }
    }

    /** The first calls are watched, later ones, 32 for example, repeated too. */
    @Nested
    class LookedAtTwice {
        private static final int REPEATED = 32;

        private int asked;

        private void untilRepeated(Supplier<?> call) {
            for (asked = 1; asked < REPEATED; asked++) {
                assertThat(call.get()).isNotNull();
            }
        }

        private Answering answering(Function<FaceBatch, float[][]> answers) {
            return new Answering(answers);
        }

        private VerifierCalls sampled(FaceVerifier verifier) {
            return new VerifierCalls(verifier, Optional.of(new CallSample()));
        }

        @Test
        void aScoreOfTheLastFaceAloneMustBeAlike() {
            Answering verifier =
                    answering(
                            faces -> {
                                float[] scores = new float[faces.count()];
                                Arrays.fill(scores, faces.count() == 1 ? 0.5f : 0.1f);
                                scores[0] = faces.count() == 1 ? scores[0] : 0.5f;
                                return new float[][] {scores};
                            });
            VerifierCalls calls = sampled(verifier);
            untilRepeated(() -> calls.score(batch(FACE, OTHER), FACE));
            fails(
                    () -> calls.score(batch(FACE, OTHER), FACE),
                    "expected the same answer for the same face, received another for face 1 of 2");
            VerifierCalls unsampled = calls(verifier);
            untilRepeated(() -> unsampled.score(batch(FACE, OTHER), FACE));
            assertThat(unsampled.score(batch(FACE, OTHER), FACE)).hasSize(2);
        }

        /** The range of the scores of all calls, also of those that are not looked at closely. */
        @ParameterizedTest
        @CsvSource({"3, 100", "16, 100", "32, 100"})
        void scoresSeenBeforeSetWhatIsAlike(int call, float far) {
            Function<FaceBatch, float[][]> answers =
                    faces ->
                            new float[][] {
                                faces.count() == 1
                                        ? new float[] {1}
                                        : new float[] {asked == call ? far : 1.5f, 1.5f}
                            };
            VerifierCalls wide = sampled(answering(answers));
            untilRepeated(() -> wide.score(batch(FACE, OTHER), FACE));
            assertThat(wide.score(batch(FACE, OTHER), FACE)[1]).isEqualTo(1.5);
        }

        @Test
        void anEmbeddingOfTheLastFaceAloneMustBeAlike() {
            Answering verifier =
                    answering(
                            faces ->
                                    faces.count() == 1
                                            ? new float[][] {{1, 0}}
                                            : new float[][] {{1, 0}, {0, 1}});
            VerifierCalls calls = sampled(verifier);
            untilRepeated(() -> calls.embed(verifier, batch(FACE, OTHER), slot -> "x"));
            fails(
                    () -> calls.embed(verifier, batch(FACE, OTHER), slot -> "x"),
                    "received another for face 1 of 2");
        }

        @Test
        void aFaceThatCannotBeEmbeddedAgainIsNamedAsInItsBatch() {
            Answering verifier =
                    answering(
                            faces ->
                                    faces.count() == 1
                                            ? new float[1][2]
                                            : new float[][] {{1}, {2}});
            VerifierCalls calls = sampled(verifier);
            IntFunction<String> names = slot -> "mask " + (7 + slot);
            untilRepeated(() -> calls.embed(verifier, batch(FACE, OTHER), names));
            fails(() -> calls.embed(verifier, batch(FACE, OTHER), names), "2 for mask 8");
        }

        @Test
        void aBatchThatIsWrittenToIsFoundFromTheFirstCallOn() {
            // Native code can write to a batch; here it is the memory under it that changes.
            FloatBuffer memory = FaceBatch.memory(1, SIZE);
            FaceBatch batch = FaceBatch.over(memory, 1, SIZE, PixelLayout.RGB_PLANAR_0_255);
            Answering verifier =
                    answering(
                            faces -> {
                                memory.put(3, memory.get(3) + 1);
                                return new float[][] {{1}};
                            });
            fails(
                    () -> sampled(verifier).score(batch, FACE),
                    "expected the batch as it was, found it written to");
            fails(
                    () -> sampled(verifier).embed(verifier, batch, slot -> "x"),
                    "expected the batch as it was, found it written to");
        }
    }

    @Nested
    class Asked {
        private FaceVerifier silent(String what) {
            return new FaceVerifier() {
                @Override
                @SuppressWarnings("NullAway") // the mistake
                public FaceSize inputSize() {
                    return what.equals("input size") ? null : SIZE;
                }

                @Override
                @SuppressWarnings("NullAway") // the mistake
                public PixelLayout layout() {
                    return what.equals("layout") ? null : PixelLayout.RGB_PLANAR_0_255;
                }

                @Override
                @SuppressWarnings("NullAway") // the mistake
                public Optional<Threshold> threshold() {
                    return what.equals("threshold") ? null : Optional.empty();
                }

                @Override
                @SuppressWarnings("NullAway") // the mistake
                public Origin origin() {
                    return what.equals("origin") ? null : Origin.UNKNOWN;
                }

                @Override
                public float[] similarities(FaceBatch probes, FaceImage reference) {
                    return new float[probes.count()];
                }

                @Override
                public String description() {
                    return "Silent";
                }
            };
        }

        @ParameterizedTest
        @ValueSource(strings = {"input size", "layout", "threshold", "origin"})
        void nullIsNoAnswer(String what) {
            FaceVerifier verifier = silent(what);
            fails(
                    () -> {
                        calls(verifier);
                        VerifierCalls.threshold(verifier);
                        VerifierCalls.origin(verifier);
                    },
                    "Silent failed on its " + what + ": expected one, received null");
        }
    }

    @Nested
    class Throwing {
        private final Answering verifier = new Answering(any -> new float[0][]);
        private final VerifierCalls calls = calls(verifier);

        private void thrown(Throwable e, Throwable expected) {
            assertThatThrownBy(() -> calls.calling("it", () -> sneak(e))).isSameAs(expected);
        }

        private Object sneak(Throwable e) {
            VerifierCallsTest.<RuntimeException>rethrow(e);
            throw new AssertionError(e);
        }

        @Test
        void errorsAndCancellationComeOutAsTheyAre() {
            Error error = new StackOverflowError();
            thrown(error, error);
            CancellationException cancelled = new CancellationException();
            thrown(cancelled, cancelled);
        }

        @Test
        void allElseIsTheCauseOfAFailureThatTellsItsMessage() {
            Throwable cause = new IOException("no device");
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> calls.calling("masks 1 to 2", () -> sneak(cause)))
                    .withMessage("Answering failed on masks 1 to 2: no device")
                    .withCause(cause);
            fails(
                    () -> calls.calling("it", () -> sneak(new IllegalStateException())),
                    "Answering failed on it: java.lang.IllegalStateException");
        }

        @Test
        void anInterruptStays() {
            fails(
                    () -> calls.calling("it", () -> sneak(new InterruptedException("woken"))),
                    "failed on it: woken");
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void whatTheDescriptionThrowsIsSuppressedOnce() {
            RuntimeException own = new IllegalStateException("own");
            FaceVerifier nameless =
                    new FaceVerifier() {
                        @Override
                        public FaceSize inputSize() {
                            return SIZE;
                        }

                        @Override
                        public float[] similarities(FaceBatch probes, FaceImage reference) {
                            return new float[probes.count()];
                        }

                        @Override
                        public String description() {
                            throw own;
                        }
                    };
            VerifierCalls ofNameless = calls(nameless);
            assertThat(ofNameless.name()).isEqualTo(nameless.getClass().getName());
            Throwable cause = new IllegalStateException("cause");
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> ofNameless.calling("it", () -> sneak(cause)))
                    .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(own));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> VerifierCalls.description(nameless))
                    .withCause(own)
                    .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void theLayoutIsKept() {
        int[] asked = new int[1];
        FaceVerifier turning =
                new FaceVerifier() {
                    @Override
                    public FaceSize inputSize() {
                        return SIZE;
                    }

                    @Override
                    public PixelLayout layout() {
                        PixelLayout first = PixelLayout.RGB_PLANAR_0_255;
                        return asked[0]++ < 2 ? first : first.asInterleaved();
                    }

                    @Override
                    public float[] similarities(FaceBatch probes, FaceImage reference) {
                        return new float[probes.count()];
                    }
                };
        VerifierCalls calls = calls(turning);
        calls.requireSteady();
        fails(calls::requireSteady, " must keep its layout ");
    }

    @Test
    void theThresholdIsTheVerifiers() {
        FaceVerifier verifier = new Answering(any -> new float[0][]);
        assertThat(VerifierCalls.threshold(verifier)).isEmpty();
        FaceVerifier deciding =
                FaceVerifier.of("deciding", SIZE, Threshold.of(0.25), (probe, reference) -> 0);
        assertThat(VerifierCalls.threshold(deciding)).contains(Threshold.of(0.25));
    }

    @Test
    void anEmbedderIsKnownAsOne() {
        FaceEmbedder embedder = new Answering(any -> new float[0][]);
        assertThat(calls(embedder).embedder()).containsSame(embedder);
        FaceVerifier scorer = FaceVerifier.of(SIZE, (probe, reference) -> 0);
        assertThat(calls(scorer).embedder()).isEmpty();
        assertThat(calls(scorer).layout()).isEqualTo(scorer.layout());
    }
}
