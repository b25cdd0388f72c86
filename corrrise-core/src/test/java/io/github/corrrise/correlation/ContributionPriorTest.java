package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContributionPriorTest {
    private static final FaceSize SIZE = new FaceSize(48, 48);
    private static final MaskGenerator MASKS = MixedMasks.defaults();
    private static final ScoreCorrelation ADJUSTED =
            ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED).withoutSignificance();

    /** A score that reads the upper left quarter, with weights and noise of its own. */
    private static MaskScores quarter(int maskCount, long seed) {
        Random random = new Random(seed);
        double[] weights = new double[SIZE.pixelCount()];
        double right = 8 + 8 * random.nextDouble();
        double down = 8 + 8 * random.nextDouble();
        double sign = random.nextBoolean() ? 1 : -1;
        for (int p = 0; p < weights.length; p++) {
            double dy = (Math.floorDiv(p, 48) - down) / 5;
            double dx = (Math.floorMod(p, 48) - right) / 5;
            weights[p] = sign * Math.exp(-(dx * dx + dy * dy) / 2);
        }
        double[] scores = new double[maskCount];
        MaskBatch batch = MaskBatch.drawnBy(MASKS, 0, maskCount, SIZE, seed);
        FloatBuffer visibility = FloatBuffer.allocate(SIZE.pixelCount());
        for (int i = 0; i < maskCount; i++) {
            visibility.clear();
            batch.writeVisibility(i, visibility);
            for (int p = 0; p < weights.length; p++) {
                scores[i] += weights[p] * visibility.get(p);
            }
            scores[i] += 12 * random.nextGaussian();
        }
        return MaskScores.of(MASKS, SIZE, seed, scores);
    }

    private static List<MaskScores> earlier() {
        List<MaskScores> runs = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            runs.add(quarter(300, seed));
        }
        return runs;
    }

    private static ContributionPrior learned() {
        return ContributionPrior.learnedFrom(earlier(), MaskCache.ofQuarterHeap()).orElseThrow();
    }

    @Test
    void looksWhereContributionsWere() {
        ContributionPrior prior = learned();
        float[] spreads = prior.spreads();
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < spreads.length; i++) {
            boolean isInside = i / 28 < 14 && i % 28 < 14;
            inside += isInside ? (double) spreads[i] / 196 : 0;
            outside += isInside ? 0 : (double) spreads[i] / 588;
        }
        assertThat(inside).isGreaterThan(2 * outside);
        assertThat(prior.fields()).hasSize(3);
    }

    /** Of scores like those that it was learned from, and of none of them. */
    @Tag("slow")
    @Test
    void lowersTheErrorOfAMapOfFewMasks() {
        ScoreCorrelation with = ADJUSTED.withPrior(learned());
        double before = 0;
        double after = 0;
        for (long seed = 50; seed < 60; seed++) {
            MaskScores many = quarter(6000, seed);
            float[] truth = map(ADJUSTED, many);
            MaskScores few = MaskScores.of(MASKS, SIZE, seed, Arrays.copyOf(many.line(0), 80));
            before += distance(map(ADJUSTED, few), truth);
            after += distance(map(with, few), truth);
        }
        assertThat(after).isLessThan(0.8 * before);
    }

    /** A prior that expects contributions elsewhere delays what is found and does not hide it. */
    @Test
    void findsWhatWasNotExpected() {
        float[] wrong = new float[28 * 28];
        for (int i = 0; i < wrong.length; i++) {
            wrong[i] = i / 28 >= 14 && i % 28 >= 14 ? 3f : 0.3f;
        }
        ContributionPrior elsewhere = ContributionPrior.of(28, 28, wrong, List.of());
        MaskScores many = quarter(4000, 70);
        float[] truth = map(ADJUSTED, many);
        float[] map = map(ADJUSTED.withPrior(elsewhere), many);
        assertThat(correlation(map, truth)).isGreaterThan(0.95);
    }

    @Tag("slow")
    @Test
    void scoresThatSayNothingGiveNoTypicalMap() {
        Random random = new Random(5);
        ScoreCorrelation with = ADJUSTED.withPrior(learned());
        float[] typical = map(with, quarter(2000, 1));
        double sum = 0;
        for (int run = 0; run < 40; run++) {
            MaskScores noise = MaskScores.of(MASKS, SIZE, run, random.doubles(100).toArray());
            sum += correlation(map(with, noise), typical) / 40;
        }
        // Three standard errors of the mean of forty correlations of smooth fields.
        assertThat(sum).isCloseTo(0, within(0.25));
    }

    @Test
    void equalSpreadsChangeNothing() {
        float[] ones = new float[28 * 28];
        Arrays.fill(ones, 0.7f);
        MaskScores scores = quarter(300, 3);
        float[] without = map(ADJUSTED, scores);
        float[] with =
                map(ADJUSTED.withPrior(ContributionPrior.of(28, 28, ones, List.of())), scores);
        for (int p = 0; p < with.length; p++) {
            assertThat(with[p]).isCloseTo(without[p], within(1e-5f));
        }
    }

    /**
     * A chequerboard is finer than all functions of the basis: what it leaves there is rounding.
     */
    @Test
    void aFieldFinerThanTheBasisCountsForNothing() {
        float[] ones = new float[64 * 64];
        Arrays.fill(ones, 1);
        float[] chequered = new float[64 * 64];
        for (int i = 0; i < chequered.length; i++) {
            chequered[i] = (i / 64 + i % 64) % 2 == 0 ? 1 : -1;
        }
        MaskScores scores = quarter(300, 3);
        float[] without = map(ADJUSTED, scores);
        float[] with =
                map(
                        ADJUSTED.withPrior(ContributionPrior.of(64, 64, ones, List.of(chequered))),
                        scores);
        for (int p = 0; p < with.length; p++) {
            assertThat(with[p]).isCloseTo(without[p], within(1e-5f));
        }
    }

    @Test
    void equalsByContent() {
        ContributionPrior prior = learned();
        ContributionPrior copy =
                ContributionPrior.of(
                        prior.rows(), prior.columns(), prior.spreads(), prior.fields());
        assertThat(copy).isEqualTo(prior).hasSameHashCodeAs(prior);
        assertThat(copy.digest()).isEqualTo(prior.digest());
        assertThat(ContributionPrior.of(28, 28, prior.spreads(), List.of())).isNotEqualTo(prior);
    }

    @Test
    void constantScoresTeachNothing() {
        MaskScores constant = MaskScores.of(MASKS, SIZE, 1, new double[50]);
        assertThat(ContributionPrior.learnedFrom(List.of(constant), MaskCache.ofBytes(0)))
                .isEqualTo(Optional.empty());
    }

    @Test
    void badValuesAreRefused() {
        float[] spreads = {1, 1, Float.NaN, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContributionPrior.of(2, 2, spreads, List.of()))
                .withMessage("spreads[2] must be finite and above 0, was NaN");
        float[] good = {1, 1, 2, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContributionPrior.of(2, 3, good, List.of()))
                .withMessageContaining("spreads.length");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContributionPrior.of(2, 2, good, List.of(new float[4])))
                .withMessageContaining("field 0 must be finite and not all 0");
    }

    private static float[] map(ScoreCorrelation correlation, MaskScores scores) {
        SaliencyMap map = correlation.maps(scores, MaskCache.ofQuarterHeap()).get(0);
        return map.toArray();
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += (a[p] - b[p]) * (a[p] - b[p]);
        }
        return sum;
    }

    private static double correlation(float[] a, float[] b) {
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION_ESTIMATE, a)
                .correlationWith(SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION_ESTIMATE, b));
    }
}
