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
 * How passes are run. Scores, and so maps, depend on the failure policy, which decides about a face
 * that cannot be scored, and on budgets and the stop rule, which decide about the number of masks.
 * Batch size, threads, progress, cancellation and checks change no score. Immutable; safe for use
 * by several threads if what it was given is.
 *
 * @since 0.1.0
 */
public final class PassSettings {
    private final int batchSize;
    private final FailurePolicy failurePolicy;
    private final Progress progress;
    private final BooleanSupplier cancelled;
    private final OptionalLong passBudget;
    private final Optional<Duration> timeBudget;
    private final Optional<StopRule> stopRule;
    private final Executor executor;
    private final int helperCount;
    private final boolean checks;

    private PassSettings(Builder builder) {
        this.batchSize = builder.batchSize;
        this.failurePolicy = builder.failurePolicy;
        this.progress = builder.progress;
        this.cancelled = builder.cancelled;
        this.passBudget = builder.passBudget;
        this.timeBudget = builder.timeBudget;
        this.stopRule = builder.stopRule;
        this.executor = builder.executor;
        this.helperCount = builder.helperCount;
        this.checks = builder.checks;
    }

    /** Batches of 16 in the calling thread, failing on failure, without progress or budgets. */
    public static PassSettings defaults() {
        return builder().build();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these settings. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Faces per call of the verifier. */
    public int batchSize() {
        return batchSize;
    }

    /** What to do with a face that cannot be scored. */
    public FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    /** Told after every batch. */
    public Progress progress() {
        return progress;
    }

    /** Asked before every batch; true ends the run. */
    public BooleanSupplier cancelled() {
        return cancelled;
    }

    /** Most passes of one run, those of the whole faces included. */
    public OptionalLong passBudget() {
        return passBudget;
    }

    /** Once it is over, no further batch begins. */
    public Optional<Duration> timeBudget() {
        return timeBudget;
    }

    /** Ends the run before all masks are done, where they are enough. */
    public Optional<StopRule> stopRule() {
        return stopRule;
    }

    /** Whether a sample of the calls is looked at twice. */
    boolean checks() {
        return checks && passBudget.isEmpty();
    }

    /** Lends threads beside the caller's. */
    Executor executor() {
        return executor;
    }

    /** Threads beside the caller's. */
    int helperCount() {
        return helperCount;
    }

    /**
     * The settings on which maps depend, for example {@code FAIL, pass budget 500}; what is not set
     * is not mentioned. An evaluation that is continued compares it.
     */
    public String description() {
        StringBuilder text = new StringBuilder(failurePolicy.toString());
        passBudget.ifPresent(passes -> text.append(", pass budget ").append(passes));
        timeBudget.ifPresent(time -> text.append(", time budget ").append(time));
        stopRule.ifPresent(rule -> text.append(", ").append(rule));
        return text.toString();
    }

    /** For example {@code PassSettings[FAIL, pass budget 500, batches of 16, 2 threads]}. */
    @Override
    public String toString() {
        return "PassSettings["
                + description()
                + ", batches of "
                + batchSize
                + ", "
                + (1 + helperCount)
                + (helperCount == 0 ? " thread]" : " threads]");
    }

    /** Settings of passes; every one has a default. For one thread. */
    public static final class Builder {
        private int batchSize = 16;
        private FailurePolicy failurePolicy = FailurePolicy.FAIL;
        private Progress progress = Progress.NONE;
        private BooleanSupplier cancelled = () -> false;
        private OptionalLong passBudget = OptionalLong.empty();
        private Optional<Duration> timeBudget = Optional.empty();
        private Optional<StopRule> stopRule = Optional.empty();
        private Executor executor = Runnable::run;
        private int helperCount;
        private boolean checks = true;

        private Builder() {}

        private Builder(PassSettings from) {
            this.batchSize = from.batchSize;
            this.failurePolicy = from.failurePolicy;
            this.progress = from.progress;
            this.cancelled = from.cancelled;
            this.passBudget = from.passBudget;
            this.timeBudget = from.timeBudget;
            this.stopRule = from.stopRule;
            this.executor = from.executor;
            this.helperCount = from.helperCount;
            this.checks = from.checks;
        }

        /** Faces per call of the verifier, at least 1; 16 unless given. */
        public Builder batchSize(int newBatchSize) {
            this.batchSize = Checks.atLeast(1, newBatchSize, "batchSize");
            return this;
        }

        /**
         * What to do with a face that cannot be scored; {@link FailurePolicy#FAIL} unless given.
         */
        public Builder failurePolicy(FailurePolicy newFailurePolicy) {
            this.failurePolicy = Objects.requireNonNull(newFailurePolicy, "failurePolicy");
            return this;
        }

        /** Told after every batch. What it throws ends the run and is thrown as it is. */
        public Builder progress(Progress newProgress) {
            this.progress = Objects.requireNonNull(newProgress, "progress");
            return this;
        }

        /**
         * Asked before every batch; true ends the run with a {@link
         * java.util.concurrent.CancellationException}. An interrupt does so too.
         */
        public Builder cancelWhen(BooleanSupplier newCancelled) {
            this.cancelled = Objects.requireNonNull(newCancelled, "cancelWhen");
            return this;
        }

        /**
         * Most passes of one run, those of the whole faces included. A run whose budget does not
         * pay for two masks is refused.
         *
         * @param passes at least 1
         */
        public Builder passBudget(long passes) {
            this.passBudget = OptionalLong.of(Checks.atLeast(1, passes, "passBudget"));
            return this;
        }

        /**
         * Once this much time is over, no further batch begins; two masks are scored in any case.
         *
         * @param budget above zero
         */
        public Builder timeBudget(Duration budget) {
            if (budget.isNegative() || budget.isZero()) {
                throw Checks.rejected("timeBudget", "above zero", budget);
            }
            this.timeBudget = Optional.of(budget);
            return this;
        }

        /** Ends the run before all masks are done, where they are enough; none unless given. */
        public Builder stopRule(StopRule rule) {
            this.stopRule = Optional.of(rule);
            return this;
        }

        /**
         * Spreads the batches of a run over threads: the caller's and up to {@code parallelism - 1}
         * lent by the executor; the caller's alone unless given. An executor without a free thread
         * slows a run down, never stops it.
         *
         * @param newExecutor lends the helpers; the verifier must be safe for use by several
         *     threads
         * @param parallelism threads in all, at least 1
         */
        public Builder executor(Executor newExecutor, int parallelism) {
            Checks.atLeast(1, parallelism, "parallelism");
            this.executor = Objects.requireNonNull(newExecutor, "executor");
            this.helperCount = parallelism - 1;
            return this;
        }

        /**
         * Leaves out the sample of calls that are looked at twice, see {@link
         * io.github.corrrise.verify.FaceVerifier#checked()}: for a matcher that answers the same
         * face at random. Counts, lengths and finiteness are checked all the same. Nor is there a
         * sample where there is a {@link #passBudget}, which no check may exceed.
         */
        public Builder unchecked() {
            this.checks = false;
            return this;
        }

        Builder checks(boolean on) {
            this.checks = on;
            return this;
        }

        /** The settings. */
        public PassSettings build() {
            return new PassSettings(this);
        }
    }
}
