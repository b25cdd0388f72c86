package io.github.corrrise.passes;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FailurePolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * How passes are run. Scores, and so maps, depend on three of these settings: {@link
 * FailurePolicy#LOWEST} and {@link FailurePolicy#SKIP} decide about a face that cannot be scored,
 * and budgets and the stop rule about the number of masks.
 *
 * @param batchSize faces a call of the verifier, at least 1
 * @param failurePolicy what to do with a face that cannot be scored
 * @param progress told after every batch
 * @param cancelled asked before every batch; true ends the run
 * @param passBudget most passes of one run, clean ones counted
 * @param timeBudget once it is over, no further batch begins
 * @param stopRule ends the run before all masks are done, where they are enough
 * @param threads where batches run
 */
public record PassSettings(
        int batchSize,
        FailurePolicy failurePolicy,
        Progress progress,
        BooleanSupplier cancelled,
        OptionalLong passBudget,
        Optional<Duration> timeBudget,
        Optional<StopRule> stopRule,
        Threads threads) {
    /** Checks the ranges. */
    public PassSettings {
        Checks.atLeast(1, batchSize, "batchSize");
        Objects.requireNonNull(failurePolicy, "failurePolicy");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(cancelled, "cancelled");
        passBudget.ifPresent(budget -> Checks.atLeast(1, budget, "passBudget"));
        if (timeBudget.isPresent()
                && (timeBudget.get().isNegative() || timeBudget.get().isZero())) {
            throw Checks.rejected("timeBudget", "above zero", timeBudget.get());
        }
        Objects.requireNonNull(stopRule, "stopRule");
        Objects.requireNonNull(threads, "threads");
    }

    /** Batches of 16 in the calling thread, failing on failure, without progress or budgets. */
    public static PassSettings defaults() {
        return new PassSettings(
                16,
                FailurePolicy.FAIL,
                Progress.NONE,
                () -> false,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Threads.caller());
    }

    /**
     * The settings on which maps depend, for example {@code FAIL, pass budget 500}; what is not set
     * is not mentioned. An evaluation that is taken up again compares it.
     */
    public String description() {
        StringBuilder text = new StringBuilder(failurePolicy.toString());
        passBudget.ifPresent(passes -> text.append(", pass budget ").append(passes));
        timeBudget.ifPresent(time -> text.append(", time budget ").append(time));
        stopRule.ifPresent(rule -> text.append(", ").append(rule));
        return text.toString();
    }

    /** The same in other threads. */
    public PassSettings withThreads(Threads newThreads) {
        return new PassSettings(
                batchSize,
                failurePolicy,
                progress,
                cancelled,
                passBudget,
                timeBudget,
                stopRule,
                newThreads);
    }

    /** The same with another way to cancel. */
    PassSettings withCancelled(BooleanSupplier newCancelled) {
        return new PassSettings(
                batchSize,
                failurePolicy,
                progress,
                newCancelled,
                passBudget,
                timeBudget,
                stopRule,
                threads);
    }

    /**
     * The threads that run batches: the caller's always, and helpers from an executor.
     *
     * @param executor lends helpers; not used where there are none
     * @param helperCount threads beside the caller's, at least 0
     */
    public record Threads(Executor executor, int helperCount) {
        /** Checks the ranges. */
        public Threads {
            Objects.requireNonNull(executor, "executor");
            Checks.atLeast(0, helperCount, "helperCount");
        }

        /** The calling thread alone. */
        public static Threads caller() {
            return new Threads(Runnable::run, 0);
        }
    }
}
