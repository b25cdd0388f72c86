package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.verify.FaceVerifier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FvRiseTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.fvRise();
    }

    @Override
    public int documentedMaskCount() {
        return 10_000;
    }

    @Override
    public Baseline small() {
        return Baseline.fvRise(60);
    }

    @Override
    public Baseline thorough() {
        return Baseline.fvRise(4000);
    }

    @Override
    public double leastRankCorrelation() {
        return 0.8;
    }

    @Nested
    class KnownValues {
        @Test
        void isTheTextbookDifferenceOfTwoMeans() {
            GridMasks masks = new GridMasks(5, 0.5);
            int n = 200;
            Textbook run = Textbook.run(new FvRise(masks, n), masks, n);
            int lowering = 0;
            int raising = 0;
            for (double score : run.scores()) {
                lowering += score < run.whole() ? 1 : 0;
                raising += score > run.whole() ? 1 : 0;
            }
            assertThat(lowering).isGreaterThan(10);
            assertThat(raising).isGreaterThan(10);
            float[] map = run.map().toArray();
            for (int pixel = 0; pixel < map.length; pixel++) {
                double mean = 0;
                for (double[] mask : run.masks()) {
                    mean += mask[pixel] / n;
                }
                double similar = 0;
                double dissimilar = 0;
                for (int i = 0; i < n; i++) {
                    double difference = run.whole() - run.scores()[i];
                    double hidden = mean - run.masks()[i][pixel];
                    similar += difference > 0 ? difference * hidden / lowering : 0;
                    dissimilar += difference < 0 ? -difference * hidden / raising : 0;
                }
                assertThat((double) map[pixel]).isCloseTo(similar - dissimilar, within(1e-6));
            }
        }

        /** The chance that the authors' masks show a cell: the standard normal below 0.1. */
        @Test
        void theAuthorsMasksShowFiftyFourPercent() {
            double density = 0;
            int steps = 100_000;
            for (int i = 0; i < steps; i++) {
                double z = 0.1 * (i + 0.5) / steps;
                density += 0.1 / steps * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            }
            GridMasks authors = (GridMasks) ((FvRise) Baseline.fvRise()).masks();
            assertThat(authors.visibleProbability()).isCloseTo(0.5 + density, within(5e-5));
        }
    }

    @Test
    void masksTooFineForTheFaceAreRefusedBeforeTheFirstPair() {
        Baseline fine = new FvRise(new GridMasks(33, 0.5), 10_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fine.on(FaceVerifier.of(SIZE, (probe, reference) -> 0)));
    }
}
