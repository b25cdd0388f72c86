package io.github.corrrise.saliency;

import java.time.Duration;
import java.util.Objects;

/**
 * Where the time went.
 *
 * @param total from the call to the result
 * @param verifier inside the verifier, added up over threads
 * @since 0.1.0
 */
public record Timing(Duration total, Duration verifier) {
    /** Checks that neither is null. */
    public Timing {
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(verifier, "verifier");
    }
}
