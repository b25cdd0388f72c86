package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopRulesTest {
    private static final FaceSize SIZE = new FaceSize(6, 7);
    private static final PatchMasks MASKS = new PatchMasks(2, 0.4);
    private static final ScoreCorrelation PLAIN = ScoreCorrelation.defaults();

    private final MaskCache cache = MaskCache.ofBytes(0);

    /** Of one pixel, with noise of these deviations, a line each. */
    private static MaskScores scores(int maskCount, double... deviations) {
        MaskBatch batch = MASKS.generate(0, maskCount, SIZE, 1);
        double[][] lines = new double[deviations.length][maskCount];
        for (int line = 0; line < lines.length; line++) {
            Random random = new Random(line);
            double deviation = deviations[line];
            Arrays.setAll(lines[line], i -> batch.at(i, 2, 3) + deviation * random.nextGaussian());
        }
        return MaskScores.of(MASKS, SIZE, 1, lines);
    }

    private static double rootMeanSquareError(SaliencyMap map) {
        double square = 0;
        for (float error : map.standardErrors().orElseThrow()) {
            square += (double) error * error / SIZE.pixelCount();
        }
        return Math.sqrt(square);
    }

    @Test
    void theLeastPreciseMapDecides() {
        MaskScores scores = scores(80, 0.1, 1, 0.2);
        double worst =
                PLAIN.maps(scores).stream()
                        .mapToDouble(StopRulesTest::rootMeanSquareError)
                        .max()
                        .orElseThrow();
        assertThat(PLAIN.stopAtStandardError(worst * 1.001, cache).isMet(scores)).isTrue();
        assertThat(PLAIN.stopAtStandardError(worst * 0.999, cache).isMet(scores)).isFalse();
        assertThat(PLAIN.stopAtStandardError(0.02, cache).reason())
                .isEqualTo(StopReason.STANDARD_ERROR);
    }

    /** Pixels that no mask hides have no error: they would make the others look precise. */
    @Test
    void pixelsThatNeverVaryDoNotCount() {
        double[] line = {1, 2, 3, 5, 4, 6};
        PatchMasks one = new PatchMasks(1, 0.2);
        MaskScores scores = MaskScores.of(one, SIZE, 1, line);
        SaliencyMap map = PLAIN.maps(scores).get(0);
        int defined = SIZE.pixelCount() - map.undefinedCount();
        assertThat(defined).isBetween(1, SIZE.pixelCount() / 2);
        double error = rootMeanSquareError(map) * Math.sqrt((double) SIZE.pixelCount() / defined);
        assertThat(PLAIN.stopAtStandardError(error * 1.001, cache).isMet(scores)).isTrue();
        assertThat(PLAIN.stopAtStandardError(error * 0.999, cache).isMet(scores)).isFalse();
    }

    @Test
    void theLeastReliableMapDecides() {
        MaskScores scores = scores(80, 0.1, 0.4, 0.2);
        double least =
                PLAIN.maps(scores).stream()
                        .mapToDouble(
                                map -> map.reliability().orElseThrow().splitHalf().orElseThrow())
                        .min()
                        .orElseThrow();
        assertThat(least).isBetween(0.1, 0.95);
        assertThat(PLAIN.stopAtReliability(least * 0.999, cache).isMet(scores)).isTrue();
        assertThat(PLAIN.stopAtReliability(least * 1.001, cache).isMet(scores)).isFalse();
        assertThat(PLAIN.stopAtReliability(0.9, cache).reason()).isEqualTo(StopReason.RELIABILITY);
    }

    /** Halves of 15 masks say too little; equal scores, nothing. */
    @Test
    void whatCannotBeToldIsNotReliable() {
        assertThat(PLAIN.stopAtReliability(0.001, cache).isMet(scores(31, 0))).isFalse();
        assertThat(PLAIN.stopAtReliability(0.001, cache).isMet(scores(32, 0))).isTrue();
        MaskScores equal = MaskScores.of(MASKS, SIZE, 1, new double[40]);
        assertThat(PLAIN.stopAtReliability(0.001, cache).isMet(equal)).isFalse();
    }

    @Test
    void theTextTellsTheTarget() {
        assertThat(PLAIN.stopAtStandardError(0.02, cache))
                .hasToString("StopRule[STANDARD_ERROR 0.02]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, Double.NaN})
    void targetsLieBetweenZeroAndOne(double target) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.stopAtStandardError(target, cache))
                .withMessageStartingWith("target standard error must be in (0.0, 1.0), was ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.stopAtReliability(target, cache))
                .withMessageStartingWith("target reliability must be in (0.0, 1.0), was ");
    }
}
