package io.github.corrrise.rates;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Shares as per cent, to two digits that matter; the point is a point in every country. */
final class Percent {
    private static final int DIGITS = 2;

    private Percent() {}

    /** For example "0.025 %". */
    static String of(double share) {
        return number(share) + " %";
    }

    /** The same without the sign. */
    static String number(double share) {
        return number(share, RoundingMode.HALF_EVEN);
    }

    /** For bounds: what is told is at least as much. */
    static String roundedUp(double share) {
        return number(share, RoundingMode.CEILING) + " %";
    }

    /** A share that somebody asked for, as it is. */
    static String exact(double share) {
        return plain(BigDecimal.valueOf(share).scaleByPowerOfTen(2)) + " %";
    }

    /** Above a half the digits that matter are those of what is short of 1. */
    private static String number(double share, RoundingMode rounding) {
        BigDecimal percent = new BigDecimal(share).scaleByPowerOfTen(2);
        BigDecimal rest = BigDecimal.valueOf(100).subtract(percent);
        if (rest.signum() > 0 && rest.compareTo(percent) < 0) {
            RoundingMode back = rounding == RoundingMode.CEILING ? RoundingMode.FLOOR : rounding;
            return plain(
                    BigDecimal.valueOf(100).subtract(rest.round(new MathContext(DIGITS, back))));
        }
        return plain(percent.round(new MathContext(DIGITS, rounding)));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
