package io.github.corrrise.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    @Test
    void aSimilarityAtTheThresholdMatches() {
        Threshold threshold = Threshold.of(0.31);
        assertThat(threshold.decide(0.31)).isEqualTo(Decision.MATCH);
        assertThat(threshold.decide(Math.nextDown(0.31))).isEqualTo(Decision.NON_MATCH);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void rejectsWhatIsNoNumber(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.of(value))
                .withMessage("threshold must be finite, was " + value);
    }
}
