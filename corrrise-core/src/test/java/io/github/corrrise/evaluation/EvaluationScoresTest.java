package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationScoresTest {
    private static final DeletionInsertion PROTOCOL =
            DeletionInsertion.published().withStepCount(4);

    private static EvaluationScores.Steps steps(int count, double value) {
        List<Double> values = Collections.nCopies(count + 1, value);
        return new EvaluationScores.Steps(values, values);
    }

    private static EvaluationScores.Scored pair(
            String name, Truth truth, EvaluationScores.Steps... faces) {
        return new EvaluationScores.Scored(name, truth, "digest", 1, 2, List.of(List.of(faces)));
    }

    private static EvaluationScores of(EvaluationScores.Scored... pairs) {
        return new EvaluationScores(
                "1",
                "verifier",
                "explainer",
                FailurePolicy.FAIL,
                List.of(PROTOCOL.description()),
                List.of(pairs),
                List.of());
    }

    /** (0.5 x 1 + 0.5 + 0 + 0 + 0.5 x 0) / 4. */
    @Test
    void anAreaIsTheMeanOfTheTrapezoids() {
        assertThat(EvaluationScores.Steps.area(List.of(1.0, 0.5, 0.0, 0.0, 0.0)))
                .isCloseTo(0.25, within(1e-15));
        EvaluationScores.Steps steps =
                new EvaluationScores.Steps(List.of(3.0, 1.0, -1.0), List.of(-1.0, 2.0, 3.0));
        assertThat(steps.deletionArea()).isEqualTo(1);
        assertThat(steps.insertionArea()).isEqualTo(1.5);
        assertThat(steps.whole()).isEqualTo(3);
        assertThat(steps.stepCount()).isEqualTo(2);
    }

    /** Both faces hidden in turn: one decided rightly at every step, the other at none. */
    @Test
    void facesThatAreHiddenInTurnCountHalfEach() {
        EvaluationScores scores = of(pair("a", Truth.GENUINE, steps(4, 0.9), steps(4, 0.1)));
        DeletionInsertionMetric.Result result = scores.result(PROTOCOL.withThreshold(0.5));
        AccuracyCurve curve = result.mixed().deletion();
        assertThat(result.threshold()).isEqualTo(Threshold.of(0.5));
        assertThat(curve.accuracies()).containsOnly(0.5);
        assertThat(curve.area()).isEqualTo(0.5);
        assertThat(curve.similarityArea()).isCloseTo(0.5, within(1e-15));
        assertThat(curve.crossingShare()).isZero();
        AccuracyCurve.PairArea own = curve.pairs().get(0);
        assertThat(own.accuracy()).isEqualTo(0.5);
        assertThat(own.similarity()).isCloseTo(0.5, within(1e-15));
        assertThat(result.impostor()).isEmpty();
    }

    @Test
    void pairsHaveAsManyProtocolsAndStepsAsTheFirst() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                of(
                                        pair("a", Truth.GENUINE, steps(4, 1)),
                                        pair("b", Truth.IMPOSTOR, steps(5, 1))))
                .withMessageContaining("steps of pair b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(pair("a", Truth.GENUINE, steps(4, 1), steps(3, 1))))
                .withMessageContaining("steps of pair a");
        EvaluationScores.Scored two =
                new EvaluationScores.Scored(
                        "two",
                        Truth.GENUINE,
                        "digest",
                        1,
                        2,
                        List.of(List.of(steps(4, 1)), List.of(steps(4, 1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(two))
                .withMessageContaining("protocols of pair two");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void scoresAreFinite(double value) {
        List<Double> good = List.of(1.0, 2.0, 3.0);
        List<Double> bad = List.of(1.0, value, 3.0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationScores.Steps(bad, good))
                .withMessageStartingWith("deletion must be finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationScores.Steps(good, bad))
                .withMessageStartingWith("insertion must be finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvaluationScores.Steps(List.of(1.0, 2.0), good))
                .withMessageContaining("deletion.size() must be at least 3, was 2");
    }

    @Test
    void aPairHasAFaceAndCountsOfPasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pair("a", Truth.GENUINE))
                .withMessageContaining("faces of a protocol must be at least 1");
        for (long[] counts : new long[][] {{-1, 0}, {0, -1}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new EvaluationScores.Scored(
                                            "a",
                                            Truth.GENUINE,
                                            "digest",
                                            counts[0],
                                            counts[1],
                                            List.of(List.of(steps(4, 1)))))
                    .withMessageContaining("assCount must be at least 0, was -1");
        }
    }
}
