package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.BitSet;
import java.util.function.LongFunction;

/**
 * How often a map calls a pixel significant that has nothing to do with the score: the calibration
 * of {@link io.github.corrrise.saliency.Significance}. A bound for the whole map at a level of 5 %
 * may raise a false alarm in 5 % of the runs, wherever in the map.
 *
 * <p>Which pixels are null must be known beforehand. Shuffled scores would not do: the bound comes
 * from shuffles itself, so that check could hardly fail. An {@link AdditiveVerifier} with unused
 * cells and {@link SplitMasks} give pixels that are independent of the score exactly.
 *
 * @param alarmCount runs with at least one significant null pixel
 * @param runCount at least 1
 * @since 0.1.0
 */
public record FalseAlarms(int alarmCount, int runCount) {
    /** Checks the ranges. */
    public FalseAlarms {
        Checks.atLeast(1, runCount, "runCount");
        Checks.inside(0, runCount, alarmCount, "alarmCount");
    }

    /**
     * Counts over runs with seeds 0 to {@code runCount - 1}.
     *
     * @param mapOfSeed makes the map of a run; it must have a significance
     * @param nullPixels row-major indices within the map, at least one
     * @param runCount at least 1; 1,000 tell 5 % from 6.5 %
     * @throws IllegalArgumentException where a map has no significance, or there is no null pixel
     *     or no run
     */
    public static FalseAlarms count(
            LongFunction<SaliencyMap> mapOfSeed, BitSet nullPixels, int runCount) {
        Checks.atLeast(1, runCount, "runCount");
        Checks.atLeast(1, nullPixels.cardinality(), "null pixels");
        int alarmCount = 0;
        for (long seed = 0; seed < runCount; seed++) {
            SaliencyMap map = mapOfSeed.apply(seed);
            if (map.significance().isEmpty()) {
                throw Checks.rejected("map", "one with a significance", map);
            }
            int width = map.size().width();
            boolean alarm =
                    nullPixels.stream()
                            .anyMatch(pixel -> map.isSignificant(pixel / width, pixel % width));
            alarmCount += alarm ? 1 : 0;
        }
        return new FalseAlarms(alarmCount, runCount);
    }

    /** Share of the runs with a false alarm. */
    public double rate() {
        return (double) alarmCount / runCount;
    }

    /** Wilson's 95 % interval of the rate; runs of different seeds are independent. */
    public Interval interval() {
        return Interval.wilson(alarmCount, runCount);
    }
}
