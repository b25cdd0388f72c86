package io.github.corrrise.render;

import java.util.Locale;

/** Numbers as people read them; the point is a point in every country. */
final class Numerals {
    private static final int USUAL_DECIMALS = 3;

    /** A double has at most 17 digits that matter. */
    private static final int MOST_DECIMALS = 17;

    private Numerals() {}

    /** Three decimals, or powers of ten where that would say nothing or too much. */
    static String plain(double value) {
        double magnitude = Math.abs(value);
        if (magnitude == 0) {
            return "0";
        }
        if (magnitude < 0.001 || magnitude >= 10_000) {
            return minus(String.format(Locale.ROOT, "%.2e", value));
        }
        return minus(String.format(Locale.ROOT, "%." + USUAL_DECIMALS + "f", value));
    }

    /** With a sign before any number but 0. */
    static String signed(double value) {
        return value > 0 ? "+" + plain(value) : plain(value);
    }

    /** How far a number is from another: three decimals, since less is of no interest. */
    static String change(double difference) {
        if (difference == 0) {
            return "0";
        }
        double rounded = Math.rint(1000 * difference) / 1000;
        return rounded == 0 ? "\u2248 0" : signed(rounded);
    }

    /** No line ends between a number and its sign of per cent. */
    static String unbroken(String text) {
        return text.replace(" %", "\u00a0%");
    }

    /** Two numbers with as many decimals as it takes to tell them apart. */
    static String[] apart(double first, double second) {
        String[] texts = {plain(first), plain(second)};
        for (int decimals = USUAL_DECIMALS;
                first != second && texts[0].equals(texts[1]) && decimals <= MOST_DECIMALS;
                decimals++) {
            String pattern = "%." + decimals + "f";
            texts[0] = minus(String.format(Locale.ROOT, pattern, first));
            texts[1] = minus(String.format(Locale.ROOT, pattern, second));
        }
        return texts;
    }

    /** A share in [0, 1] as per cent; neither 0 nor 100 unless it is. */
    static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0 || percent == 100) {
            return Math.round(percent) + " %";
        }
        if (percent < 0.1) {
            return "under 0.1 %";
        }
        if (percent > 99.9) {
            return "over 99.9 %";
        }
        boolean coarse =
                (percent >= 10 && percent <= 99) || Math.abs(percent - Math.rint(percent)) < 0.005;
        return String.format(Locale.ROOT, coarse ? "%.0f %%" : "%.1f %%", percent);
    }

    /** A count and its noun. */
    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private static String minus(String number) {
        return number.replace("-", "\u2212").replace("e\u2212", "e-");
    }
}
