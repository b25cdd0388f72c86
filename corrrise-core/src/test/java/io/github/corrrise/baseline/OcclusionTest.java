package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OcclusionTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.occlusion();
    }

    @Override
    public int documentedMaskCount() {
        return 225;
    }

    @Override
    public Baseline small() {
        return Baseline.occlusion(0.25, 0.25);
    }

    @Override
    public Baseline thorough() {
        return Baseline.occlusion();
    }

    @Override
    public double leastRankCorrelation() {
        return 0.95;
    }

    @Nested
    class KnownValues {
        private static final double[][] WEIGHTS = {
            {1, 2, 3, 4}, {5, 6, 7, 8}, {-1, -2, -3, -4}, {0, 0, 0, 1}
        };

        private static SaliencyMap map(Baseline occlusion) {
            AdditiveVerifier verifier = AdditiveVerifier.of(new FaceSize(4, 4), WEIGHTS);
            FacePair white = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
            return occlusion.on(verifier).explain(white).probe();
        }

        /** Each pixel lies in one window of 2 x 2 and gets what the four weights add up to. */
        @Test
        void windowsSideBySideCostTheirSums() {
            float[] values = map(Baseline.occlusion(0.5, 0.5)).toArray();
            float[] expected = {14, 14, 22, 22, 14, 14, 22, 22, -3, -3, -6, -6, -3, -3, -6, -6};
            assertThat(values).containsExactly(expected, within(1e-5f));
        }

        /** A corner lies in one window, its neighbour in two, an inner pixel in four. */
        @Test
        void overlappingWindowsAreAveraged() {
            SaliencyMap map = map(Baseline.occlusion(0.5, 0.25));
            assertThat(map.at(0, 0)).isCloseTo(14, within(1e-5f));
            assertThat(map.at(0, 1)).isCloseTo((14 + 18) / 2f, within(1e-5f));
            assertThat(map.at(1, 1)).isCloseTo((14 + 18 + 8 + 8) / 4f, within(1e-5f));
        }

        @Test
        void whatNoWindowHidesIsUndefined() {
            SaliencyMap map = map(Baseline.occlusion(0.25, 0.75));
            assertThat(map.at(0, 3)).isCloseTo(4, within(1e-5f));
            assertThat(map.isDefined(3, 3)).isTrue();
            assertThat(map.isDefined(0, 1)).isFalse();
            assertThat(map.undefinedCount()).isEqualTo(12);
        }
    }

    @Nested
    class Rejects {
        @Test
        void aWindowThatIsNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.occlusion(0, 1 / 16.0))
                    .withMessageContaining("in (0.0, 1.0], was 0.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.occlusion(1 / 8.0, Double.NaN))
                    .withMessage("strideFraction must be in (0.0, 1.0], was NaN");
        }
    }
}
