package io.github.corrrise.verify;

import org.jspecify.annotations.Nullable;

/**
 * A verifier failed or broke its contract: it threw, returned a wrong count or no number. The
 * message names the verifier or its model, and the masks or faces concerned; the cause is kept.
 *
 * @since 0.1.0
 */
public final class VerifierException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause, which may be null where the verifier itself threw nothing. */
    public VerifierException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A failure without a cause. */
    public VerifierException(String message) {
        super(message);
    }
}
