package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CentrePriorTest implements BaselineContract {
    @Override
    public Baseline published() {
        return Baseline.centrePrior();
    }

    @Override
    public int documentedMaskCount() {
        return 0;
    }

    @Override
    public Baseline small() {
        return Baseline.centrePrior();
    }

    @Nested
    class KnownValues {
        /** 32 x 40, a quarter wide: sigma 8; the corner is 15.5 and 19.5 pixels off the centre. */
        @Test
        void fallsWithTheDistanceFromTheCentre() {
            SaliencyMap map = map((probe, reference) -> 1, BaselineContract.noise(1));
            double corner = Math.exp(-(15.5 * 15.5 + 19.5 * 19.5) / (2 * 64));
            assertThat((double) map.at(0, 0)).isCloseTo(corner, within(1e-7));
            assertThat(map.at(31, 39)).isEqualTo(map.at(0, 0));
            assertThat(map.at(15, 19)).isEqualTo(map.largestMagnitude());
        }
    }

    @Nested
    class Properties {
        @Test
        void dependsNeitherOnTheVerifierNorOnTheFaces() {
            SaliencyMap one = map((probe, reference) -> 1, BaselineContract.noise(1));
            assertThat(map((probe, reference) -> probe.mean(0), BaselineContract.noise(2)))
                    .isEqualTo(one);
        }
    }

    private static SaliencyMap map(ToDoubleBiFunction<FaceImage, FaceImage> score, FacePair pair) {
        return Baseline.centrePrior().on(FaceVerifier.of(SIZE, score)).explain(pair).probe();
    }
}
