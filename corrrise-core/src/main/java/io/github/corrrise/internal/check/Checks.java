package io.github.corrrise.internal.check;

/**
 * Argument checks. Each throws an {@link IllegalArgumentException}, worded by {@link #rejected},
 * where the value does not pass. NaN never passes.
 */
public final class Checks {
    private Checks() {}

    /** Returns {@code value} when it is at least {@code minimum}. */
    public static int atLeast(int minimum, int value, String name) {
        if (value >= minimum) {
            return value;
        }
        throw rejected(name, "at least " + minimum, value);
    }

    /** Returns {@code value} when it is at least {@code minimum}. */
    public static long atLeast(long minimum, long value, String name) {
        if (value >= minimum) {
            return value;
        }
        throw rejected(name, "at least " + minimum, value);
    }

    /** Returns the first of so many indices when it is at least 0 and the last one has 63 bits. */
    public static long firstIndex(long firstIndex, int count) {
        atLeast(1, count, "count");
        if (firstIndex >= 0 && firstIndex <= Long.MAX_VALUE - count) {
            return firstIndex;
        }
        throw rejected("firstIndex", "in [0, 2^63 - 1 - count]", firstIndex);
    }

    /** Returns {@code value} when it lies in [minimum, maximum]. */
    public static int inside(int minimum, int maximum, int value, String name) {
        if (value >= minimum && value <= maximum) {
            return value;
        }
        throw rejected(name, "in [" + minimum + ", " + maximum + "]", value);
    }

    /** Returns {@code value} when it lies in [minimum, maximum]. */
    public static double inside(double minimum, double maximum, double value, String name) {
        if (value >= minimum && value <= maximum) {
            return value;
        }
        throw rejected(name, "in [" + minimum + ", " + maximum + "]", value);
    }

    /** Returns {@code value} when it lies in (minimum, maximum]. */
    public static double insideHalfOpen(double minimum, double maximum, double value, String name) {
        if (value > minimum && value <= maximum) {
            return value;
        }
        throw rejected(name, "in (" + minimum + ", " + maximum + "]", value);
    }

    /** Returns {@code value} when it lies in (minimum, maximum). */
    public static double insideOpen(double minimum, double maximum, double value, String name) {
        if (value > minimum && value < maximum) {
            return value;
        }
        throw rejected(name, "in (" + minimum + ", " + maximum + ")", value);
    }

    /** Returns {@code value} when it is neither NaN nor infinite. */
    public static double finite(double value, String name) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw rejected(name, "finite", value);
    }

    /** Returns {@code value} when it equals {@code expected}. */
    public static int exactly(int expected, int value, String name) {
        if (value == expected) {
            return value;
        }
        throw rejected(name, "" + expected, value);
    }

    /** The exception for a rejected argument; the caller throws it. */
    public static IllegalArgumentException rejected(String name, String accepted, Object received) {
        return new IllegalArgumentException(name + " must be " + accepted + ", was " + received);
    }
}
