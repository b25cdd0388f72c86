package io.github.corrrise.correlation;

import java.util.Arrays;

/**
 * Maps that a fit makes of noise alone, see {@link Estimator#ADJUSTED}, and the significance bound
 * that follows from them.
 *
 * <pre>
 * y = a + Z b + e,   S(x) = c(x)'(G + lambda I)^-1 Z'y
 * S(x) = c(x)'(G + lambda I)^-1 Z'e   where the score does not depend on x</pre>
 *
 * <p>At such a place a map errs by what the fit makes of e, not of y: the rest of the score is
 * fitted by features that have nothing to do with the place. Noise is shuffled, goes through the
 * same fit and is multiplied by the deviation of e. Its variance is that of the residuals, as many
 * as the fit leaves free, |y - Hy|^2 / tr (I - H)^2: what the fit misses of the score elsewhere is
 * noise here.
 *
 * <p>The bound steps down. Points of the lattice that reach the bound are no longer asked what
 * noise does there, which lowers the bound for the others, until no further one reaches it. The
 * chance of a false alarm anywhere stays the level, whichever points are null.
 *
 * <p>Sources: D. Freedman, D. Lane, Journal of Business &amp; Economic Statistics 1, 1983,
 * doi:10.1080/07350015.1983.10509354; P. H. Westfall, S. S. Young, Resampling-Based Multiple
 * Testing, 1993. Memory: 4 bytes per shuffle and point, 1.2 MB at 5 %. Immutable.
 */
final class NoiseMaps {
    /** Bounds the memory of a strict level to 13 MB; reached below a level of 0.5 %. */
    private static final int MOST_SHUFFLES = 4095;

    private record Key(MaskSet masks, AdjustedFit.Shape shape, int shuffleCount) {}

    private record ClusterKey(Key maps) {}

    /** Places of the largest values that are kept of each shuffle. */
    private static final int FOREMOST = 32;

    /** [shuffle][lattice point], for noise of mean square 1. */
    private final float[][] maps;

    /** [shuffle][rank]: the points of the largest values, the largest first. */
    private final int[][] foremost;

    /** Mean squares at each lattice point. */
    private final double[] variances;

    /** What a fit makes of weights [vector][mask]: [vector][lattice point]. */
    @FunctionalInterface
    interface Maps {
        float[][] of(double[][] weights);
    }

    private NoiseMaps(float[][] maps) {
        this.maps = maps;
        this.foremost = Arrays.stream(maps).map(NoiseMaps::foremost).toArray(int[][]::new);
        this.variances = new double[maps[0].length];
        for (float[] own : maps) {
            for (int point = 0; point < variances.length; point++) {
                variances[point] += (double) own[point] * own[point] / maps.length;
            }
        }
    }

    private static int[] foremost(float[] values) {
        int[] places = new int[Math.min(FOREMOST, values.length)];
        int count = 0;
        for (int point = 0; point < values.length; point++) {
            float magnitude = Math.abs(values[point]);
            if (count == places.length && !(magnitude > Math.abs(values[places[count - 1]]))) {
                continue;
            }
            int at = count < places.length ? count++ : count - 1;
            while (at > 0 && magnitude > Math.abs(values[places[at - 1]])) {
                places[at] = places[at - 1];
                at--;
            }
            places[at] = point;
        }
        return places;
    }

    /** From a line's own noise, of mean square 1. */
    static NoiseMaps own(Shuffles noise, double level, Maps fit) {
        return of(noise, Math.min(MOST_SHUFFLES, ShuffledScores.shuffleCount(level)), fit);
    }

    /**
     * From normal noise: shared by all lines with the same masks and shape of the fit, and kept.
     *
     * @param line any shuffles over the masks, none of them left out
     * @param shape of the fit; equal ones give equal weights equal maps
     * @param cache keeps them
     */
    static NoiseMaps normal(
            Shuffles line, double level, AdjustedFit.Shape shape, Maps fit, MaskCache cache) {
        int count = Math.min(MOST_SHUFFLES, ShuffledScores.sharedCount(level));
        return cache.get(
                NoiseMaps.class,
                new Key(line.masks().set(), shape, count),
                () -> of(line.ofNormalScores(), count, fit),
                made -> made.byteCount(line.masks().maskCount()));
    }

    /**
     * The enhanced maps of {@link #normal} noise, kept as these are.
     *
     * @param width columns of the lattice
     */
    NoiseMaps normalEnhanced(Shuffles line, AdjustedFit.Shape shape, int width, MaskCache cache) {
        return cache.get(
                NoiseMaps.class,
                new ClusterKey(new Key(line.masks().set(), shape, maps.length)),
                () -> enhanced(width),
                made -> made.byteCount(line.masks().maskCount()));
    }

