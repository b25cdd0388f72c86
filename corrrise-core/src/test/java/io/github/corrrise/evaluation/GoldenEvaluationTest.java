package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A whole evaluation held against NumPy 2.4.6, which drew the ties, hid the pixels, scored the
 * faces, chose the threshold and resampled the pairs by itself: eight pairs of 6 x 4 pixels, maps
 * full of ties, 7 steps that do not divide the pixels.
 */
class GoldenEvaluationTest {
    private static final FaceSize SIZE = new FaceSize(6, 4);
    private static final int PAIRS = 8;

    /** A score is rounded to a float: 2^-25 of scores under 1. */
    private static final Offset<Double> SCORE = within(1e-7);

    private static final Offset<Double> EXACT = within(1e-12);

    private static final DeletionInsertion SIMILAR =
            DeletionInsertion.published()
                    .withStepCount(7)
                    .withFill(Fill.colour(40, 90, 200))
                    .withSeed(5);

    private static final DeletionInsertion DISSIMILAR = SIMILAR.withSign(Sign.DISSIMILAR);

    private static final EvaluationScores SCORES =
            Evaluation.builder(
                            MapsByFunction.of(
                                    AdditiveVerifier.of(
                                            SIZE,
                                            new double[][] {{1, -0.25}, {0.5, 0.75}, {0.125, -1}}),
                                    pair -> map(pair.probe()),
                                    Optional.empty()))
                    .protocols(SIMILAR, DISSIMILAR)
                    .build()
                    .run(pairs());

    private static Stream<LabelledPair> pairs() {
        return IntStream.range(0, PAIRS)
                .mapToObj(
                        i ->
                                LabelledPair.of(
                                        "pair " + i,
                                        i % 2 == 0 ? Truth.GENUINE : Truth.IMPOSTOR,
                                        FacePair.of(face(i, 31, 17, 29), face(i, 13, 7, 41))));
    }

    private static FaceImage face(int pair, int pixelStep, int colourStep, int pairStep) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            int value = pixel * pixelStep + i % 3 * colourStep + pair * pairStep;
            rgb[i] = (value + pair % 3 * pixel * pixel) % 256;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static SaliencyMap map(FaceImage probe) {
        int pair =
                IntStream.range(0, PAIRS)
                        .filter(i -> face(i, 31, 17, 29).equals(probe))
                        .findFirst()
                        .orElseThrow();
        float[] values = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < values.length; pixel++) {
            values[pixel] = (pixel * 7 + 3 * pair) % 11 - 5;
        }
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
    }

    @Test
    void theScoresOfAPair() {
        assertScores(
                SCORES.pairs().get(3).scores().get(0).get(0).deletion(),
                0.313748,
                0.359577,
                0.326477,
                0.306599,
                0.224216,
                0.15118,
                0.172306,
                0.172232);
        assertScores(
                SCORES.pairs().get(3).scores().get(1).get(0).deletion(),
                0.313748,
                0.313674,
                0.3348,
                0.261764,
                0.179381,
                0.159503,
                0.126403,
                0.172232);
    }

    private static void assertScores(List<Double> scores, double... expected) {
        for (int step = 0; step < expected.length; step++) {
            // Printed to six places.
            assertThat(scores.get(step)).isCloseTo(expected[step], within(6e-7));
        }
    }

    @Test
    void theThreshold() {
        assertThat(SCORES.equalErrorThreshold().value()).isCloseTo(0.28163909912109375, SCORE);
    }

    @Test
    void curvesAndAreasOfTheSimilarityMap() {
        DeletionInsertionMetric.Result result = SCORES.result(SIMILAR);
        AccuracyCurve genuine = result.genuine().orElseThrow().deletion();
        assertThat(genuine.accuracies()).containsExactly(0.5, 0.5, 0.25, 0.5, 0.5, 0.5, 0.25, 0.25);
        assertThat(genuine.area()).isCloseTo(0.41071428571428564, EXACT);
        assertThat(genuine.similarityArea()).isCloseTo(0.2744147154901709, SCORE);
        AccuracyCurve impostor = result.impostor().orElseThrow().insertion();
        assertThat(impostor.accuracies())
                .containsExactly(1.0, 0.75, 0.75, 0.5, 0.5, 0.25, 0.5, 0.5);
        assertThat(impostor.area()).isCloseTo(0.5714285714285713, EXACT);
        assertThat(impostor.similarityArea()).isCloseTo(0.2614521059606756, SCORE);
        assertThat(result.mixed().insertion().area()).isCloseTo(0.3839285714285714, EXACT);
    }

    @Test
    void curvesAndAreasOfTheDissimilarityMap() {
        DeletionInsertionMetric.Result result = SCORES.result(DISSIMILAR);
        AccuracyCurve genuine = result.genuine().orElseThrow().deletion();
        assertThat(genuine.accuracies()).containsExactly(0.5, 0.5, 0.0, 0.0, 0.0, 0.25, 0.25, 0.25);
        assertThat(genuine.area()).isCloseTo(0.1964285714285714, EXACT);
        assertThat(genuine.similarityArea()).isCloseTo(0.24050050335271017, SCORE);
        assertThat(result.mixed().insertion().accuracies())
                .containsExactly(0.625, 0.625, 0.625, 0.625, 0.5, 0.375, 0.375, 0.5);
        assertThat(result.mixed().insertion().area()).isCloseTo(0.5267857142857142, EXACT);
    }

    @Test
    void intervalsOfAnAreaAndOfAPairedDifference() {
        AccuracyCurve similar = SCORES.result(SIMILAR).mixed().deletion();
        Estimate area = similar.estimate(AccuracyCurve.PairArea::similarity, Bootstrap.defaults());
        assertThat(area.value()).isCloseTo(0.2649972207312073, SCORE);
        assertThat(area.lower()).isCloseTo(0.21558639642316849, SCORE);
        assertThat(area.upper()).isCloseTo(0.32793560256582815, SCORE);
        Estimate difference =
                similar.difference(
                        SCORES.result(DISSIMILAR).mixed().deletion(),
                        AccuracyCurve.PairArea::similarity,
                        Bootstrap.defaults());
        assertThat(difference.value()).isCloseTo(0.014020916074514379, SCORE);
        assertThat(difference.lower()).isCloseTo(-0.032299045393509536, SCORE);
        assertThat(difference.upper()).isCloseTo(0.07292649376738279, SCORE);
    }
}
