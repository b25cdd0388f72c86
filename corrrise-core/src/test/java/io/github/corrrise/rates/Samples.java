package io.github.corrrise.rates;

import io.github.corrrise.internal.random.CounterRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Sets of scores whose truth is known. */
final class Samples {
    /** Two classes that overlap, with ties within and across; their golden figures are SciPy's. */
    static final double[] GENUINE = {
        0.20, 0.23, 0.23, 0.26, 0.30, 0.30, 0.34, 0.37, 0.38, 0.43, 0.43, 0.49, 0.49, 0.54, 0.55,
        0.59, 0.61, 0.63, 0.67, 0.68, 0.71, 0.74, 0.75, 0.77
    };

    static final double[] IMPOSTOR = {
        -0.15, -0.12, -0.08, -0.06, -0.04, -0.01, -0.01, -0.0, 0.0, 0.04, 0.06, 0.07, 0.07, 0.08,
        0.13, 0.13, 0.14, 0.14, 0.17, 0.19, 0.21, 0.22, 0.22, 0.25, 0.26, 0.28, 0.30, 0.33, 0.35,
        0.41
    };

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Samples() {}

    static LabelledScores overlapping() {
        return LabelledScores.of("drawn", GENUINE, IMPOSTOR);
    }

    /** Normal scores of spread 1. */
    static double[] normal(double mean, int count, long seed, long index) {
        CounterRandom random = new CounterRandom(seed, index);
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] =
                    mean
                            + NORMAL.inverseCumulativeProbability(
                                    Math.max(random.nextDouble(), 0x1.0p-54));
        }
        return scores;
    }

    /** Scores of which a share of p is at or above 1 - p. */
    static double[] uniform(int count, long seed, long index) {
        CounterRandom random = new CounterRandom(seed, index);
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] = random.nextDouble();
        }
        return scores;
    }

    /** So many scores from one value on, a step apart. */
    static double[] steps(double first, double step, int count) {
        double[] scores = new double[count];
        for (int i = 0; i < count; i++) {
            scores[i] = first + i * step;
        }
        return scores;
    }
}
