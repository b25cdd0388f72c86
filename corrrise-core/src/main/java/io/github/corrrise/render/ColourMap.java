package io.github.corrrise.render;

import io.github.corrrise.internal.check.Checks;
import java.awt.Color;

/**
 * Values to colours that stay apart for the colour-blind and in a grey print.
 *
 * <p>Lightness alone tells the magnitude: it falls evenly from the middle to either end, and {@code
 * v} and {@code -v} are equally light. Hue alone tells the sign: blue below zero, orange to red
 * above, the axis that deuteranopes and protanopes see. Immutable; safe for use by several threads.
 */
final class ColourMap {
    /*
     * Few anchors in CIELAB (D65) as lightness, chroma and hue; straight lines between them, with
     * lightness linear over the whole arm. A scientific map must not bend its data: equal steps of
     * value are equal steps of lightness (F. Crameri, G. E. Shephard, P. J. Heron, "The misuse of
     * colour in science communication", Nature Communications 11, 2020,
     * doi:10.1038/s41467-020-19160-7, whose "vik" is the model), and blue against orange is the
     * diverging pair that survives colour blindness (C. A. Brewer's ColorBrewer). All anchors and
     * all points between them lie inside sRGB.
     */
    private static final int STEP_COUNT = 512;

    private static final double[] NEUTRAL = {96, 0, 0};
    private static final double[] LIGHT_BLUE = {65, 38, 255};
    private static final double[] DEEP_BLUE = {34, 42, 278};
    private static final double[] LIGHT_ORANGE = {65, 64, 58};
    private static final double[] DEEP_RED = {34, 62, 41};
    private static final double[] PALE_YELLOW = {96, 14, 105};
    private static final double[] TEAL = {60, 31, 185};
    private static final double[] INDIGO = {22, 36, 295};

    private static final ColourMap DIVERGING =
            new ColourMap(
                    "diverging",
                    arm(NEUTRAL, LIGHT_BLUE, DEEP_BLUE),
                    arm(NEUTRAL, LIGHT_ORANGE, DEEP_RED));
    private static final ColourMap SEQUENTIAL =
            new ColourMap("sequential", new int[0], arm(PALE_YELLOW, TEAL, INDIGO));

    private final String name;
    private final int[] below;
    private final int[] above;

    private ColourMap(String name, int[] below, int[] above) {
        this.name = name;
        this.below = below;
        this.above = above;
    }

    /** For signed maps, over [-1, 1]: deep blue, light blue, near white, orange, deep red. */
    public static ColourMap diverging() {
        return DIVERGING;
    }

    /** For maps of one sign, over [0, 1]: pale yellow, teal, indigo. */
    public static ColourMap sequential() {
        return SEQUENTIAL;
    }

    /** The least value that has a colour: -1 when diverging, 0 when sequential; the most is 1. */
    public double minimum() {
        return below.length > 0 ? -1 : 0;
    }

    /**
     * The opaque colour of a value, to 1/512 of an arm.
     *
     * @param value in [{@link #minimum()}, 1]
     * @throws IllegalArgumentException where it is NaN or out of range
     */
    public Color at(double value) {
        return new Color(rgbAt(Checks.inside(minimum(), 1.0, value, "value")));
    }

    /** The same as 0xRRGGBB, unchecked. */
    int rgbAt(double value) {
        int[] arm = value < 0 ? below : above;
        return arm[(int) Math.round(Math.abs(value) * STEP_COUNT)];
    }

    private static int[] arm(double[] start, double[] middle, double[] end) {
        int[] colours = new int[STEP_COUNT + 1];
        for (int step = 0; step <= STEP_COUNT; step++) {
            double along = (double) step / STEP_COUNT;
            double bend = (start[0] - middle[0]) / (start[0] - end[0]);
            double[] from = along < bend ? start : middle;
            double[] to = along < bend ? middle : end;
            double share = along < bend ? along / bend : (along - bend) / (1 - bend);
            colours[step] =
                    rgb(
                            between(from[0], to[0], share),
                            between(redGreen(from), redGreen(to), share),
                            between(yellowBlue(from), yellowBlue(to), share));
        }
        return colours;
    }

    private static double between(double from, double to, double share) {
        return from + share * (to - from);
    }

    private static double redGreen(double[] anchor) {
        return anchor[1] * Math.cos(Math.toRadians(anchor[2]));
    }

    private static double yellowBlue(double[] anchor) {
        return anchor[1] * Math.sin(Math.toRadians(anchor[2]));
    }

    /** CIELAB to sRGB, white point D65 (CIE 15:2004 and IEC 61966-2-1). */
    private static int rgb(double lightness, double redGreen, double yellowBlue) {
        double middle = (lightness + 16) / 116;
        double x = 0.95047 * unbent(middle + redGreen / 500);
        double y = unbent(middle);
        double z = 1.08883 * unbent(middle - yellowBlue / 200);
        return channel(3.2406 * x - 1.5372 * y - 0.4986 * z) << 16
                | channel(-0.9689 * x + 1.8758 * y + 0.0415 * z) << 8
                | channel(0.0557 * x - 0.2040 * y + 1.0570 * z);
    }

    private static double unbent(double value) {
        double knee = 6.0 / 29;
        return value > knee ? value * value * value : 3 * knee * knee * (value - 4.0 / 29);
    }

    private static int channel(double linear) {
        double inside = Math.max(0, Math.min(1, linear));
        double encoded =
                inside <= 0.0031308 ? 12.92 * inside : 1.055 * Math.pow(inside, 1 / 2.4) - 0.055;
        return (int) Math.round(255 * encoded);
    }

    /** For example {@code ColourMap[diverging]}. */
    @Override
    public String toString() {
        return "ColourMap[" + name + "]";
    }
}
