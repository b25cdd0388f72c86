package io.github.corrrise.passes;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Side;
import java.util.Objects;

/**
 * Names one line of scores: which face was masked, and which reference the comparison was with.
 *
 * @param masked the face whose masked copies were scored
 * @param reference index of the reference, at least 0; 0 for a pair
 * @since 0.1.0
 */
public record Line(Side masked, int reference) {
    /** Checks the ranges. */
    public Line {
        Objects.requireNonNull(masked, "masked");
        Checks.atLeast(0, reference, "reference");
    }

    /** The line of a pair in which this face is masked. */
    public static Line of(Side masked) {
        return new Line(masked, 0);
    }

    /** The line of a gallery: the probe masked, compared with one of the references. */
    public static Line ofReference(int reference) {
        return new Line(Side.PROBE, reference);
    }
}
