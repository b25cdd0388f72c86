package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** One run of passes: its counters, its clock and its stops. */
final class PassRun {
    private final FaceVerifier verifier;
    private final PassSettings settings;
    private final MaskedPasses owner;
    private final long startNanos = System.nanoTime();
    private final AtomicLong verifierNanos = new AtomicLong();
    private final Object progressLock = new Object();
    private long passesDone;

    PassRun(FaceVerifier verifier, PassSettings settings, MaskedPasses owner) {
        this.verifier = verifier;
        this.settings = settings;
        this.owner = owner;
    }

    /** Scores the whole faces. */
    Comparison whole(Supplier<Comparison> whole) {
        requireNotCancelled();
        return timed(whole);
    }

    PassResult over(MaskPlan plan, Supplier<Comparison> whole) {
        Comparison comparison = whole(whole);
        int lineCount = comparison.lineCount();
        long passesPerMask = passesPerMask(comparison);
        int maskCount = affordable(plan.maskCount(), passesPerMask, comparison.cleanPassCount());
        long passesTotal = comparison.cleanPassCount() + passesPerMask * maskCount;
        report(comparison.cleanPassCount(), passesTotal);

        FaceSize size = verifier.inputSize();
        List<LaidOutFace> faces = new ArrayList<>();
        List<LaidOutFace> fills = new ArrayList<>();
        for (Comparison.Masked masked : comparison.masked()) {
            FaceImage behind = plan.fill().behind(masked.face());
            faces.add(LaidOutFace.of(masked.face(), verifier.layout()));
            fills.add(LaidOutFace.of(behind, verifier.layout()));
        }
        double[][] lines = new double[lineCount][maskCount];
        int[] strata = new int[maskCount];
        boolean[] binary = new boolean[batchCount(maskCount)];
        int batchesDone =
                runBatches(
                        batchCount(maskCount),
                        (index, batch) -> {
                            int first = index * settings.batchSize();
                            int count = Math.min(settings.batchSize(), maskCount - first);
                            MaskBatch masks =
                                    MaskScores.draw(plan.masks(), first, count, size, plan.seed());
                            binary[index] = masks.isBinary();
                            for (int i = 0; i < count; i++) {
                                strata[first + i] = masks.stratum(i);
                            }
                            int line = 0;
                            for (int m = 0; m < faces.size(); m++) {
                                MaskedPasses.fill(batch, masks, faces.get(m), fills.get(m));
                                double[][] scores =
                                        score(comparison.masked().get(m), batch, first, count);
                                for (double[] some : scores) {
                                    System.arraycopy(some, 0, lines[line], first, count);
                                    line++;
                                }
                            }
                            report(count * passesPerMask, passesTotal);
                        });
        int used = Math.min(maskCount, batchesDone * settings.batchSize());
        return result(plan, comparison, lines, strata, binary, used, maskCount);
    }

    private PassResult result(
            MaskPlan plan,
            Comparison comparison,
            double[][] lines,
            int[] strata,
            boolean[] binary,
            int used,
            int maskCount) {
        double[][] usedLines = new double[lines.length][];
        int failedCount = 0;
        for (int line = 0; line < lines.length; line++) {
            usedLines[line] = Arrays.copyOf(lines[line], used);
            failedCount += settle(usedLines[line]);
        }
        boolean allBinary = true;
        for (int batch = 0; batch < batchCount(used); batch++) {
            allBinary &= binary[batch];
        }
        StopReason reason = StopReason.MASK_COUNT;
        if (used < maskCount) {
            reason = StopReason.TIME_BUDGET;
        } else if (maskCount < plan.maskCount()) {
            reason = StopReason.PASS_BUDGET;
        }
        return new PassResult(
                Arrays.stream(comparison.similarities()).boxed().toList(),
                new MaskScores(
                        plan.masks(),
                        verifier.inputSize(),
                        plan.seed(),
                        Arrays.copyOf(strata, used),
                        allBinary,
                        usedLines),
                comparison.cleanPassCount() + passesPerMask(comparison) * used,
                failedCount,
                reason,
                Duration.ofNanos(verifierNanos.get()));
    }

    /** An embedder takes a masked face once for all its lines; a scorer once a line. */
    private long passesPerMask(Comparison comparison) {
        return verifier instanceof FaceEmbedder
                ? comparison.masked().size()
                : comparison.lineCount();
    }

    private int affordable(int maskCount, long passesPerMask, long cleanPassCount) {
        if (settings.passBudget().isEmpty()) {
            return maskCount;
        }
        long budget = settings.passBudget().getAsLong();
        long least = cleanPassCount + 2 * passesPerMask;
        Checks.atLeast(least, budget, "passBudget");
        return (int) Math.min(maskCount, (budget - cleanPassCount) / passesPerMask);
    }

    private int batchCount(int maskCount) {
        return (maskCount + settings.batchSize() - 1) / settings.batchSize();
    }

    private double[][] score(Comparison.Masked masked, FaceBatch batch, int first, int count) {
        String about = "masks " + first + " to " + (first + count - 1);
        double[][] scores =
                timed(
                        () ->
                                Comparison.calling(
                                        verifier, about, () -> masked.scorer().apply(batch)));
        for (double[] line : scores) {
            for (int i = 0; i < count; i++) {
                if (!Double.isFinite(line[i])) {
                    if (settings.failurePolicy() == FailurePolicy.FAIL) {
                        throw new VerifierException(
                                verifier.description()
                                        + " must give a finite similarity, gave "
                                        + line[i]
                                        + " for mask "
                                        + (first + i)
                                        + "; FailurePolicy.SKIP or LOWEST allows it");
                    }
                    line[i] = Double.NaN;
                }
            }
        }
        return scores;
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
                    verifier.description()
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

    /** Code that fills and scores one batch. */
    @FunctionalInterface
    private interface BatchStep {
        void run(int index, FaceBatch batch);
    }

    /** Runs batches 0, 1, ... in order of their start; returns how many were run. */
    private int runBatches(int batchCount, BatchStep step) {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        Runnable worker =
                () -> {
                    FaceBatch batch = owner.takeBatch();
                    while (!stopped.get() && !timeIsOver(next.get())) {
                        requireNotCancelled();
                        int index = next.getAndIncrement();
                        if (index >= batchCount) {
                            break;
                        }
                        step.run(index, batch);
                    }
                    // Not given back where something failed: the verifier may still hold it.
                    owner.giveBack(batch);
                };
        new Helpers(worker, () -> stopped.set(true)).run(settings.threads());
        if (stopped.get()) {
            requireNotCancelled();
        }
        return Math.min(next.get(), batchCount);
    }

    /** A map needs two masks, so those are taken whatever the time. */
    private boolean timeIsOver(int batchesStarted) {
        return settings.timeBudget().isPresent()
                && (long) batchesStarted * settings.batchSize() >= 2
                && System.nanoTime() - startNanos >= settings.timeBudget().get().toNanos();
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
            requireNotCancelled();
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
