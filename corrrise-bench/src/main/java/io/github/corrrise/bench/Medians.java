package io.github.corrrise.bench;

import java.util.Arrays;
import java.util.List;

/** Medians, and times and trends by them. */
final class Medians {
    private Medians() {}

    /** The middle value, the upper one of an even number. */
    static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The same of a list. */
    static double of(List<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The trend from one value to the next: the median slope of all pairs (Theil and Sen). */
    static double slope(double[] values) {
        double[] slopes = new double[values.length * (values.length - 1) / 2];
        int count = 0;
        for (int second = 1; second < values.length; second++) {
            for (int first = 0; first < second; first++) {
                slopes[count++] = (values[second] - values[first]) / (second - first);
            }
        }
        return of(slopes);
    }

    /** The median of the milliseconds of {@code rounds} runs, after a third as many to warm up. */
    static double ms(int rounds, Runnable work) {
        double[] times = new double[rounds];
        for (int round = -rounds / 3; round < rounds; round++) {
            long start = System.nanoTime();
            work.run();
            if (round >= 0) {
                times[round] = (System.nanoTime() - start) / 1e6;
            }
        }
        return of(times);
    }
}
