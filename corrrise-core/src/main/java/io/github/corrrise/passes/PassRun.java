package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskedFace;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.VerifierException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One run of passes: its counters, its clock and its stops. */
final class PassRun {
    /** Masks before a stop rule is asked first. */
    private static final int FIRST_LOOK = 96;

    private final VerifierCalls calls;
    private final PassSettings settings;
    private final BatchPool pool;
    private final boolean needsEveryMask;
    private final long startNanos = System.nanoTime();
    private final AtomicLong verifierNanos = new AtomicLong();
    private final Object progressLock = new Object();
    private long passesDone;

    PassRun(VerifierCalls calls, PassSettings settings, BatchPool pool, boolean needsEveryMask) {
        this.calls = calls;
        this.settings = settings;
        this.pool = pool;
        this.needsEveryMask = needsEveryMask;
    }

    /** Scores the whole faces only. */
    Scorer whole(Compared compared) {
        return scorer(compared);
    }

    /** The embeddings of some faces, which are no masked copies. */
    float[][] embed(FaceEmbedder embedder, FaceBatch faces) {
        requireNotCancelled();
        return calling(
                "altered faces",
                () -> calls.embed(embedder, faces, slot -> "altered face " + slot));
    }

    /** Vector-Jacobian products of some faces. */
    float[][] pullBack(DifferentiableEmbedder embedder, FaceBatch faces, float[][] cotangents) {
        requireNotCancelled();
        return calling("gradients", () -> calls.pullBack(embedder, faces, cotangents));
    }

    Duration verifierTime() {
        return Duration.ofNanos(verifierNanos.get());
    }

    /** Scores the whole faces and the masked copies that the plan asks for. */
    MaskedPasses.Result over(MaskPlan plan, Compared compared) {
        Scorer scorer = scorer(compared);
        return over(plan, compared, scorer, scorer.wholePassCount());
    }

    /**
     * Scores the masked copies that the plan asks for.
     *
     * @param scorer of these faces and lines
     * @param wholePassCount what this run paid for the whole faces
     */
    MaskedPasses.Result over(MaskPlan plan, Compared compared, Scorer scorer, long wholePassCount) {
        int maskCount = affordable(plan.maskCount(), scorer, wholePassCount);
        long passesTotal = wholePassCount + (long) scorer.passesPerMask() * maskCount;
        TakenScores taken = new TakenScores(plan, compared.lines(), maskCount);
        report(wholePassCount, passesTotal);
        Map<Side, MaskedFace> faces = new LinkedHashMap<>();
        for (Side side : compared.masked()) {
            faces.put(side, MaskedFace.of(compared.face(side), plan.fills(), calls.layout()));
        }
        BatchStep step =
                (first, count, memory) -> {
                    MaskBatch masks =
                            MaskBatch.drawnBy(
                                    plan.masks(), first, count, calls.size(), plan.seed());
                    masks.requireDrawnAgain(plan.masks(), plan.seed());
                    taken.add(masks, score(scorer.round(first), masks, faces, memory));
                    report((long) count * scorer.passesPerMask(), passesTotal);
                };
        int done = 0;
        while (done < maskCount) {
            int look = nextLook(done, maskCount);
            int reached = runBatches(done, look, step);
            if (reached < look) {
                return result(scorer, wholePassCount, taken, reached, StopReason.TIME_BUDGET);
            }
            done = look;
            if (settings.stopRule().isPresent()) {
                StopRule rule = settings.stopRule().get();
                MaskedPasses.Result soFar =
                        result(scorer, wholePassCount, taken, done, rule.reason());
                if (rule.isMet(soFar.scores())) {
                    return soFar;
                }
            }
        }
        return result(
                scorer,
                wholePassCount,
                taken,
                maskCount,
                maskCount < plan.maskCount() ? StopReason.PASS_BUDGET : StopReason.MASK_COUNT);
    }

    private Scorer scorer(Compared compared) {
        requireNotCancelled();
        Scorer scorer = timed(() -> Scorer.of(calls, compared, settings.batchSize()));
        calls.requireSteady();
        return scorer;
    }

    /** The scores of a batch of masks, [line][mask of the batch]; NaN where one failed. */
    private double[][] score(
            Scorer.Round round, MaskBatch masks, Map<Side, MaskedFace> faces, FloatBuffer memory) {
        int first = Math.toIntExact(masks.firstIndex());
        String about = "masks " + first + " to " + (first + masks.count() - 1);
        faces.forEach(
                (side, face) -> {
                    FaceBatch copies = face.under(masks, memory);
                    calling(
                            about,
                            () -> {
                                round.take(side, copies);
                                return side;
                            });
                });
        double[][] lines = calling(about, round::lines);
        markFailures(lines, first);
        return lines;
    }

    /** At how many masks to ask the stop rule next, once this many are done. */
    private int nextLook(int done, int most) {
        return settings.stopRule().isPresent()
                ? Math.min(most, Math.max(FIRST_LOOK, done + done / 4))
                : most;
    }

