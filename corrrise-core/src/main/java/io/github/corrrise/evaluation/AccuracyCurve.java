package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.List;

/**
 * How well a set of pairs was decided, step by step.
 *
 * @param accuracies share of right decisions at each step, in [0, 1], at least two; step k of n
 *     stands at the share k / (n - 1) of pixels hidden or shown
 * @param meanSimilarities mean raw similarity at each step
 */
public record AccuracyCurve(List<Double> accuracies, List<Double> meanSimilarities) {
    /** Under this change from the best to the worst step a curve tells nothing. */
    private static final double INFORMATIVE_CHANGE = 0.02;

    /** Copies the lists and checks their lengths. */
    public AccuracyCurve {
        accuracies = List.copyOf(accuracies);
        meanSimilarities = List.copyOf(meanSimilarities);
        Checks.atLeast(2, accuracies.size(), "accuracies.size()");
        Checks.exactly(accuracies.size(), meanSimilarities.size(), "meanSimilarities.size()");
    }

    /** The area under accuracy by the trapezoid rule, the range of shares taken as 1; in [0, 1]. */
    public double area() {
        double sum = 0;
        for (int step = 1; step < accuracies.size(); step++) {
            sum += (accuracies.get(step - 1) + accuracies.get(step)) / 2;
        }
        return sum / (accuracies.size() - 1);
    }

    /**
     * False where accuracy moves by less than 0.02: as a rule for impostors under a black fill, who
     * hardly ever become matches. The mean similarities may still tell.
     */
    public boolean isInformative() {
        double least = accuracies.stream().mapToDouble(a -> a).min().orElseThrow();
        double greatest = accuracies.stream().mapToDouble(a -> a).max().orElseThrow();
        return greatest - least >= INFORMATIVE_CHANGE;
    }
}
