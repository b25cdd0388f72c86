package io.github.corrrise.parts;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * The share of one part in the similarity.
 *
 * @param part its name
 * @param share in units of the similarity; negative where the part makes the pair less alike
 * @param standardError of the share, at least 0; 0 where it was computed from all coalitions
 * @since 0.1.0
 */
public record PartShare(String part, double share, double standardError) {
    /** Checks that the numbers are finite. */
    public PartShare {
        Objects.requireNonNull(part, "part");
        Checks.finite(share, "share");
        Checks.inside(0.0, Double.MAX_VALUE, standardError, "standardError");
    }
}
