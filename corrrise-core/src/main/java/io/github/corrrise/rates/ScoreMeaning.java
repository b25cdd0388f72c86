package io.github.corrrise.rates;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Truth;
import java.util.Locale;
import java.util.Objects;

/**
 * How one score stands among those of pairs whose truth is known. It says how often such scores
 * come up, and not how probable it is that two faces are of one person: that would take to know how
 * many of the pairs that are compared are genuine.
 *
 * @param set name of the pairs
 * @param digest {@link LabelledScores#digest} of them
 * @param similarity the score, finite
 * @param impostorsAsHigh impostor pairs at or above it: the FMR of a threshold at this score
 * @param genuineAsLow genuine pairs at or below it: the FNMR of a threshold just above this score
 * @since 0.1.0
 */
public record ScoreMeaning(
        String set,
        String digest,
        double similarity,
        ErrorRates.Rate impostorsAsHigh,
        ErrorRates.Rate genuineAsLow) {
    /** Checks that nothing is null and the score is finite. */
    public ScoreMeaning {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(digest, "digest");
        Checks.finite(similarity, "similarity");
        Objects.requireNonNull(impostorsAsHigh, "impostorsAsHigh");
        Objects.requireNonNull(genuineAsLow, "genuineAsLow");
    }

    /** The count of one class and its rate. */
    public ErrorRates.Rate of(Truth truth) {
        return switch (truth) {
            case GENUINE -> genuineAsLow;
            case IMPOSTOR -> impostorsAsHigh;
        };
    }

    /** Both counts in words: those of the impostor pairs, then those of the genuine ones. */
    public String inWords() {
        return inWords(Truth.IMPOSTOR) + " " + inWords(Truth.GENUINE);
    }

    /**
     * One count in a sentence, for example "Of 12,000 impostor pairs of gate 4, 3 scored as high
     * (FMR 0.025 % [0.0052, 0.073])." or "Of 800 genuine pairs of gate 4, none scored as low (FNMR
     * below 0.38 %)." Intervals and bounds are at 95 % confidence, for independent pairs.
     */
    public String inWords(Truth truth) {
        ErrorRates.Rate rate = of(truth);
        boolean genuine = truth == Truth.GENUINE;
        return String.format(
                Locale.ROOT,
                "Of %,d %s %s of %s, %s scored as %s (%s %s).",
                rate.trials(),
                genuine ? "genuine" : "impostor",
                rate.trials() == 1 ? "pair" : "pairs",
                set,
                rate.errors() == 0 ? "none" : String.format(Locale.ROOT, "%,d", rate.errors()),
                genuine ? "low" : "high",
                genuine ? "FNMR" : "FMR",
                rate.inWords());
    }
}
