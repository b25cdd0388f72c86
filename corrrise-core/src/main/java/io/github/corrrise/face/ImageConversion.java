package io.github.corrrise.face;

/** What was done to a picture on its way to RGB, height x width, 0..255. */
public enum ImageConversion {
    /** One grey channel was copied to red, green and blue. */
    GREYSCALE_TO_RGB,
    /** Transparent pixels were composited over black. */
    ALPHA_OVER_BLACK,
    /** 16 bits a channel were scaled to 0..255, fractions kept. */
    SIXTEEN_BIT_TO_0_255,
    /** The EXIF orientation was applied. */
    EXIF_ORIENTATION_APPLIED,
    /** The image was resampled to another size on request. */
    RESIZED,
    /** The face was turned, scaled and cut out by its landmarks. */
    ALIGNED
}
