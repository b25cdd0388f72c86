package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.CallSample;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.check.SafeName;
import io.github.corrrise.internal.check.SharedRows;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one verifier during one run. Answers are checked against the verifier's contract and
 * copied before the next call; batches are handed over read only. Whatever the verifier throws, but
 * for errors and cancellation, becomes a {@link VerifierException} that keeps it as its cause. Safe
 * for use by several threads.
 */
final class VerifierCalls {
    private final FaceVerifier verifier;
    private final FaceSize size;
    private final PixelLayout layout;

    /** Floats of an embedding; 0 before the first. */
    private final AtomicInteger embeddingLength = new AtomicInteger();

    /** The array that each thread got last: two threads must not be given the same. */
    private final Map<Thread, Object> lastAnswers = new ConcurrentHashMap<>();

    private final Optional<CallSample> sample;

    /**
     * Asks for what must stay the same during a run.
     *
     * @param sample which calls are looked at twice, if any
     */
    VerifierCalls(FaceVerifier verifier, Optional<CallSample> sample) {
        this.verifier = verifier;
        this.sample = sample;
        this.size = answer("input size", verifier::inputSize);
        this.layout = answer("layout", verifier::layout);
    }

    FaceSize size() {
        return size;
    }

    PixelLayout layout() {
        return layout;
    }

    Optional<FaceEmbedder> embedder() {
        return verifier instanceof FaceEmbedder embedder ? Optional.of(embedder) : Optional.empty();
    }

    /** The verifier's operating point. */
    static Optional<Threshold> threshold(FaceVerifier verifier) {
        return answer(verifier, "threshold", verifier::threshold);
    }

    /** The verifier's description. */
    static String description(FaceVerifier verifier) {
        return answer(verifier, "description", verifier::description);
    }

    /** Where the verifier's scores come from. */
    static FaceVerifier.Origin origin(FaceVerifier verifier) {
        return answer(verifier, "origin", verifier::origin);
    }

    /** The description or, where it fails, the class: for messages. */
    String name() {
        return SafeName.of(verifier, verifier::description);
    }

    /** Refuses a verifier whose input size or layout is no longer that of the run's start. */
    void requireSteady() {
        requireSame("input size", size, answer("input size", verifier::inputSize));
        requireSame("layout", layout, answer("layout", verifier::layout));
    }

    private void requireSame(String what, Object before, Object now) {
        if (!before.equals(now)) {
            throw new VerifierException(
                    name() + " must keep its " + what + " " + before + ", gave " + now);
        }
    }

    /** A face of this verifier's layout, alone in a batch. */
    FaceBatch batchOf(FaceImage... faces) {
        return FaceBatch.of(layout, faces);
    }

    List<float[]> embedWhole(FaceEmbedder embedder, List<FaceImage> references, int first) {
        FaceBatch batch = batchOf(references.toArray(new FaceImage[0]));
        return calling(
                "the whole references " + first + " to " + (first + references.size() - 1),
                () -> List.of(embed(embedder, batch, j -> "reference " + (first + j))));
    }

    float[] embedWhole(FaceEmbedder embedder, FaceImage face, String name) {
        return calling(
                "the whole " + name,
                () -> embed(embedder, batchOf(face), slot -> "the " + name)[0]);
    }

    double compareWhole(FaceEmbedder embedder, float[] probe, float[] reference) {
        return calling("the whole faces", () -> finite(embedder.similarity(probe, reference)));
    }

    double scoreWhole(FaceImage probe, FaceImage reference) {
        return calling(
                "the whole faces",
                () -> finite(checked(verifier.similarities(batchOf(probe), reference), 1)[0]));
    }

    /** Scores of probes against a reference. */
    double[] score(FaceBatch probes, FaceImage reference) {
        return score(probes, faces -> verifier.similarities(faces, reference));
    }

