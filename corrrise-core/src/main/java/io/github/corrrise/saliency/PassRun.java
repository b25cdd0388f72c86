package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskForm;
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
        long passesPerMask = comparison.passesPerMask();
        int maskCount = affordable(plan.maskCount(), passesPerMask, comparison.cleanPassCount());
        long passesTotal = comparison.cleanPassCount() + passesPerMask * maskCount;
        report(comparison.cleanPassCount(), passesTotal);

        FaceSize size = verifier.inputSize();
        List<LaidOutFace> faces = new ArrayList<>();
        List<List<LaidOutFace>> behind = new ArrayList<>();
        for (FaceImage face : comparison.faces()) {
            faces.add(LaidOutFace.of(face, verifier.layout()));
            behind.add(
                    plan.fills().inTurn().stream()
                            .map(fill -> LaidOutFace.of(fill.behind(face), verifier.layout()))
                            .toList());
        }
        Taken all = new Taken(plan, comparison, maskCount);
        BatchStep step =
                (first, count, batch) -> {
                    MaskBatch masks =
                            MaskScores.draw(plan.masks(), first, count, size, plan.seed());
                    all.addMasks(masks, first);
                    Comparison.Round round = comparison.round();
                    String about = "masks " + first + " to " + (first + count - 1);
                    for (int m = 0; m < faces.size(); m++) {
                        int face = m;
                        MaskedPasses.fill(batch, masks, faces.get(m), behind.get(m), plan.fills());
                        calling(
                                about,
                                () -> {
                                    round.take(face, batch);
                                    return face;
                                });
                    }
                    double[][] lines = calling(about, round::lines);
                    markFailures(lines, first);
                    all.addScores(first, lines);
                    report(count * passesPerMask, passesTotal);
                };
        StopReason exhausted =
                maskCount < plan.maskCount() ? StopReason.PASS_BUDGET : StopReason.MASK_COUNT;
        int done = 0;
        while (done < maskCount) {
            int look =
                    settings.stopRule().isPresent()
                            ? StopRule.nextLook(done, maskCount)
                            : maskCount;
            int reached = runBatches(done, look, step);
            if (reached < look) {
                return result(all, reached, StopReason.TIME_BUDGET);
            }
            done = look;
            if (settings.stopRule().isPresent()) {
                StopRule rule = settings.stopRule().get();
                PassResult soFar = result(all, done, rule.reason());
                if (rule.isMet(soFar.scores())) {
                    return soFar;
                }
            }
        }
        return result(all, maskCount, exhausted);
    }

    /** What a run has collected; entries behind the masks that are done mean nothing yet. */
    private static final class Taken {
        private final MaskPlan plan;
        private final Comparison comparison;
        private final double[][] lines;
        private final int[] strata;
        private final MaskForm[] forms;

        Taken(MaskPlan plan, Comparison comparison, int maskCount) {
            this.plan = plan;
            this.comparison = comparison;
            this.lines = new double[comparison.lineCount()][maskCount];
            this.strata = new int[maskCount];
            this.forms = new MaskForm[maskCount];
        }

        void addMasks(MaskBatch masks, int first) {
            for (int i = 0; i < masks.count(); i++) {
                int mask = first + i;
                forms[mask] = masks.form();
                strata[mask] = masks.stratum(i) * plan.fills().count() + plan.fills().turn(mask);
            }
        }

        void addScores(int first, double[][] scores) {
            for (int line = 0; line < lines.length; line++) {
                System.arraycopy(scores[line], 0, lines[line], first, scores[line].length);
            }
        }
    }

    private PassResult result(Taken all, int used, StopReason reason) {
        double[][] usedLines = new double[all.lines.length][];
        int failedCount = 0;
        for (int line = 0; line < usedLines.length; line++) {
            usedLines[line] = Arrays.copyOf(all.lines[line], used);
            failedCount += settle(usedLines[line]);
        }
        return new PassResult(
                Arrays.stream(all.comparison.similarities()).boxed().toList(),
                new MaskScores(
                        all.plan.masks(),
                        verifier.inputSize(),
                        all.plan.seed(),
                        Arrays.copyOf(all.strata, used),
                        MaskScores.formOf(Arrays.copyOf(all.forms, used)),
                        usedLines),
                all.comparison.cleanPassCount() + (long) all.comparison.passesPerMask() * used,
                failedCount,
                reason,
                Duration.ofNanos(verifierNanos.get()));
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

    private <T> T calling(String about, Supplier<T> call) {
        return timed(() -> VerifierCalls.calling(verifier, about, call));
    }

    /** Refuses what is not finite, or marks it as failed, as the policy says. */
    private void markFailures(double[][] lines, int first) {
        for (double[] line : lines) {
            for (int i = 0; i < line.length; i++) {
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

    /** Code that fills and scores one batch of consecutive masks. */
    @FunctionalInterface
    private interface BatchStep {
        void run(int first, int count, FaceBatch batch);
    }

    /** Runs masks {@code from} to {@code end} in order of their start; returns where it ended. */
    private int runBatches(int from, int end, BatchStep step) {
        AtomicInteger next = new AtomicInteger(from);
        AtomicBoolean stopped = new AtomicBoolean();
        Runnable worker =
                () -> {
                    FaceBatch batch = owner.takeBatch();
                    while (!stopped.get() && !timeIsOver(next.get())) {
                        requireNotCancelled();
                        int first = next.getAndAdd(settings.batchSize());
                        if (first >= end) {
                            break;
                        }
                        step.run(first, Math.min(settings.batchSize(), end - first), batch);
                    }
                    // Not given back where something failed: the verifier may still hold it.
                    owner.giveBack(batch);
                };
        new Helpers(worker, () -> stopped.set(true)).run(settings.threads());
        if (stopped.get()) {
            requireNotCancelled();
        }
        return Math.min(next.get(), end);
    }

    /** A map needs two masks, so those are taken whatever the time. */
    private boolean timeIsOver(int masksStarted) {
        return settings.timeBudget().isPresent()
                && masksStarted >= 2
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