    /**
     * What {@link Clusters} make of these maps, each point in units of its own deviation.
     *
     * @param width columns of the lattice
     */
    NoiseMaps enhanced(int width) {
        return new NoiseMaps(
                Arrays.stream(maps)
                        .map(this::studentised)
                        .map(map -> new Clusters(map, width).enhanced())
                        .toArray(float[][]::new));
    }

    private float[] studentised(float[] map) {
        double[] values = new double[map.length];
        Arrays.setAll(values, point -> map[point]);
        return studentised(1, 0, values);
    }

    /**
     * The deviation of noise at a point of the lattice, in units of the map; 0 where masks never
     * vary.
     *
     * @param noise variance of the noise
     * @param beside variance that errors of simulated moments add at every place
     */
    double deviation(double noise, double beside, int point) {
        return variances[point] > 0 ? Math.sqrt(noise * variances[point] + beside) : 0;
    }

    /** A map at the points of the lattice in units of {@link #deviation}; 0 where that is 0. */
    float[] studentised(double noise, double beside, double[] values) {
        float[] studentised = new float[values.length];
        for (int point = 0; point < studentised.length; point++) {
            double deviation = deviation(noise, beside, point);
            studentised[point] = deviation > 0 ? (float) (values[point] / deviation) : 0;
        }
        return studentised;
    }

    private static NoiseMaps of(Shuffles noise, int count, Maps fit) {
        float[][] all = new float[count][];
        int[] done = new int[1];
        noise.forEachSome(
                count,
                weights -> {
                    float[][] some = fit.of(weights);
                    System.arraycopy(some, 0, all, done[0], some.length);
                    done[0] += some.length;
                });
        return new NoiseMaps(all);
    }

    private long byteCount(int maskCount) {
        return (long) Float.BYTES * maps.length * (maps[0].length + FOREMOST)
                + (long) MaskSet.BYTES_PER_MASK * maskCount;
    }

    /** How many shuffles. */
    int shuffleCount() {
        return maps.length;
    }

    /**
     * The bound for one map.
     *
     * @param level chance of a false alarm anywhere
     * @param noise variance of the noise
     * @param beside variance that errors of simulated moments add at every place
     * @param values of the map at the points of the lattice
     */
    double bound(double level, double noise, double beside, double[] values) {
        double[] deviations =
                Arrays.stream(variances)
                        .map(own -> Math.sqrt(noise + (own > 0 ? beside / own : 0)))
                        .toArray();
        boolean[] open = new boolean[values.length];
        Arrays.fill(open, true);
        int openCount = open.length;
        double bound = Double.POSITIVE_INFINITY;
        while (true) {
            bound = Math.min(bound, quantile(level, deviations, beside == 0, open));
            int left = 0;
            for (int point = 0; point < open.length; point++) {
                open[point] &= !(Math.abs(values[point]) >= bound);
                left += open[point] ? 1 : 0;
            }
            if (left == openCount || left == 0) {
                return bound;
            }
            openCount = left;
        }
    }

    /**
     * What noise of these deviations stays below at the open points.
     *
     * @param equal whether the deviations are
     */
    private double quantile(double level, double[] deviations, boolean equal, boolean[] open) {
        double[] maxima = new double[maps.length];
        for (int shuffle = 0; shuffle < maxima.length; shuffle++) {
            maxima[shuffle] =
                    equal
                            ? deviations[0] * largest(shuffle, open)
                            : largest(shuffle, deviations, open);
        }
        Arrays.sort(maxima);
        return maxima[ShuffledScores.rank(level, maxima.length) - 1];
    }

    private double largest(int shuffle, boolean[] open) {
        for (int point : foremost[shuffle]) {
            if (open[point]) {
                return Math.abs(maps[shuffle][point]);
            }
        }
        float largest = 0;
        float[] own = maps[shuffle];
        for (int point = 0; point < own.length; point++) {
            largest = open[point] ? Math.max(largest, Math.abs(own[point])) : largest;
        }
        return largest;
    }

    private double largest(int shuffle, double[] deviations, boolean[] open) {
        double largest = 0;
        float[] own = maps[shuffle];
        for (int point = 0; point < own.length; point++) {
            if (open[point]) {
                largest = Math.max(largest, deviations[point] * Math.abs(own[point]));
            }
        }
        return largest;
    }
}
