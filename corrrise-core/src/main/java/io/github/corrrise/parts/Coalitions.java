package io.github.corrrise.parts;

import io.github.corrrise.internal.random.CounterRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets of visible parts for Shapley values. Either all of them, or pairs of a set and its
 * complement, drawn with the weight that the Shapley kernel gives to their sizes.
 *
 * @param partCount the number of parts, K
 * @param sets the distinct sets, one bit per part, without the empty and the full one
 * @param draws the drawn sets, each followed by its complement, as indices of {@code sets}; empty
 *     where {@code sets} holds all
 */
record Coalitions(int partCount, List<Integer> sets, List<Integer> draws) {
    /** Few sets are drawn again and again: no run needs more draws per set than this. */
    private static final int MOST_DRAWS_PER_SET = 50;

    /**
     * The sets for a budget.
     *
     * @param partCount K, at least 1
     * @param most distinct sets, at least 2
     */
    static Coalitions of(int partCount, int most, long seed) {
        int full = (1 << partCount) - 1;
        if (full - 1 <= most) {
            List<Integer> all = new ArrayList<>();
            for (int set = 1; set < full; set++) {
                all.add(set);
            }
            return new Coalitions(partCount, List.copyOf(all), List.of());
        }
        Map<Integer, Integer> places = new LinkedHashMap<>();
        List<Integer> draws = new ArrayList<>();
        for (int pair = 0; pair < MOST_DRAWS_PER_SET * most; pair++) {
            int set = drawn(partCount, new CounterRandom(seed, pair));
            int added = places.containsKey(set) ? 0 : 2;
            if (places.size() + added > most) {
                break;
            }
            for (int each : new int[] {set, full ^ set}) {
                places.putIfAbsent(each, places.size());
                draws.add(places.get(each));
            }
        }
        return new Coalitions(partCount, List.copyOf(places.keySet()), List.copyOf(draws));
    }

    /** A set of s parts with a chance proportional to 1 / (s (K - s)), any of that size alike. */
    private static int drawn(int partCount, CounterRandom random) {
        double total = 0;
        for (int size = 1; size < partCount; size++) {
            total += 1.0 / (size * (partCount - size));
        }
        double left = random.nextDouble() * total;
        int size = 1;
        for (; size < partCount - 1; size++) {
            left -= 1.0 / (size * (partCount - size));
            if (left < 0) {
                break;
            }
        }
        int[] order = new int[partCount];
        random.permute(order);
        int set = 0;
        for (int k = 0; k < size; k++) {
            set |= 1 << order[k];
        }
        return set;
    }

    /**
     * The values of all 2^K sets by their bits, where {@link #isExact}.
     *
     * @param values of each set of {@code sets}
     * @param hidden the value of the empty set
     * @param whole the value of the full one
     */
    double[] valuesOfAll(double[] values, double hidden, double whole) {
        double[] valueOf = new double[1 << partCount];
        valueOf[0] = hidden;
        valueOf[valueOf.length - 1] = whole;
        for (int i = 0; i < values.length; i++) {
            valueOf[sets.get(i)] = values[i];
        }
        return valueOf;
    }

    /** True where all sets are there. */
    boolean isExact() {
        return draws.isEmpty();
    }
}
