package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MinPlusTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.minPlus();
    }

    @Override
    public int documentedMaskCount() {
        return 393;
    }

    @Override
    public Baseline small() {
        return Baseline.minPlus(5, 0.1);
    }

    @Override
    public Baseline thorough() {
        return Baseline.minPlus();
    }

    @Override
    public double leastRankCorrelation() {
        return 0.95;
    }

    @Nested
    class KnownValues {
        private static final FaceSize FOUR = new FaceSize(4, 4);
        private static final FaceImage WHITE = FaceImage.filled(FOUR, 255, 255, 255);

        /** A score that adds up gains from a spot what it loses with it: the weights under it. */
        @Test
        void anAdditiveScoreGivesTheWeightsUnderTheSpot() {
            double[][] weights = {{1, 2, 3, 4}, {5, 6, 7, 8}, {-1, -2, -3, -4}, {0, 0, 0, 1}};
            AdditiveVerifier verifier = AdditiveVerifier.of(FOUR, weights);
            SaliencyMap map =
                    Baseline.minPlus(4, 0.25)
                            .on(verifier)
                            .explain(FacePair.of(WHITE, WHITE))
                            .probe();
            for (int k = 0; k < 16; k++) {
                double under = 0;
                for (int p = 0; p < 16; p++) {
                    double down = p / 4 - k / 4;
                    double right = p % 4 - k % 4;
                    under += weights[p / 4][p % 4] * Math.exp(-(down * down + right * right) / 2);
                }
                assertThat((double) map.at(k / 4, k % 4)).isCloseTo(under, within(1e-5));
            }
        }

        /** s = m^2 for the mean brightness m: removing takes 2 m g - g^2, showing brings g^2. */
        @Test
        void removingAndShowingAreAveraged() {
            FaceVerifier squared =
                    FaceVerifier.of(FOUR, (probe, reference) -> Math.pow(probe.mean(0) / 255, 2));
            SaliencyMap map =
                    Baseline.minPlus(1, 1.0).on(squared).explain(FacePair.of(WHITE, WHITE)).probe();
            double g = 0;
            for (double row = -1.5; row <= 1.5; row++) {
                for (double column = -1.5; column <= 1.5; column++) {
                    g += Math.exp(-(row * row + column * column) / 32) / 16;
                }
            }
            assertThat((double) map.at(2, 1))
                    .isCloseTo(((1 - (1 - g) * (1 - g)) + g * g) / 2, within(1e-6));
        }

        /** A matcher that finds no face in a spot alone is explained by removal alone. */
        @Test
        void whereShowingFailsRemovingStandsAlone() {
            FaceVerifier half =
                    FaceVerifier.of(
                            FOUR,
                            (probe, reference) ->
                                    probe.mean(0) < 100 ? Double.NaN : probe.mean(0) / 255);
            SaliencyMap map =
                    Baseline.minPlus(4, 0.1)
                            .on(
                                    half,
                                    BaselineContract.run(FailurePolicy.SKIP, OptionalLong.empty()))
                            .explain(FacePair.of(WHITE, WHITE))
                            .probe();
            assertThat(map.undefinedCount()).isZero();
            assertThat((double) map.at(1, 1)).isCloseTo(map.at(2, 2), within(1e-6)).isPositive();
        }

        /** Of 2 spots per side one has no score: its neighbours keep their own values. */
        @Test
        void aSpotWithoutScoresDoesNotPullItsNeighbours() {
            FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
            FaceVerifier steady = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
            FaceVerifier blind =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) ->
                                    Math.abs(probe.at(8, 10, 0) - probe.at(8, 30, 0)) > 50
                                                    && Math.abs(
                                                                    probe.at(8, 30, 0)
                                                                            - probe.at(24, 10, 0))
                                                            < 1
                                            ? Double.NaN
                                            : probe.mean(0));
            Baseline spots = Baseline.minPlus(2, 0.05);
            RunSettings skip = BaselineContract.run(FailurePolicy.SKIP, OptionalLong.empty());
            SaliencyMap whole = spots.on(steady, skip).explain(FacePair.of(white, white)).probe();
            SaliencyMap holed = spots.on(blind, skip).explain(FacePair.of(white, white)).probe();
            assertThat(holed.undefinedCount()).isPositive();
            double level = whole.at(24, 10);
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                int row = p / SIZE.width();
                int column = p % SIZE.width();
                if (holed.isDefined(row, column)) {
                    assertThat((double) holed.at(row, column))
                            .isCloseTo(level, within(0.02 * Math.abs(level)));
                }
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void moreSpotsThanPixels() {
            Baseline fine = Baseline.minPlus(50, 0.1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fine.on(FaceVerifier.of(SIZE, (a, b) -> 0)))
                    .withMessage("cellsPerSide must be in [1, 32], was 50");
        }

        @Test
        void aSpotWithoutWidth() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.minPlus(14, 0))
                    .withMessage("sigmaFraction must be in (0.0, 1.0], was 0.0");
        }
    }
}
