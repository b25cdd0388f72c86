package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import java.util.List;

/**
 * The raw similarities of one pair while one of its faces is hidden, and while it is shown, step by
 * step: the curves of RISE. Step k of n stands at the share k / n of the face's pixels.
 *
 * <p>Source: V. Petsiuk, A. Das, K. Saenko, BMVC 2018, arXiv:1806.07421.
 *
 * @param deletion the most salient pixels hidden first: step 0 is the whole face, step n the fill
 *     alone; at least three finite values
 * @param insertion the most salient pixels shown first: step 0 is the fill alone, step n the whole
 *     face; as many finite values
 * @since 0.1.0
 */
public record StepScores(List<Double> deletion, List<Double> insertion) {
    /** Copies the lists, checks lengths and values. */
    public StepScores {
        deletion = finiteCopy(deletion, "deletion");
        insertion = finiteCopy(insertion, "insertion");
        Checks.exactly(deletion.size(), insertion.size(), "insertion.size()");
    }

    /** n, the number of steps after the first score; at least 2. */
    public int stepCount() {
        return deletion.size() - 1;
    }

    /** The similarity of the whole faces. */
    public double whole() {
        return deletion.get(0);
    }

    /** The area under the similarity while pixels are hidden, by {@link #area}. */
    public double deletionArea() {
        return area(deletion);
    }

    /** The area under the similarity while pixels are shown, by {@link #area}. */
    public double insertionArea() {
        return area(insertion);
    }

    /**
     * The area under equally spaced values by the trapezoid rule, the range of shares taken as 1:
     * their mean, the first and the last with half the weight.
     *
     * @param values two or more
     */
    static double area(List<Double> values) {
        double sum = 0;
        for (int step = 1; step < values.size(); step++) {
            sum += (values.get(step - 1) + values.get(step)) / 2;
        }
        return sum / (values.size() - 1);
    }

    private static List<Double> finiteCopy(List<Double> values, String name) {
        List<Double> copy = List.copyOf(values);
        Checks.atLeast(3, copy.size(), name + ".size()");
        copy.forEach(value -> Checks.finite(value, name));
        return copy;
    }
}
