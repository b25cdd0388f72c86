package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The accuracy of the decisions on a set of pairs, at each step of deletion or insertion.
 *
 * @param accuracies share of right decisions at each step, in [0, 1], at least two; step k of n
 *     stands at the share k / n of pixels hidden or shown
 * @param meanSimilarities mean raw similarity at each step
 * @param pairs the areas of each pair, at least one pair; an area of the curve is the mean of
 *     theirs
 * @since 0.1.0
 */
public record AccuracyCurve(
        List<Double> accuracies, List<Double> meanSimilarities, List<PairArea> pairs) {
    /** A curve whose greatest and least accuracy differ by less tells nothing. */
    private static final double INFORMATIVE_CHANGE = 0.02;

    /** Copies the lists and checks their lengths. */
    public AccuracyCurve {
        accuracies = List.copyOf(accuracies);
        meanSimilarities = List.copyOf(meanSimilarities);
        pairs = List.copyOf(pairs);
        Checks.atLeast(2, accuracies.size(), "accuracies.size()");
        Checks.exactly(accuracies.size(), meanSimilarities.size(), "meanSimilarities.size()");
        Checks.atLeast(1, pairs.size(), "pairs.size()");
    }

    /**
     * The area under the accuracy by the trapezoid rule, over shares of pixels from 0 to 1; in [0,
     * 1].
     */
    public double area() {
        return EvaluationScores.Steps.area(accuracies);
    }

    /**
     * The area under the mean similarity by the same rule; it may still tell explainers apart where
     * the accuracy is flat.
     */
    public double similarityArea() {
        return EvaluationScores.Steps.area(meanSimilarities);
    }

    /**
     * The share of pairs that cross the threshold, in [0, 1]: at some step that shows part of the
     * face the decision differs from that on the whole face. Where both faces were hidden in turn,
     * a pair of which only one face crosses counts half.
     */
    public double crossingShare() {
        return pairs.stream().mapToDouble(PairArea::crossing).sum() / pairs.size();
    }

    /**
     * False where the greatest and the least accuracy differ by less than 0.02, as they mostly do
     * for impostors under a black fill, who hardly ever become matches. The mean similarities may
     * still tell.
     */
    public boolean isInformative() {
        double least = accuracies.stream().mapToDouble(a -> a).min().orElseThrow();
        double greatest = accuracies.stream().mapToDouble(a -> a).max().orElseThrow();
        return greatest - least >= INFORMATIVE_CHANGE;
    }

    /**
     * The mean of a measure over the pairs, with its interval.
     *
     * @param measure for example {@code PairArea::accuracy}, whose mean is {@link #area}
     * @param bootstrap gives the interval
     * @throws IllegalArgumentException where a value of the measure is not finite
     */
    public Estimate estimate(ToDoubleFunction<PairArea> measure, Bootstrap bootstrap) {
        return bootstrap.mean(values(measure));
    }

    /**
     * The mean difference to another explainer's curve over the same pairs: the measure of this
     * curve less that of the other, resampled pair by pair.
     *
     * @throws IllegalArgumentException where the names of the pairs are not the same in the same
     *     order, or a difference is not finite
     */
    public Estimate difference(
            AccuracyCurve other, ToDoubleFunction<PairArea> measure, Bootstrap bootstrap) {
        if (!names().equals(other.names())) {
            throw Checks.rejected(
                    "other",
                    "a curve over the same " + pairs.size() + " pairs in the same order",
                    "one over " + other.pairs.size() + " pairs that are not the same");
        }
        return bootstrap.difference(values(measure), other.values(measure));
    }

    private List<String> names() {
        return pairs.stream().map(PairArea::name).toList();
    }

    private List<Double> values(ToDoubleFunction<PairArea> measure) {
        return pairs.stream().map(measure::applyAsDouble).toList();
    }

    /** The curve of hiding pixels under one protocol. */
    static AccuracyCurve ofDeletion(
            List<EvaluationScores.Scored> pairs, int protocol, Threshold threshold) {
        return of(pairs, protocol, threshold, EvaluationScores.Steps::deletion, 0);
    }

    /** The curve of showing pixels under one protocol. */
    static AccuracyCurve ofInsertion(
            List<EvaluationScores.Scored> pairs, int protocol, Threshold threshold) {
        return of(pairs, protocol, threshold, EvaluationScores.Steps::insertion, 1);
    }

    /**
     * @param firstVisible first of the n steps at which part of the face can be seen: 0 for
     *     deletion, whose last step shows nothing of it, 1 for insertion, whose first step does not
     */
    private static AccuracyCurve of(
            List<EvaluationScores.Scored> pairs,
            int protocol,
            Threshold threshold,
            Function<EvaluationScores.Steps, List<Double>> course,
            int firstVisible) {
        int stepCount = pairs.get(0).scores().get(protocol).get(0).stepCount();
        double[] accuracies = new double[stepCount + 1];
        double[] similarities = new double[stepCount + 1];
        List<PairArea> areas = new ArrayList<>();
        for (EvaluationScores.Scored pair : pairs) {
            Decision due = pair.truth() == Truth.GENUINE ? Decision.MATCH : Decision.NON_MATCH;
            List<EvaluationScores.Steps> faces = pair.scores().get(protocol);
            double accuracy = 0;
            double similarity = 0;
            double crossing = 0;
            for (EvaluationScores.Steps face : faces) {
                List<Double> scores = course.apply(face);
                List<Double> right = new ArrayList<>();
                for (int step = 0; step <= stepCount; step++) {
                    right.add(threshold.decide(scores.get(step)) == due ? 1.0 : 0.0);
                    accuracies[step] += right.get(step) / faces.size();
                    similarities[step] += scores.get(step) / faces.size();
                }
                accuracy += EvaluationScores.Steps.area(right);
                similarity += EvaluationScores.Steps.area(scores);
                List<Double> seen = right.subList(firstVisible, firstVisible + stepCount);
                crossing += seen.contains(1.0) && seen.contains(0.0) ? 1 : 0;
            }
            int count = faces.size();
            areas.add(
                    new PairArea(
                            pair.name(), accuracy / count, similarity / count, crossing / count));
        }
        return new AccuracyCurve(
                shares(accuracies, pairs.size()), shares(similarities, pairs.size()), areas);
    }

    private static List<Double> shares(double[] sums, int count) {
        List<Double> shares = new ArrayList<>();
        for (double sum : sums) {
            shares.add(sum / count);
        }
        return shares;
    }

    /**
     * One pair's part in a curve. Where both faces were hidden in turn each number is the mean of
     * the two.
     *
     * @param name the pair's name
     * @param accuracy area under its right decisions (1 right, 0 wrong), in [0, 1]
     * @param similarity area under its raw similarity
     * @param crossing 1 where at some step that shows part of the face the decision differs from
     *     that on the whole face, 0 where it never does
     * @since 0.1.0
     */
    public record PairArea(String name, double accuracy, double similarity, double crossing) {
        /** Checks that the name is not null. */
        public PairArea {
            Objects.requireNonNull(name, "name");
        }
    }
}