    private MaskedPasses.Result result(
            Scorer scorer, long wholePassCount, TakenScores taken, int used, StopReason reason) {
        calls.requireSteady();
        double[][] usedLines = new double[taken.lineCount()][];
        int failedCount = 0;
        for (int line = 0; line < usedLines.length; line++) {
            usedLines[line] = taken.line(line, used);
            failedCount += settle(usedLines[line]);
        }
        return new MaskedPasses.Result(
                Arrays.stream(scorer.similarities()).boxed().toList(),
                taken.scores(calls.size(), used, usedLines),
                wholePassCount + (long) scorer.passesPerMask() * used,
                failedCount,
                reason,
                verifierTime());
    }

    private int affordable(int maskCount, Scorer scorer, long wholePassCount) {
        if (settings.passBudget().isEmpty()) {
            return maskCount;
        }
        long budget = settings.passBudget().getAsLong();
        long passesPerMask = scorer.passesPerMask();
        long least = wholePassCount + 2 * passesPerMask;
        Checks.atLeast(least, budget, "passBudget");
        return (int) Math.min(maskCount, (budget - wholePassCount) / passesPerMask);
    }

    private <T> T calling(String about, Supplier<T> call) {
        return timed(() -> calls.calling(about, call));
    }

    /** Refuses what is not finite, or marks it as failed, as the policy says. */
    private void markFailures(double[][] lines, int first) {
        for (double[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                if (!Double.isFinite(line[i])) {
                    if (settings.failurePolicy() == FailurePolicy.FAIL) {
                        throw new VerifierException(
                                calls.name()
                                        + " must give a finite similarity, gave "
                                        + line[i]
                                        + " for mask "
                                        + (first + i)
                                        + (needsEveryMask
                                                ? ", which every part and claim needs"
                                                : "; FailurePolicy.SKIP or LOWEST allows it"));
                    }
                    line[i] = Double.NaN;
                }
            }
        }
    }

    /** Applies the failure policy to a finished line; returns how many scores had failed. */
    private int settle(double[] line) {
        int failed = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (double score : line) {
            if (Double.isNaN(score)) {
                failed++;
            } else {
                lowest = Math.min(lowest, score);
            }
        }
        if (line.length - failed < 2) {
            throw new VerifierException(
                    calls.name()
                            + " scored "
                            + (line.length - failed)
                            + " of "
                            + line.length
                            + " masked faces; a map needs at least 2");
        }
        if (settings.failurePolicy() == FailurePolicy.LOWEST) {
            for (int i = 0; i < line.length; i++) {
                line[i] = Double.isNaN(line[i]) ? lowest : line[i];
            }
        }
        return failed;
    }

    /** Code that fills and scores one batch of consecutive masks. */
    @FunctionalInterface
    private interface BatchStep {
        void run(int first, int count, FloatBuffer memory);
    }

    /** Runs masks {@code from} to {@code end} in order of their start; returns where it ended. */
    private int runBatches(int from, int end, BatchStep step) {
        // A count of long: each thread goes beyond the end once, by a whole batch.
        AtomicLong next = new AtomicLong(from);
        AtomicBoolean stopped = new AtomicBoolean();
        int batchSize = Math.min(settings.batchSize(), end - from);
        Runnable worker =
                () -> {
                    FloatBuffer memory = null;
                    while (!stopped.get() && !timeIsOver(next.get())) {
                        requireNotCancelled();
                        long first = next.getAndAdd(batchSize);
                        if (first >= end) {
                            break;
                        }
                        if (memory == null) {
                            memory = pool.take(batchSize, calls.size());
                        }
                        int start = (int) first;
                        step.run(start, Math.min(batchSize, end - start), memory);
                    }
                    // Not given back where something failed: the verifier may still hold it.
                    if (memory != null) {
                        pool.giveBack(memory, 1 + settings.helperCount());
                    }
                };
        new Helpers(worker, () -> stopped.set(true)).run(settings);
        if (stopped.get()) {
            requireNotCancelled();
        }
        return (int) Math.min(next.get(), end);
    }

    /** A map needs two masks, so those are taken whatever the time. */
    private boolean timeIsOver(long masksStarted) {
        // Durations are compared: the nanoseconds of a long one are more than a long holds.
        return settings.timeBudget().isPresent()
                && masksStarted >= 2
                && Duration.ofNanos(System.nanoTime() - startNanos)
                                .compareTo(settings.timeBudget().get())
                        >= 0;
    }

    private void requireNotCancelled() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after " + passesDone() + " passes");
        }
        if (settings.cancelled().getAsBoolean()) {
            throw new CancellationException("cancelled after " + passesDone() + " passes");
        }
    }

    private <T> T timed(Supplier<T> call) {
        long from = System.nanoTime();
        try {
            return call.get();
        } catch (VerifierException e) {
            // A verifier that waits may answer an interrupt by an exception of its own.
            try {
                requireNotCancelled();
            } catch (Throwable stop) {
                stop.addSuppressed(e);
                throw stop;
            }
            throw e;
        } finally {
            verifierNanos.addAndGet(System.nanoTime() - from);
        }
    }

    private void report(long passes, long passesTotal) {
        synchronized (progressLock) {
            passesDone += passes;
            settings.progress().update(passesDone, passesTotal);
        }
    }

    private long passesDone() {
        synchronized (progressLock) {
            return passesDone;
        }
    }
}
