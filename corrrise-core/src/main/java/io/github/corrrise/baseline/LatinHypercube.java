package io.github.corrrise.baseline;

import io.github.corrrise.internal.random.CounterRandom;

/**
 * Points of a hypercube that fill every coordinate evenly: of n points, each of n equal intervals
 * of a coordinate holds one. Points beyond n belong to further such sets.
 *
 * <p>Source: M. McKay, R. Beckman, W. Conover, Technometrics 21 (1979) 239-245,
 * doi:10.1080/00401706.1979.10489755.
 *
 * @param pointCount n, at least 1
 * @param dimensionCount coordinates of a point
 */
record LatinHypercube(int pointCount, int dimensionCount) {
    /** Coordinates [point][dimension], in [0, 1], of {@code count} points from {@code first} on. */
    double[][] points(long seed, long first, int count) {
        double[][] points = new double[count][dimensionCount];
        for (int dimension = 0; dimension < dimensionCount; dimension++) {
            double[] set = new double[0];
            long inMemory = -1;
            for (int i = 0; i < count; i++) {
                long number = (first + i) / pointCount;
                if (number != inMemory) {
                    set = coordinates(seed, number * dimensionCount + dimension);
                    inMemory = number;
                }
                points[i][dimension] = set[(int) ((first + i) % pointCount)];
            }
        }
        return points;
    }

    /** One coordinate of a whole set. */
    private double[] coordinates(long seed, long stream) {
        CounterRandom random = new CounterRandom(seed, stream);
        int[] intervals = new int[pointCount];
        random.permute(intervals);
        double[] coordinates = new double[pointCount];
        for (int i = 0; i < pointCount; i++) {
            coordinates[i] = (intervals[i] + random.nextDouble()) / pointCount;
        }
        return coordinates;
    }
}
