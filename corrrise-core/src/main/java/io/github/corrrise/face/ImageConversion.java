package io.github.corrrise.face;

/**
 * What was done to a picture on its way to RGB, height x width, 0..255.
 *
 * @since 0.1.0
 */
public enum ImageConversion {
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
