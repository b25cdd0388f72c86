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
public record FaceOrigin(Set<Conversion> conversions, Optional<String> alignment) {
    /** Copies the set, in the order of the constants. */
    public FaceOrigin {
        // An enum set keeps one order; Set.copyOf would take another in every process.
        Set<Conversion> ordered = EnumSet.noneOf(Conversion.class);
        ordered.addAll(conversions);
        conversions = Collections.unmodifiableSet(ordered);
        Objects.requireNonNull(alignment, "alignment");
    }

    /** Pixels as they were given. */
    static FaceOrigin asGiven() {
        return new FaceOrigin(Set.of(), Optional.empty());
    }

    /** The same with one conversion more. */
    FaceOrigin with(Conversion conversion) {
        Set<Conversion> more = EnumSet.of(conversion);
        more.addAll(conversions);
        return new FaceOrigin(more, alignment);
    }

    /** The same, aligned. */
    FaceOrigin alignedBy(String newAlignment) {
        return new FaceOrigin(with(Conversion.ALIGNED).conversions(), Optional.of(newAlignment));
    }

    /**
     * Whether the picture was scaled to its size and never aligned. Face models are trained on
     * aligned faces; their scores of other pictures mean little.
     */
    public boolean isScaledWithoutAlignment() {
        return conversions.contains(Conversion.RESIZED)
                && !conversions.contains(Conversion.ALIGNED);
    }

    /**
     * What was done to a picture on its way to RGB, height x width, 0..255.
     *
     * @since 0.1.0
     */
    public enum Conversion {
        /** One grey channel was copied to red, green and blue. */
        GREYSCALE_TO_RGB,
        /** Transparent pixels were composited over black. */
        ALPHA_OVER_BLACK,
        /** 9 to 16 bits per channel were scaled to 0..255, fractions kept. */
        SIXTEEN_BIT_TO_0_255,
        /** Colours of another space were converted to sRGB by the picture's colour profile. */
        COLOURS_TO_SRGB,
        /** The colour profile could not be read; colours were taken for sRGB. */
        DAMAGED_COLOUR_PROFILE_IGNORED,
        /** The EXIF orientation was applied. */
        EXIF_ORIENTATION_APPLIED,
        /** The EXIF orientation was 0, which is none, and was read as upright. */
        EXIF_ORIENTATION_0_READ_AS_UPRIGHT,
        /** The image was resampled to another size on request. */
        RESIZED,
        /** The face was turned, scaled and cut out by its landmarks. */
        ALIGNED
    }
}
