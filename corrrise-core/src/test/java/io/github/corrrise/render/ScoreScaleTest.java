package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.verify.Threshold;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreScaleTest {
    @ParameterizedTest(name = "{0} against {1}")
    @CsvSource({
        "0.5, 0.3, 0, 1",
        "0, 1, 0, 1",
        "-0.1, 0.3, -1, 1",
        "0.5, -0.3, -1, 1",
        "87, 41.5, 0, 90",
        "-1234, 7, -2000, 2000",
        "3, 3, 0, 3"
    })
    void holdsScoreAndThreshold(double score, double threshold, double start, double end) {
        ScoreScale scale = ScoreScale.of(score, Optional.of(Threshold.of(threshold)));
        assertThat(scale).isEqualTo(new ScoreScale(start, end));
        assertThat(scale.at(score)).isBetween(0.0, 100.0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.536, 53.6", "1, 100", "2, 100"})
    void placesAreInPerCent(double value, double place) {
        assertThat(new ScoreScale(0, 1).at(value)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({"1.7e308", "-1.7e308", "1e-300"})
    void bearsExtremes(double score) {
        ScoreScale scale = ScoreScale.of(score, Optional.empty());
        assertThat(scale.end()).isFinite().isGreaterThan(scale.start());
        assertThat(scale.at(score)).isBetween(0.0, 100.0);
    }
}