    /** Scores of a probe against references. */
    double[] score(FaceImage probe, FaceBatch references) {
        return score(references, faces -> verifier.similarities(probe, faces));
    }

    private double[] score(FaceBatch faces, Function<FaceBatch, float[]> call) {
        CallSample.Turn turn = turn();
        long before = watched(turn, faces);
        float[] scores = call.apply(faces);
        double[] line = checked(scores, faces.count());
        if (turn == CallSample.Turn.PLAIN) {
            sample.ifPresent(seen -> seen.saw(scores));
            return line;
        }
        requireUnwritten(before, faces);
        sample.ifPresent(
                seen -> {
                    seen.saw(scores);
                    int last = faces.count() - 1;
                    if (turn == CallSample.Turn.REPEATED) {
                        double again = checked(call.apply(faces.alone(last)), 1)[0];
                        requireAlike(seen.sameScore((float) line[last], (float) again), faces);
                    }
                });
        return line;
    }

    private CallSample.Turn turn() {
        return sample.map(CallSample::next).orElse(CallSample.Turn.PLAIN);
    }

    private static long watched(CallSample.Turn turn, FaceBatch faces) {
        return turn == CallSample.Turn.PLAIN ? 0 : CallSample.checksum(faces.values());
    }

    /** Java code cannot write to a batch, native code can. */
    private static void requireUnwritten(long before, FaceBatch faces) {
        if (CallSample.checksum(faces.values()) != before) {
            throw new VerifierException("expected the batch as it was, found it written to");
        }
    }

    private static void requireAlike(boolean alike, FaceBatch faces) {
        if (!alike) {
            throw new VerifierException(
                    "expected the same answer for the same face, received another for face "
                            + (faces.count() - 1)
                            + " of "
                            + faces.count()
                            + " than for that face alone (is a model in training mode, or is the"
                            + " matcher random? unchecked() on the builder allows it)");
        }
    }

    /**
     * Copies of the embeddings of a batch.
     *
     * @param nameOf names the face of a slot in messages
     */
    float[][] embed(FaceEmbedder embedder, FaceBatch batch, IntFunction<String> nameOf) {
        CallSample.Turn turn = turn();
        long before = watched(turn, batch);
        float[][] copies = embedOnce(embedder, batch, nameOf);
        if (turn != CallSample.Turn.PLAIN) {
            requireUnwritten(before, batch);
        }
        if (turn == CallSample.Turn.REPEATED) {
            int last = batch.count() - 1;
            float[] again = embedOnce(embedder, batch.alone(last), slot -> nameOf.apply(last))[0];
            requireAlike(CallSample.sameEmbedding(copies[last], again), batch);
        }
        return copies;
    }

    private float[][] embedOnce(
            FaceEmbedder embedder, FaceBatch batch, IntFunction<String> nameOf) {
        float[] @Nullable [] rows = embedder.embed(batch);
        if (rows == null || rows.length != batch.count()) {
            throw wrongCount(batch.count(), "embeddings", rows == null ? "null" : rows.length);
        }
        for (int i = 0; i < rows.length; i++) {
            requireLength(rows[i], nameOf.apply(i));
        }
        SharedRows.find(rows, (i, j) -> !batch.sameFace(i, j))
                .ifPresent(
                        two -> {
                            throw new VerifierException(
                                    "expected an array per face, received one array for "
                                            + nameOf.apply(two.first())
                                            + " and "
                                            + nameOf.apply(two.second()));
                        });
        float[][] copies = new float[rows.length][];
        Arrays.setAll(copies, i -> rows[i].clone());
        requireOwn(rows[0]);
        return copies;
    }

