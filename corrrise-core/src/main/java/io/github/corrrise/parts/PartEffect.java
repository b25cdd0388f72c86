package io.github.corrrise.parts;

import io.github.corrrise.internal.check.Checks;
import java.util.Objects;

/**
 * What hiding one part of a face did to the similarity.
 *
 * @param part its name
 * @param similarity with the part hidden, the mean over the fills
 * @param least the least similarity over the fills
 * @param greatest the greatest similarity over the fills
 * @param effect the similarity of the whole faces less {@code similarity}: positive where the part
 *     makes the pair more alike, negative where it makes it less alike
 * @since 0.1.0
 */
public record PartEffect(
        String part, double similarity, double least, double greatest, double effect) {
    /** Checks that the numbers are finite and in order. */
    public PartEffect {
        Objects.requireNonNull(part, "part");
        Checks.finite(effect, "effect");
        Checks.inside(least, greatest, similarity, "similarity");
    }
}
