package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FailurePolicy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassSettingsTest {
    private record Never() implements StopRule {
        @Override
        public StopReason reason() {
            return StopReason.RELIABILITY;
        }

        @Override
        public boolean isMet(MaskScores soFar) {
            return false;
        }
    }

    @Test
    void theDescriptionTellsOnWhatMapsDependAndTheTextMore() {
        assertThat(PassSettings.defaults().description()).isEqualTo("FAIL");
        assertThat(PassSettings.defaults())
                .hasToString("PassSettings[FAIL, batches of 16, 1 thread]");
        PassSettings all =
                PassSettings.builder()
                        .failurePolicy(FailurePolicy.SKIP)
                        .passBudget(500)
                        .timeBudget(Duration.ofSeconds(2))
                        .stopRule(new Never())
                        .batchSize(8)
                        .executor(Runnable::run, 2)
                        .build();
        assertThat(all.description()).isEqualTo("SKIP, pass budget 500, time budget PT2S, Never[]");
        assertThat(all)
                .hasToString("PassSettings[" + all.description() + ", batches of 8, 2 threads]");
    }

    @Test
    void aBuilderOfSettingsKeepsThemAll() {
        Progress progress = (done, total) -> {};
        BooleanSupplier cancelled = () -> true;
        Executor executor = Runnable::run;
        PassSettings.Builder builder =
                PassSettings.builder()
                        .failurePolicy(FailurePolicy.LOWEST)
                        .timeBudget(Duration.ofNanos(1))
                        .stopRule(new Never())
                        .batchSize(1)
                        .progress(progress)
                        .cancelWhen(cancelled)
                        .executor(executor, 3)
                        .unchecked();
        PassSettings copy = builder.build().toBuilder().build();
        assertThat(copy).hasToString(builder.build().toString());
        assertThat(copy.failurePolicy()).isEqualTo(FailurePolicy.LOWEST);
        assertThat(copy.timeBudget()).contains(Duration.ofNanos(1));
        assertThat(copy.stopRule()).contains(new Never());
        assertThat(copy.batchSize()).isEqualTo(1);
        assertThat(copy.progress()).isSameAs(progress);
        assertThat(copy.cancelled()).isSameAs(cancelled);
        assertThat(copy.executor()).isSameAs(executor);
        assertThat(copy.helperCount()).isEqualTo(2);
        assertThat(copy.checks()).isFalse();
        assertThat(copy.toBuilder().passBudget(9).build().toBuilder().build().passBudget())
                .hasValue(9);
    }

    /** A call that is looked at twice costs a pass that the budget does not know of. */
    @Test
    void nothingIsLookedAtTwiceWithinABudgetOfPasses() {
        assertThat(PassSettings.defaults().checks()).isTrue();
        assertThat(PassSettings.builder().passBudget(1).build().checks()).isFalse();
        assertThat(PassSettings.builder().unchecked().build().checks()).isFalse();
        assertThat(PassSettings.builder().unchecked().checks(true).build().checks()).isTrue();
    }

    @Test
    void rejectsWhatIsOutOfRange() {
        PassSettings.Builder builder = PassSettings.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.batchSize(0))
                .withMessage("batchSize must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.passBudget(0))
                .withMessage("passBudget must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.executor(Runnable::run, 0))
                .withMessage("parallelism must be at least 1, was 0");
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.timeBudget(none))
                    .withMessageStartingWith("timeBudget must be above zero, was PT");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, MaskPlan.MOST_MASKS + 1})
    void aPlanHasTwoMasksAtLeastAndAMillionAtMost(int maskCount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskPlan(new PatchMasks(1, 0.5), maskCount, Fill.black(), 1))
                .withMessageStartingWith("maskCount must be ")
                .withMessageEndingWith("was " + maskCount);
        assertThat(MaskPlan.requireMaskCount(2)).isEqualTo(2);
        assertThat(MaskPlan.requireMaskCount(MaskPlan.MOST_MASKS)).isEqualTo(MaskPlan.MOST_MASKS);
    }
}