    /** Copies of the derivatives of a batch, all finite. */
    float[][] pullBack(DifferentiableEmbedder embedder, FaceBatch batch, float[][] cotangents) {
        float[] @Nullable [] rows = embedder.pullBack(batch, cotangents);
        if (rows == null || rows.length != batch.count()) {
            throw wrongCount(batch.count(), "gradients", rows == null ? "null" : rows.length);
        }
        float[][] copies = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float @Nullable [] row = rows[i];
            if (row == null || row.length != batch.faceLength()) {
                throw wrongCount(
                        batch.faceLength(),
                        "values in a gradient",
                        row == null ? "null" : row.length);
            }
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new VerifierException("expected a finite gradient, received " + value);
                }
            }
            copies[i] = row.clone();
        }
        requireOwn(rows[0]);
        return copies;
    }

    private void requireLength(float @Nullable [] row, String name) {
        if (row == null || row.length == 0) {
            throw new VerifierException(
                    "expected an embedding for "
                            + name
                            + ", received "
                            + (row == null ? "null" : "one of no floats"));
        }
        embeddingLength.compareAndSet(0, row.length);
        if (row.length != embeddingLength.get()) {
            throw new VerifierException(
                    "expected an embedding of "
                            + embeddingLength
                            + " floats, as before, received "
                            + row.length
                            + " for "
                            + name);
        }
    }

    /** A copy of the scores. */
    private double[] checked(float @Nullable [] scores, int count) {
        if (scores == null || scores.length != count) {
            throw wrongCount(count, "scores", scores == null ? "null" : scores.length);
        }
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = scores[i];
        }
        requireOwn(scores);
        return line;
    }

    /**
     * An array that a verifier gives to two threads may have been written by one while the other
     * read it. Within one thread it was copied before it was given again.
     */
    private void requireOwn(Object answer) {
        Thread caller = Thread.currentThread();
        lastAnswers.put(caller, answer);
        for (Map.Entry<Thread, Object> other : lastAnswers.entrySet()) {
            if (other.getValue() == answer && other.getKey() != caller) {
                throw new VerifierException(
                        "expected an array of its own for every call, received one array in two"
                                + " threads");
            }
        }
    }

    private static VerifierException wrongCount(int expected, String what, Object received) {
        return new VerifierException(
                "expected " + expected + " " + what + ", received " + received);
    }

    private static double finite(double similarity) {
        if (!Double.isFinite(similarity)) {
            throw new VerifierException("expected a finite similarity, received " + similarity);
        }
        return similarity;
    }

    void requireSize(String name, FaceImage face) {
        if (!face.size().equals(size)) {
            throw Checks.rejected(
                    name,
                    size
                            + ", an aligned face for this verifier (FaceAligner or a command's"
                            + " --detector makes one of a photograph; FaceImage.resizedTo only"
                            + " scales what is aligned)",
                    face.size());
        }
    }

    /** Runs code of the verifier. */
    <T> T calling(String about, Supplier<T> call) {
        return calling(verifier, about, call);
    }

    private <T> T answer(String what, Supplier<T> question) {
        return answer(verifier, what, question);
    }

    private static <T> T answer(FaceVerifier verifier, String what, Supplier<T> question) {
        return calling(
                verifier,
                "its " + what,
                () -> Objects.requireNonNull(question.get(), "expected one, received null"));
    }

    private static <T> T calling(FaceVerifier verifier, String about, Supplier<T> call) {
        try {
            return call.get();
        } catch (CancellationException | Error e) {
            throw e;
        } catch (Throwable e) {
            // Checked ones too: Kotlin, Scala and Lombok throw them from anywhere.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw failure(verifier, about, e);
        }
    }

    private static VerifierException failure(FaceVerifier verifier, String about, Throwable cause) {
        List<Throwable> hidden = new ArrayList<>();
        String name = SafeName.of(verifier, verifier::description, hidden::add);
        String told =
                SafeName.of(
                        cause,
                        () -> cause.getMessage() == null ? cause.toString() : cause.getMessage());
        VerifierException failure =
                new VerifierException(name + " failed on " + about + ": " + told, cause);
        hidden.stream().filter(other -> other != cause).forEach(failure::addSuppressed);
        return failure;
    }
}
