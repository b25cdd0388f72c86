package io.github.corrrise.audit;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The means of some quantities, or differences of means, with their errors and a bound on the
 * largest of all studentised ones.
 *
 * <pre>
 * t_k = mean_k / e_k,   bound: the quantile of 0.95 of max_k |t*_k| over the draws of signs
 * t*_k = D_k / sqrt(V'_k - D_k^2 / n),   e_k^2 = V_k n / (n - 1)</pre>
 *
 * <p>D are the means of the centred quantities under the signs of a draw, V their mean square over
 * the draws, V' over all draws but this one. That makes errors uncertain by some 5 %. The signs
 * turn all pairs of a person together (a wild bootstrap of clusters), a pair of two persons by the
 * sum of theirs; for that, errors of pairs of two persons that appear once are too large, by up to
 * a factor of 1.4. A draw is studentised as the data are, by its own variance. Where all pairs
 * agree there is no error, and nothing is beyond the bound.
 *
 * <p>Source: A. C. Cameron, J. B. Gelbach, D. L. Miller, Bootstrap-based improvements for inference
 * with clustered errors, Review of Economics and Statistics 90 (2008), 414-427; P. H. Westfall, S.
 * S. Young, Resampling-based multiple testing (1993), for the largest.
 */
final class StudentisedMeans {
    /** Fewer persons show no distribution. */
    static final double FEWEST = 10;

    /** Chance that any of quantities whose mean is 0 is beyond the bound. */
    static final double LEVEL = 0.05;

    /** Of a mean, below which a deviation is rounding. */
    private static final double ROUNDING = 1e-12;

    /** Of the variance of a draw that its own deviation may take away. */
    private static final double LEAST_VARIANCE = 0.25;

    private final Sums first;
    private final Kind kind;
    private final Sums second;
    private final double personCount;
    private final double otherPersonCount;

    private enum Kind {
        MEAN,
        /** Of other pairs. */
        APART,
        /** Of the same pairs under two models. */
        PAIRED
    }

    private StudentisedMeans(Sums first, Kind kind, Sums second) {
        this.first = first;
        this.kind = kind;
        this.second = second;
        this.personCount = first.personCount();
        this.otherPersonCount = second.personCount();
    }

    static StudentisedMeans mean(Sums sums) {
        return new StudentisedMeans(sums, Kind.MEAN, sums);
    }

    static StudentisedMeans apart(Sums first, Sums second) {
        return new StudentisedMeans(first, Kind.APART, second);
    }

    static StudentisedMeans paired(Sums first, Sums second) {
        return new StudentisedMeans(first, Kind.PAIRED, second);
    }

    /** The mean, or the first mean less the second. */
    double value(int k) {
        return kind == Kind.MEAN ? first.mean(k) : first.mean(k) - second.mean(k);
    }

    /**
     * Of the quantities of a range.
     *
     * @param from the first quantity
     * @param to after the last
     */
    Judged judged(int from, int to) {
        double persons = Math.min(personCount, otherPersonCount);
        double[] variances = variances(from, to);
        if (persons < 2 || Math.min(first.count(), second.count()) < 2) {
            return new Judged(OptionalDouble.empty(), OptionalDouble.empty(), List.of());
        }
        double unbiased = persons / (persons - 1);
        List<Double> errors =
                Arrays.stream(variances).map(v -> Math.sqrt(v * unbiased)).boxed().toList();
        if (persons < FEWEST) {
            return new Judged(OptionalDouble.of(persons), OptionalDouble.empty(), errors);
        }
        double[] largest = new double[Sums.DRAWS];
        for (int draw = 0; draw < largest.length; draw++) {
            largest[draw] = largest(draw, from, variances) / Math.sqrt(unbiased);
        }
        Arrays.sort(largest);
        int rank = (int) Math.ceil((1 - LEVEL) * (Sums.DRAWS + 1));
        return new Judged(OptionalDouble.of(persons), OptionalDouble.of(largest[rank - 1]), errors);
    }

    /** By the variance of the other draws, as that of the data is by draws that it is none of. */
    private double largest(int draw, int from, double[] variances) {
        double largest = 0;
        for (int k = 0; k < variances.length; k++) {
            if (variances[k] > 0) {
                double deviation = deviation(draw, from + k);
                double others = (Sums.DRAWS * variances[k] - square(deviation)) / (Sums.DRAWS - 1);
                double left = Math.max(LEAST_VARIANCE * others, others - own(draw, from + k));
                if (left > 0) {
                    largest = Math.max(largest, Math.abs(deviation) / Math.sqrt(left));
                }
            }
        }
        return largest;
    }

    private double deviation(int draw, int k) {
        return kind == Kind.MEAN
                ? first.deviation(draw, k)
                : first.deviation(draw, k) - second.deviation(draw, k);
    }

    /** What the deviation of a draw takes from its variance. */
    private double own(int draw, int k) {
        if (kind == Kind.APART) {
            return square(first.deviation(draw, k)) / personCount
                    + square(second.deviation(draw, k)) / otherPersonCount;
        }
        return square(deviation(draw, k)) / personCount;
    }

    private static double square(double x) {
        return x * x;
    }

    private double[] variances(int from, int to) {
        double[] variances = new double[to - from];
        for (int k = 0; k < variances.length; k++) {
            double sum = 0;
            for (int draw = 0; draw < Sums.DRAWS; draw++) {
                sum += square(deviation(draw, from + k)) / Sums.DRAWS;
            }
            double magnitude = Math.abs(first.mean(from + k)) + Math.abs(second.mean(from + k));
            variances[k] = sum <= square(ROUNDING * magnitude) ? 0 : sum;
        }
        return variances;
    }

    /**
     * Errors and a bound.
     *
     * @param personCount about how many persons there are, of the smaller sums; empty below two
     * @param bound on the absolute value of a mean over its error; empty below {@link #FEWEST}
     */
    record Judged(OptionalDouble personCount, OptionalDouble bound, List<Double> errors) {}
}
