package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link FaceVerifier} must do. */
public interface FaceVerifierContract {
    /**
     * A verifier ready for use, a new one for every call unless it has no state. The contract
     * closes it if it is {@link AutoCloseable}.
     */
    FaceVerifier openVerifier();

    /**
     * How far the scores of one pair may lie apart between batches, positions and threads. 0 by
     * default: bit-identical. For a model run in float32, 1e-5.
     */
    default double tolerance() {
        return 0;
    }

    /**
     * At least two distinct faces of the size asked for: drawn blobs by default. A matcher that
     * must find a face first supplies photographs.
     */
    default List<FaceImage> faces(FaceSize size) {
        return ContractFaces.draw(5, size);
    }

    /** One score a face, in the order of the faces, for either role of the batch. */
    @Test
    default void givesOneScoreAFaceInTheirOrder() {
        Law.holds(
                "one score per face, in the order of the faces, for either role of the batch",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceImage whole = faces.get(0);
                                FaceBatch batch = ContractFaces.batch(verifier, faces, 0);
                                float[] asProbes = verifier.similarities(batch, whole);
                                float[] asReferences = verifier.similarities(whole, batch);
                                assertThat(asProbes).hasSize(faces.size());
                                assertThat(asReferences).hasSize(faces.size());
                                for (int i = 0; i < faces.size(); i++) {
                                    FaceBatch alone = ContractFaces.batch(verifier, faces.get(i));
                                    assertThat((double) asProbes[i])
                                            .as("probe %s of %s", i, faces.size())
                                            .isCloseTo(
                                                    verifier.similarities(alone, whole)[0],
                                                    within(tolerance()));
                                    assertThat((double) asReferences[i])
                                            .as("reference %s of %s", i, faces.size())
                                            .isCloseTo(
                                                    verifier.similarities(whole, alone)[0],
                                                    within(tolerance()));
                                }
                            });
                });
    }

    /** A face's score depends neither on its slot nor on how many faces are with it. */
    @Test
    default void scoresAFaceAlikeInEveryBatch() {
        Law.holds(
                "a face's score depends neither on its slot nor on the faces beside it",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceImage reference = faces.get(1);
                                FaceImage face = faces.get(0);
                                double alone =
                                        verifier.similarities(
                                                        ContractFaces.batch(verifier, face),
                                                        reference)[0];
                                for (int size : new int[] {1, 2, 3, 8, 17}) {
                                    for (int slot : new int[] {0, size / 2, size - 1}) {
                                        List<FaceImage> company = new ArrayList<>();
                                        for (int i = 0; i < size; i++) {
                                            company.add(
                                                    i == slot ? face : faces.get(i % faces.size()));
                                        }
                                        FaceBatch batch =
                                                ContractFaces.batch(verifier, company, slot % 3);
                                        assertThat(
                                                        (double)
                                                                verifier.similarities(
                                                                                batch, reference)[
                                                                        slot])
                                                .as("slot %s of %s", slot, size)
                                                .isCloseTo(alone, within(tolerance()));
                                    }
                                }
                            });
                });
    }

    /** Every score is a number. */
    @Test
    default void givesFiniteScores() {
        Law.holds(
                "every score of a face that can be scored is a finite number",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceBatch batch = ContractFaces.batch(verifier, faces, 0);
                                for (FaceImage whole : faces) {
                                    assertFinite(verifier.similarities(batch, whole));
                                    assertFinite(verifier.similarities(whole, batch));
                                }
                            });
                });
    }

    /** Higher means more alike: no face is more like another than like itself. */
    @Test
    default void scoresAFaceWithItselfAtLeastAsHighAsWithAnother() {
        Law.holds(
                "higher means more alike: a face is most like itself",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceBatch batch = ContractFaces.batch(verifier, faces, 0);
                                for (int i = 0; i < faces.size(); i++) {
                                    float[] asProbes = verifier.similarities(batch, faces.get(i));
                                    float[] asReferences =
                                            verifier.similarities(faces.get(i), batch);
                                    for (int other = 0; other < faces.size(); other++) {
                                        assertThat(asProbes[i] + tolerance())
                                                .isGreaterThanOrEqualTo(asProbes[other]);
                                        assertThat(asReferences[i] + tolerance())
                                                .isGreaterThanOrEqualTo(asReferences[other]);
                                    }
                                }
                            });
                });
    }

    /** A batch is read, never written. */
    @Test
    default void leavesTheBatchAsItWas() {
        Law.holds(
                "a batch is read and never written to",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceBatch batch = ContractFaces.batch(verifier, faces, 2);
                                float[] before = ContractFaces.valuesOf(batch);
                                verifier.similarities(batch, faces.get(0));
                                verifier.similarities(faces.get(1), batch);
                                assertThat(batch.count()).isEqualTo(faces.size());
                                ContractFaces.mustHold(before, batch);
                            });
                });
    }

    /** Neither a batch nor a result of an earlier call has a hold on a later one. */
    @Test
    default void remembersNothingBetweenCalls() {
        Law.holds(
                "every call gives an array of its own, and no call changes an earlier or a later answer",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                FaceImage reference = faces.get(0);
                                float[] first =
                                        verifier.similarities(
                                                ContractFaces.batch(verifier, faces, 0), reference);
                                float[] expected = first.clone();
                                // Its first score is another one: 1 would be overwritten by 1.
                                verifier.similarities(
                                        ContractFaces.batch(verifier, faces.get(1)), reference);
                                assertThat(first).containsExactly(expected);
                                Arrays.fill(first, Float.NaN);
                                assertCloseTo(
                                        verifier.similarities(
                                                ContractFaces.batch(verifier, faces, 0), reference),
                                        expected,
                                        tolerance());
                            });
                });
    }

    /** Size, layout and threshold are constant over the verifier's life. */
    @Test
    default void tellsTheSameSizeLayoutAndThresholdEveryTime() {
        Law.holds(
                "input size, layout and threshold stay the same",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                FaceSize size = verifier.inputSize();
                                var layout = verifier.layout();
                                var threshold = verifier.threshold();
                                List<FaceImage> faces = faces(size);
                                verifier.similarities(
                                        ContractFaces.batch(verifier, faces, 0), faces.get(0));
                                assertThat(verifier.inputSize()).isEqualTo(size);
                                assertThat(verifier.layout()).isEqualTo(layout);
                                assertThat(verifier.threshold()).isEqualTo(threshold);
                            });
                });
    }

    /** What stands in the provenance says something. */
    @Test
    default void describesItself() {
        Law.holds(
                "the description is not blank",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> assertThat(verifier.description()).isNotBlank());
                });
    }

    /** A face of another size is rejected; the message names the size expected and received. */
    @Test
    default void rejectsFacesOfAnotherSize() {
        Law.holds(
                "a face of another size is refused by an IllegalArgumentException that names both sizes",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                FaceSize size = verifier.inputSize();
                                FaceSize otherSize = ContractFaces.otherSize(size);
                                FaceImage right = faces(size).get(0);
                                FaceImage wrong = FaceImage.filled(otherSize, 90, 120, 150);
                                FaceBatch rightBatch = ContractFaces.batch(verifier, right);
                                FaceBatch wrongBatch = ContractFaces.batch(verifier, wrong);
                                List<ThrowingCallable> calls =
                                        List.of(
                                                () -> verifier.similarities(wrongBatch, right),
                                                () -> verifier.similarities(rightBatch, wrong),
                                                () -> verifier.similarities(wrong, rightBatch),
                                                () -> verifier.similarities(right, wrongBatch));
                                for (ThrowingCallable call : calls) {
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(call)
                                            .withMessageContaining(size.toString())
                                            .withMessageContaining(otherSize.toString());
                                }
                            });
                });
    }

    /** Several threads at once get the scores that one thread gets. */
    @Test
    default void givesTwoThreadsTheSameScores() {
        Law.holds(
                "two threads at once get the scores that one thread gets",
                () -> {
                    Opened.use(
                            openVerifier(),
                            verifier -> {
                                List<FaceImage> faces = faces(verifier.inputSize());
                                List<float[]> expected = new ArrayList<>();
                                for (FaceImage face : faces) {
                                    expected.add(
                                            verifier.similarities(
                                                    ContractFaces.batch(verifier, faces, 0), face));
                                }
                                CountDownLatch start = new CountDownLatch(2);
                                Callable<List<float[]>> work =
                                        () -> {
                                            FaceBatch own = ContractFaces.batch(verifier, faces, 0);
                                            start.countDown();
                                            start.await();
                                            List<float[]> scores = new ArrayList<>();
                                            for (FaceImage face : faces) {
                                                scores.add(verifier.similarities(own, face));
                                            }
                                            return scores;
                                        };
                                for (List<float[]> scores : bothOf(work)) {
                                    for (int i = 0; i < expected.size(); i++) {
                                        assertCloseTo(scores.get(i), expected.get(i), tolerance());
                                    }
                                }
                            });
                });
    }

    private static <R> List<R> bothOf(Callable<R> work) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<R> results = new ArrayList<>();
            List<Future<R>> futures = List.of(threads.submit(work), threads.submit(work));
            for (Future<R> future : futures) {
                results.add(future.get(2, TimeUnit.MINUTES));
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("two threads at once failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertFinite(float[] scores) {
        for (float score : scores) {
            assertThat(score).isFinite();
        }
    }

    private static void assertCloseTo(float[] scores, float[] expected, double tolerance) {
        assertThat(scores).hasSameSizeAs(expected);
        for (int i = 0; i < scores.length; i++) {
            assertThat((double) scores[i]).isCloseTo(expected[i], within(tolerance));
        }
    }
}
