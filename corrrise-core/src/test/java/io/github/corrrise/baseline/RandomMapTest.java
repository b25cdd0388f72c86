package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RandomMapTest implements BaselineContract {
    @Override
    public Baseline published() {
        return Baseline.randomSmooth();
    }

    @Override
    public int documentedMaskCount() {
        return 0;
    }

    @Override
    public Baseline small() {
        return Baseline.randomSmooth();
    }

    private static Explanation explain(Baseline random, long seed, FacePair pair) {
        FaceVerifier verifier =
                FaceVerifier.of(pair.probe().size(), (probe, reference) -> probe.mean(0));
        return random.on(verifier, RunSettings.defaults().withSeed(seed)).explain(pair);
    }

    @Nested
    class Properties {
        @Test
        void doesNotDependOnTheVerifier() {
            FacePair pair = BaselineContract.noise(1);
            FaceVerifier other = FaceVerifier.of(SIZE, (probe, reference) -> -3);
            assertThat(Baseline.randomSmooth().on(other).explain(pair).probe())
                    .isEqualTo(explain(Baseline.randomSmooth(), 0, pair).probe());
        }

        @Test
        void pairsSidesAndSeedsAreIndependent() {
            FacePair pair = BaselineContract.noise(1);
            for (Baseline random : List.of(Baseline.randomWhite(), Baseline.randomSmooth(0.08))) {
                Explanation why = explain(random, 0, pair);
                double[] map = Correlations.doubles(why.probe());
                double[][] others = {
                    Correlations.doubles(why.reference().orElseThrow()),
                    Correlations.doubles(explain(random, 1, pair).probe()),
                    Correlations.doubles(explain(random, 0, BaselineContract.noise(2)).probe()),
                    Correlations.doubles(explain(random, 0, pair.swapped()).probe())
                };
                for (double[] other : others) {
                    // A smooth map of 32 x 40 has about 25 independent spots.
                    assertThat(Correlations.pearson(map, other)).isBetween(-0.8, 0.8);
                }
            }
        }

        /** Over 200 maps; the error of a correlation so pooled is about 0.01. */
        @Tag("slow")
        @Test
        void hasTheAutocorrelationItSays() {
            FaceSize size = new FaceSize(60, 60);
            Baseline random = Baseline.randomSmooth(0.1);
            double square = 0;
            double atSix = 0;
            double atTwelve = 0;
            for (int seed = 0; seed < 200; seed++) {
                double[] map = map(random, size, seed);
                for (int row = 0; row < 60; row++) {
                    for (int column = 12; column < 60; column++) {
                        double value = map[row * 60 + column];
                        square += value * value;
                        atSix += value * map[row * 60 + column - 6];
                        atTwelve += value * map[row * 60 + column - 12];
                    }
                }
            }
            assertThat(atSix / square).isCloseTo(Math.exp(-36 / (4 * 36.0)), within(0.03));
            assertThat(atTwelve / square).isCloseTo(Math.exp(-144 / (4 * 36.0)), within(0.05));
        }

        /** A rim with larger values would be hidden or shown first more often than the rest. */
        @Tag("slow")
        @Test
        void theRimIsAsExtremeAsTheMiddle() {
            FaceSize size = new FaceSize(60, 60);
            double corner = 0;
            double middle = 0;
            int runs = 1000;
            for (int seed = 0; seed < runs; seed++) {
                double[] map = map(Baseline.randomSmooth(0.05), size, seed);
                corner += map[0] * map[0] / runs;
                middle += map[30 * 60 + 30] * map[30 * 60 + 30] / runs;
            }
            // A variance of 1,000 values is known to 4.5 %; the ratio of two to 6.3 %.
            assertThat(corner / middle).isCloseTo(1, within(0.2));
        }

        private static double[] map(Baseline random, FaceSize size, long seed) {
            FaceImage grey = FaceImage.filled(size, 9, 9, 9);
            return Correlations.doubles(explain(random, seed, FacePair.of(grey, grey)).probe());
        }
    }

    @Nested
    class Rejects {
        @Test
        void aWidthThatIsNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.randomSmooth(-0.1))
                    .withMessage("sigmaFraction must be in [0.0, 1.0], was -0.1");
        }
    }
}
