package io.github.corrrise.render;

/**
 * From values to colours over grey.
 *
 * @param colours the colour map
 * @param limit the magnitude at its ends, above 0
 * @param opacity at the limit, in (0, 1]
 * @param fading whether the opacity falls with the magnitude
 */
record Shading(ColourMap colours, double limit, double opacity, boolean fading) {
    /** The limit of a map that is zero everywhere, where no magnitude gives one. */
    static final double ALL_ZERO_LIMIT = 1;

    static Shading of(ColourMap colours, float largestMagnitude, HeatMaps.Style style) {
        double own = largestMagnitude > 0 ? largestMagnitude : ALL_ZERO_LIMIT;
        return new Shading(colours, style.limit().orElse(own), style.opacity(), style.fading());
    }

    /** The pure colour, 0xRRGGBB. */
    int colour(double value) {
        return colours.rgbAt(position(value));
    }

    /** The colour over a grey of [0, 255], 0xRRGGBB. */
    int over(int grey, double value) {
        return mixed(grey * 0x010101, colour(value), share(value));
    }

    /** How much of the colour shows, in [0, 1]. */
    double share(double value) {
        double magnitude = Math.abs(position(value));
        return fading ? opacity * magnitude * (2 - magnitude) : opacity;
    }

    /** The place on the colour map; values beyond the limit lie at the end. */
    private double position(double value) {
        return Math.max(colours.minimum(), Math.min(1, value / limit));
    }

    /** {@code share} of {@code top}, the rest of {@code ground}, channel by channel. */
    static int mixed(int ground, int top, double share) {
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int below = (ground >> shift) & 0xFF;
            int above = (top >> shift) & 0xFF;
            colour |= (int) Math.round(below + share * (above - below)) << shift;
        }
        return colour;
    }
}
