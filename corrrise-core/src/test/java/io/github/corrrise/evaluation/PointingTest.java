package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PointingTest {
    private static final FaceSize SIZE = new FaceSize(2, 3);

    private static Pointing of(DeletionInsertion.Sign sign, BitSet known, float... values) {
        return Pointing.of(
                SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values),
                sign,
                known,
                new CounterRandom(1, 2));
    }

    private static BitSet known(int... pixels) {
        BitSet set = new BitSet();
        for (int pixel : pixels) {
            set.set(pixel);
        }
        return set;
    }

    @Test
    void theSignSaysWhichPeakAndWhichMassCount() {
        float[] values = {0.1f, -0.2f, 0.3f, 0, -0.5f, 0.4f};
        Pointing dissimilar = of(DeletionInsertion.Sign.DISSIMILAR, known(1, 2), values);
        assertThat(List.of(dissimilar.row(), dissimilar.column())).containsExactly(1, 1);
        assertThat(dissimilar.hit()).isFalse();
        assertThat(dissimilar.massShare()).isCloseTo(2 / 7.0, within(1e-7));
        Pointing similar = of(DeletionInsertion.Sign.SIMILAR, known(2, 5), values);
        assertThat(List.of(similar.row(), similar.column())).containsExactly(1, 2);
        assertThat(similar.hit()).isTrue();
        assertThat(similar.massShare()).isCloseTo(7 / 8.0, within(1e-7));
    }

    @Test
    void ofEqualPeaksEachIsDrawnInItsTurn() {
        Set<Integer> drawn = new TreeSet<>();
        SaliencyMap map =
                SaliencyMap.of(
                        SIZE,
                        SaliencyMap.Scale.CORRELATION,
                        new float[] {0.5f, 0.1f, 0.5f, -1, 0.5f, 0});
        for (int stream = 0; stream < 40; stream++) {
            Pointing pointing =
                    Pointing.of(
                            map,
                            DeletionInsertion.Sign.SIMILAR,
                            known(0),
                            new CounterRandom(3, stream));
            drawn.add(pointing.row() * 3 + pointing.column());
            assertThat(pointing.hit()).isEqualTo(pointing.row() + pointing.column() == 0);
        }
        assertThat(drawn).containsExactly(0, 2, 4);
    }

    @Test
    void aMapWithoutTheSignPointsAnywhereAndHasNoMass() {
        Set<Integer> drawn = new TreeSet<>();
        for (int stream = 0; stream < 100; stream++) {
            Pointing pointing =
                    Pointing.of(
                            SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, new float[6]),
                            DeletionInsertion.Sign.SIMILAR,
                            known(0, 1, 2, 3, 4, 5),
                            new CounterRandom(3, stream));
            drawn.add(pointing.row() * 3 + pointing.column());
            assertThat(pointing.massShare()).isZero();
        }
        assertThat(drawn).hasSize(6);
    }

    private record Trial(int index, String pair, Pointing pointing) implements GameTrial {
        @Override
        public double cleanSimilarity() {
            return 1;
        }

        @Override
        public double similarity() {
            return 0;
        }
    }

    private static List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Pair a: mass 0.2; pair b, three times as often: mass 0.8.
            boolean ofA = i % 4 == 0;
            Pointing pointing = new Pointing(0, 0, i < 30, ofA ? 0.2 : 0.8);
            trials.add(new Trial(i, ofA ? "a" : "b", pointing));
        }
        return trials;
    }

    @Test
    void aScoreCountsHitsAndAveragesMass() {
        Pointing.Score score = Pointing.Score.of(trials());
        assertThat(score.trialCount()).isEqualTo(40);
        assertThat(score.hitRate()).isEqualTo(Estimate.ofShare(30, 40));
        assertThat(score.massShare().value()).isCloseTo(0.65, within(1e-12));
    }

    /**
     * Pairs are drawn, each with all its trials: of two pairs a quarter of the draws are of one
     * alone, so the interval reaches from one mean to the other.
     */
    @Test
    void theIntervalOfTheMassIsOverPairs() {
        Estimate mass = Pointing.Score.of(trials()).massShare();
        assertThat(mass.lower()).isCloseTo(0.2, within(1e-12));
        assertThat(mass.upper()).isCloseTo(0.8, within(1e-12));
    }

    /** Against the normal limit: 400 pairs of one trial each. */
    @Test
    void theIntervalOfManyPairsIsThatOfTheirMean() {
        List<Trial> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(new Trial(i, "pair " + i, new Pointing(0, 0, true, i % 2)));
        }
        Estimate mass = Pointing.Score.of(many).massShare();
        double half = 1.96 * 0.5 / Math.sqrt(400);
        assertThat(mass.value()).isEqualTo(0.5);
        assertThat(mass.lower()).isCloseTo(0.5 - half, within(0.006));
        assertThat(mass.upper()).isCloseTo(0.5 + half, within(0.006));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing(-1, 0, true, 0))
                .withMessage("row must be at least 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing(0, -1, true, 0))
                .withMessage("column must be at least 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing(0, 0, true, 1.5))
                .withMessage("massShare must be in [0.0, 1.0], was 1.5");
        Estimate half = new Estimate(0.5, 0.4, 0.6);
        Estimate two = new Estimate(2, 1, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing.Score(0, half, half))
                .withMessage("trialCount must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing.Score(1, two, half))
                .withMessage("hitRate must be in [0.0, 1.0], was 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pointing.Score(1, half, two))
                .withMessage("massShare must be in [0.0, 1.0], was 2.0");
    }
}
