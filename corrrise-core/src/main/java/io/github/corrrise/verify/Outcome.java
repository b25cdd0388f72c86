package io.github.corrrise.verify;

/**
 * What a decision turns out to be once the truth is known.
 *
 * @since 0.1.0
 */
public enum Outcome {
    /** One person, decided MATCH. */
    TRUE_MATCH(Truth.GENUINE, Decision.MATCH),
    /** Two persons, decided MATCH. */
    FALSE_MATCH(Truth.IMPOSTOR, Decision.MATCH),
    /** Two persons, decided NON_MATCH. */
    TRUE_NON_MATCH(Truth.IMPOSTOR, Decision.NON_MATCH),
    /** One person, decided NON_MATCH. */
    FALSE_NON_MATCH(Truth.GENUINE, Decision.NON_MATCH);

    private final Truth truth;
    private final Decision decision;

    Outcome(Truth truth, Decision decision) {
        this.truth = truth;
        this.decision = decision;
    }

    /** The outcome of a decision about a pair of this truth. */
    public static Outcome of(Truth truth, Decision decision) {
        return switch (decision) {
            case MATCH -> truth == Truth.GENUINE ? TRUE_MATCH : FALSE_MATCH;
            case NON_MATCH -> truth == Truth.GENUINE ? FALSE_NON_MATCH : TRUE_NON_MATCH;
        };
    }

    /** Whether the faces are of one person. */
    public Truth truth() {
        return truth;
    }

    /** What the verifier decided. */
    public Decision decision() {
        return decision;
    }

    /** True for a false match and a false non-match. */
    public boolean isError() {
        return this == FALSE_MATCH || this == FALSE_NON_MATCH;
    }
}
