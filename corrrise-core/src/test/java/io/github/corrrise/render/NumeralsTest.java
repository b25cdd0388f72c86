package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "0.5312, 0.531",
        "-1, \u22121.000",
        "0.000123, 1.23e-04",
        "-54321, \u22125.43e+04"
    })
    void areShortAndNeverEmptyOfDigits(double value, String text) {
        assertThat(Numerals.plain(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.5, +0.500", "-0.5, \u22120.500", "0, 0"})
    void carryTheirSignWhereAsked(double value, String text) {
        assertThat(Numerals.signed(value)).isEqualTo(text);
    }

    /** A difference below a thousandth is no power of ten beside others of three decimals. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.2, +0.200",
        "-0.0006, \u22120.001",
        "-0.000145, \u2248 0",
        "0.9996, +1.000",
        "1e9, +1.00e+09"
    })
    void changesHaveThreeDecimals(double difference, String text) {
        assertThat(Numerals.change(difference)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "1, 100 %",
        "0.05, 5 %",
        "0.01, 1 %",
        "0.001, 0.1 %",
        "0.0004, under 0.1 %",
        "0.085, 8.5 %",
        "0.384, 38 %",
        "0.9999, over 99.9 %"
    })
    void givePerCentNeitherNoneNorAllUnlessItIs(double share, String text) {
        assertThat(Numerals.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.2", "0.31, 0.3099999", "1e-9, 1.0000001e-9", "1, 0.9999999999999999"})
    void areToldApartWhereTheyDiffer(double first, double second) {
        String[] texts = Numerals.apart(first, second);
        assertThat(texts[0]).isNotEqualTo(texts[1]);
    }
}
