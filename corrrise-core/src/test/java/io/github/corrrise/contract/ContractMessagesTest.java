package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who breaks a contract reads in one line which law it is. */
class ContractMessagesTest {
    private static final FaceSize SIZE = new FaceSize(24, 20);
    private static final LocalDescriptorVerifier RIGHT =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    private record BrokenVerifier(
            String name, FaceVerifier verifier, Consumer<FaceVerifierContract> test, String law) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<BrokenVerifier> verifiers() {
        return List.of(
                new BrokenVerifier(
                        "REVERSED",
                        scores(ContractMessagesTest::reversed),
                        FaceVerifierContract::givesOneScoreAFaceInTheirOrder,
                        "one score per face, in the order of the faces"),
                new BrokenVerifier(
                        "TOO_FEW",
                        scores(scores -> Arrays.copyOf(scores, 1)),
                        FaceVerifierContract::givesOneScoreAFaceInTheirOrder,
                        "one score per face"),
                new BrokenVerifier(
                        "NULL",
                        scores(scores -> nothing()),
                        FaceVerifierContract::givesOneScoreAFaceInTheirOrder,
                        "one score per face"),
                new BrokenVerifier(
                        "BY_SLOT",
                        scores(
                                scores -> {
                                    scores[scores.length - 1] += scores.length;
                                    return scores;
                                }),
                        FaceVerifierContract::scoresAFaceAlikeInEveryBatch,
                        "a face's score depends neither on its slot nor on the faces beside it"),
                new BrokenVerifier(
                        "NO_NUMBER",
                        scores(
                                scores -> {
                                    scores[0] = Float.NaN;
                                    return scores;
                                }),
                        FaceVerifierContract::givesFiniteScores,
                        "every score of a face that can be scored is a finite number"),
                new BrokenVerifier(
                        "DISTANCE",
                        scores(
                                scores -> {
                                    for (int i = 0; i < scores.length; i++) {
                                        scores[i] = 1 - scores[i];
                                    }
                                    return scores;
                                }),
                        FaceVerifierContract::scoresAFaceWithItselfAtLeastAsHighAsWithAnother,
                        "higher means more alike"),
                new BrokenVerifier(
                        "ONE_ARRAY",
                        new Foreign() {
                            private final float[] array = new float[5];

                            @Override
                            public float[] similarities(FaceBatch probes, FaceImage reference) {
                                float[] scores = RIGHT.similarities(probes, reference);
                                System.arraycopy(scores, 0, array, 0, scores.length);
                                return array;
                            }
                        },
                        FaceVerifierContract::remembersNothingBetweenCalls,
                        "every call gives an array of its own"),
                new BrokenVerifier(
                        "MOODY",
                        new Foreign() {
                            private final AtomicInteger asked = new AtomicInteger();

                            @Override
                            public FaceSize inputSize() {
                                return asked.incrementAndGet() % 2 == 1 ? SIZE : new FaceSize(9, 9);
                            }
                        },
                        FaceVerifierContract::tellsTheSameSizeLayoutAndThresholdEveryTime,
                        "input size, layout and threshold stay the same"),
                new BrokenVerifier(
                        "NAMELESS",
                        new Foreign() {
                            @Override
                            public String description() {
                                return " ";
                            }
                        },
                        FaceVerifierContract::describesItself,
                        "the description is not blank"),
                new BrokenVerifier(
                        "CARELESS",
                        new Foreign() {
                            @Override
                            public float[] similarities(FaceBatch probes, FaceImage reference) {
                                return new float[probes.count()];
                            }
                        },
                        FaceVerifierContract::rejectsFacesOfAnotherSize,
                        "a face of another size is refused"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verifiers")
    void ofAVerifier(BrokenVerifier broken) {
        told(broken.law, () -> broken.test.accept(() -> broken.verifier));
    }

    private record BrokenEmbedder(
            String name,
            UnaryOperator<float[][]> change,
            Consumer<FaceEmbedderContract> test,
            String law) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<BrokenEmbedder> embedders() {
        return List.of(
                new BrokenEmbedder(
                        "LENGTHS",
                        rows -> {
                            rows[rows.length - 1] = new float[rows.length];
                            return rows;
                        },
                        FaceEmbedderContract::givesOneVectorAFaceAllOfOneLength,
                        "one embedding per face, all of one length"),
                new BrokenEmbedder(
                        "RANDOM",
                        rows -> {
                            for (float[] row : rows) {
                                row[0] += rows.length;
                            }
                            return rows;
                        },
                        FaceEmbedderContract::pointsTheSameWayForTheSameFace,
                        "two embeddings of one face point the same way"),
                new BrokenEmbedder(
                        "SHARED",
                        rows -> {
                            Arrays.fill(rows, rows[0]);
                            return rows;
                        },
                        FaceEmbedderContract::embedsABatchWithRoomForMore,
                        "a batch is read up to its count, not to its capacity, and each face has an"
                                + " array of its own"),
                new BrokenEmbedder(
                        "NULL",
                        rows -> nothing(),
                        FaceEmbedderContract::leavesTheVectorsToTheCaller,
                        "embeddings are the caller's"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("embedders")
    void ofAnEmbedder(BrokenEmbedder broken) {
        FaceEmbedder embedder =
                new FaceEmbedder() {
                    @Override
                    public FaceSize inputSize() {
                        return SIZE;
                    }

                    @Override
                    public float[][] embed(FaceBatch faces) {
                        return broken.change.apply(RIGHT.embed(faces));
                    }
                };
        told(broken.law, () -> broken.test.accept(() -> embedder));
    }

    @Test
    void ofAGenerator() {
        MaskGenerator right = PatchMasks.published();
        masks(
                "as many masks as were asked for",
                (first, count, size, seed) -> right.generate(first, count + 1, size, seed),
                MaskGeneratorContract::givesTheBatchItWasAskedFor);
        masks(
                "a mask and its stratum depend on seed, index and size alone",
                (first, count, size, seed) -> right.generate(first, count, size, seed + count),
                MaskGeneratorContract::aMaskDependsOnSeedIndexAndSizeAlone);
        masks(
                "another seed gives other masks",
                (first, count, size, seed) -> right.generate(first, count, size, 0),
                MaskGeneratorContract::anotherSeedGivesOtherMasks);
        masks(
                "toString() tells the settings",
                (first, count, size, seed) -> right.generate(first, count, size, seed),
                MaskGeneratorContract::tellsItsSettingsAsText);
        masks(
                "visibility lies in [0, 1], and masks hide something",
                (first, count, size, seed) -> {
                    BitSet[] hidden = new BitSet[count];
                    Arrays.setAll(hidden, i -> new BitSet());
                    return MaskBatch.ofHidden(first, size, hidden);
                },
                MaskGeneratorContract::visibilityLiesBetweenHiddenAndVisible);
        masks(
                "a first index under 0 or a count under 1 is refused by name",
                (first, count, size, seed) ->
                        right.generate(Math.max(0, first), Math.max(1, count), size, seed),
                MaskGeneratorContract::rejectsAnImpossibleRange);
    }

    private static void masks(
            String law, MaskGenerator masks, Consumer<MaskGeneratorContract> test) {
        told(law, () -> test.accept(() -> masks));
    }

    @Test
    void ofWhatIsClosed() {
        class Leaking extends Foreign implements AutoCloseable {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    throw new IllegalStateException("closed twice");
                }
                closed = true;
            }
        }
        CloseableContract contract = Leaking::new;
        told("closing what is closed does nothing", contract::closesTwice);
        told(
                "calls after close() throw an IllegalStateException",
                contract::refusesToScoreAfterClose);
    }

    private static void told(String law, Runnable test) {
        Throwable failure = catchThrowable(test::run);
        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("broken: " + law)
                .hasMessageContaining(". Found: ")
                .hasCauseInstanceOf(Throwable.class);
        assertThat(failure.getMessage()).doesNotContain("\n").hasSizeLessThan(600);
    }

    /** Scores as it should, unless told otherwise. */
    private static class Foreign implements FaceVerifier {
        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            return RIGHT.similarities(probes, reference);
        }
    }

    private static FaceVerifier scores(UnaryOperator<float[]> change) {
        BiFunction<FaceBatch, FaceImage, float[]> right = RIGHT::similarities;
        return new Foreign() {
            @Override
            public float[] similarities(FaceBatch probes, FaceImage reference) {
                return change.apply(right.apply(probes, reference));
            }
        };
    }

    private static float[] reversed(float[] scores) {
        float[] reversed = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            reversed[i] = scores[scores.length - 1 - i];
        }
        return reversed;
    }

    /** Null where the types allow none, as code without annotations returns it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
