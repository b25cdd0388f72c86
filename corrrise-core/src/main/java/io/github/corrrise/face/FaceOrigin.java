package io.github.corrrise.face;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the pixels of a face came about.
 *
 * @param conversions what was done to the picture; empty when nothing was
 * @param alignment what found the landmarks by which the face was aligned, for example the
 *     detector's description; empty when the library did not align it
 * @since 0.1.0
 */
public record FaceOrigin(Set<ImageConversion> conversions, Optional<String> alignment) {
    /** Copies the set, in the order of the constants. */
    public FaceOrigin {
        // An enum set keeps one order; Set.copyOf would take another in every process.
        Set<ImageConversion> ordered = EnumSet.noneOf(ImageConversion.class);
        ordered.addAll(conversions);
        conversions = Collections.unmodifiableSet(ordered);
        Objects.requireNonNull(alignment, "alignment");
    }

    /** Pixels as they were given. */
    static FaceOrigin asGiven() {
        return new FaceOrigin(Set.of(), Optional.empty());
    }

    /** The same with one conversion more. */
    FaceOrigin with(ImageConversion conversion) {
        Set<ImageConversion> more = EnumSet.of(conversion);
        more.addAll(conversions);
        return new FaceOrigin(more, alignment);
    }

    /** The same, aligned. */
    FaceOrigin alignedBy(String newAlignment) {
        return new FaceOrigin(
                with(ImageConversion.ALIGNED).conversions(), Optional.of(newAlignment));
    }

    /**
     * Whether the picture was scaled to its size and never aligned. Face models are trained on
     * aligned faces; their scores of other pictures mean little.
     */
    public boolean isScaledWithoutAlignment() {
        return conversions.contains(ImageConversion.RESIZED)
                && !conversions.contains(ImageConversion.ALIGNED);
    }
}
