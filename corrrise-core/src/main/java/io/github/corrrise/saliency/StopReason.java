package io.github.corrrise.saliency;

/**
 * Why a run took no more masks.
 *
 * @since 0.1.0
 */
public enum StopReason {
    /** All masks asked for were used. */
    MASK_COUNT,
    /** One more mask would have cost more passes than allowed. */
    PASS_BUDGET,
    /** The time allowed was over. */
    TIME_BUDGET,
    /** The standard error asked for was reached. */
    STANDARD_ERROR,
    /** The reliability asked for was reached. */
    RELIABILITY
}
