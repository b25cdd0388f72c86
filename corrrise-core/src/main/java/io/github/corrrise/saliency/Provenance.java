package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a result came about: enough to make it again, and to know what it cost.
 *
 * @param method for example "CorrRISE"
 * @param verifier the verifier's own description
 * @param settings name to value in a fixed order: masks, fill, correlation and so on; the kernel
 *     that ran is among them
 * @param seed of masks and shuffles
 * @param maskCount masks sent through the verifier a side (or, for a gallery, once for all)
 * @param failedCount scores the verifier could not give, over all lines of the run; the setting
 *     {@code failurePolicy} tells what became of them
 * @param passCount images sent through the verifier in the whole run
 * @param stopReason why no more masks were taken
 * @param libraryVersion version of this library
 * @param timing where the time went
 */
public record Provenance(
        String method,
        String verifier,
        Map<String, String> settings,
        long seed,
        int maskCount,
        int failedCount,
        long passCount,
        StopReason stopReason,
        String libraryVersion,
        Timing timing) {
    /** Copies the settings and checks the ranges. */
    public Provenance {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(verifier, "verifier");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Checks.atLeast(0, maskCount, "maskCount");
        Checks.atLeast(0, failedCount, "failedCount");
        Checks.atLeast(0, passCount, "passCount");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        Objects.requireNonNull(timing, "timing");
    }

    /** True where all but the timing and the library's version agree. */
    public boolean describesSameRunAs(Provenance other) {
        return withoutCircumstances().equals(other.withoutCircumstances());
    }

    Provenance withoutCircumstances() {
        return new Provenance(
                method,
                verifier,
                settings,
                seed,
                maskCount,
                failedCount,
                passCount,
                stopReason,
                "",
                new Timing(Duration.ZERO, Duration.ZERO));
    }
}
