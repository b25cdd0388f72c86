package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a result came about: enough to make it again, and to know what it cost.
 *
 * @param method for example "CorrRISE"
 * @param verifier the verifier's own description
 * @param inputs what it was made from, with the digest by which a kept result is known
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
 * @since 0.1.0
 */
public record Provenance(
        String method,
        String verifier,
        Inputs inputs,
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
        Objects.requireNonNull(inputs, "inputs");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Checks.atLeast(0, maskCount, "maskCount");
        Checks.atLeast(0, failedCount, "failedCount");
        Checks.atLeast(0, passCount, "passCount");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        Objects.requireNonNull(timing, "timing");
    }

    /**
     * True where all but the timing and the library's version agree. The inputs' digest depends on
     * that version, so their other components are compared.
     */
    public boolean describesSameRunAs(Provenance other) {
        return method.equals(other.method)
                && verifier.equals(other.verifier)
                && inputs.probe().equals(other.inputs.probe())
                && inputs.reference().equals(other.inputs.reference())
                && inputs.explainer().equals(other.inputs.explainer())
                && settings.equals(other.settings)
                && seed == other.seed
                && maskCount == other.maskCount
                && failedCount == other.failedCount
                && passCount == other.passCount
                && stopReason == other.stopReason;
    }

    /** The same run, of another of its comparisons. */
    public Provenance withInputs(Inputs newInputs) {
        return new Provenance(
                method,
                verifier,
                newInputs,
                settings,
                seed,
                maskCount,
                failedCount,
                passCount,
                stopReason,
                libraryVersion,
                timing);
    }
}
