package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threshold-free cluster enhancement, against its definition. */
class ClustersTest {
    private static final int WIDTH = 9;
    private static final int HEIGHT = 7;

    /** Smooth enough to have clusters, in steps of a quarter so that values are equal too. */
    private static float[] map(long seed) {
        Random random = new Random(seed);
        float[] map = new float[WIDTH * HEIGHT];
        for (int point = 0; point < map.length; point++) {
            double before = point < WIDTH ? 0 : map[point - WIDTH];
            double beside = point % WIDTH == 0 ? 0 : map[point - 1];
            double next = 0.5 * before + 0.4 * beside + random.nextGaussian();
            map[point] = Math.round(4 * next) / 4f;
        }
        return map;
    }

    /** The points of one sign that hang together with a point at a height. */
    private static BitSet cluster(float[] map, int start, double height) {
        BitSet cluster = new BitSet();
        cluster.set(start);
        for (int before = 0; before < cluster.cardinality(); ) {
            before = cluster.cardinality();
            for (int point = 0; point < map.length; point++) {
                if (Math.abs(map[point]) >= height && map[point] * map[start] > 0) {
                    int at = point;
                    if (cluster.stream().anyMatch(other -> touch(other, at))) {
                        cluster.set(point);
                    }
                }
            }
        }
        return cluster;
    }

    private static boolean touch(int one, int other) {
        return Math.abs(one / WIDTH - other / WIDTH) <= 1
                && Math.abs(one % WIDTH - other % WIDTH) <= 1;
    }

    /** The integral of the definition, from one value of the map to the next. */
    private static double enhanced(float[] map, int point) {
        double[] heights =
                IntStream.range(0, map.length)
                        .mapToDouble(p -> Math.abs(map[p]))
                        .filter(height -> height <= Math.abs(map[point]))
                        .sorted()
                        .distinct()
                        .toArray();
        double sum = 0;
        double below = 0;
        for (double height : heights) {
            double cubes = height * height * height - below * below * below;
            if (cubes > 0) {
                sum += Math.sqrt(cluster(map, point, height).cardinality()) * cubes / 3;
            }
            below = height;
        }
        return sum;
    }

    @Nested
    class KnownValues {
        /** One point of height 3: the integral of h^2 to 3. Four of height 3: twice that. */
        @Test
        void aPlateauCountsByTheRootOfItsExtent() {
            float[] map = new float[WIDTH * HEIGHT];
            map[0] = 3;
            int far = 4 * WIDTH + 4;
            for (int point : new int[] {far, far + 1, far + WIDTH, far + WIDTH + 1}) {
                map[point] = -3;
            }
            float[] enhanced = new Clusters(map, WIDTH).enhanced();
            assertThat(enhanced[0]).isEqualTo(9);
            assertThat(enhanced[far]).isEqualTo(18);
            assertThat(enhanced[far + WIDTH + 1]).isEqualTo(18);
            assertThat(enhanced[1]).isZero();
        }

        /** Corners join, opposite signs do not. */
        @Test
        void cornersJoinAndSignsPart() {
            float[] map = new float[WIDTH * HEIGHT];
            map[0] = 3;
            map[WIDTH + 1] = 3;
            map[1] = -3;
            float[] enhanced = new Clusters(map, WIDTH).enhanced();
            assertThat(enhanced[0]).isCloseTo((float) (9 * Math.sqrt(2)), within(1e-5f));
            assertThat(enhanced[1]).isEqualTo(9);
        }

        /** A peak of 2 on a plateau of 4 points at 1: 2 x 1/3 + 1 x 7/3 at the peak. */
        @Test
        void aPeakStandsOnItsPlateau() {
            float[] map = new float[WIDTH * HEIGHT];
            map[0] = 2;
            map[1] = 1;
            map[2] = 1;
            map[3] = 1;
            Clusters clusters = new Clusters(map, WIDTH);
            assertThat(clusters.enhanced()[0]).isEqualTo(3);
            assertThat(clusters.enhanced()[3]).isCloseTo(2 / 3f, within(1e-6f));
            // Half of the plateau's integral, all of it, and half of the peak's own.
            assertThat(clusters.heightsReaching(1 / 3.0)[2])
                    .isCloseTo(Math.cbrt(0.5), within(1e-6));
            assertThat(clusters.heightsReaching(1)[0]).isCloseTo(Math.cbrt(2), within(1e-6));
            assertThat(clusters.heightsReaching(1)[2]).isInfinite();
            assertThat(clusters.heightsReaching(3)[0]).isCloseTo(2, within(1e-6));
            assertThat(clusters.heightsReaching(3.1)[0]).isInfinite();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void isTheIntegralOfItsDefinition(long seed) {
        float[] map = map(seed);
        float[] enhanced = new Clusters(map, WIDTH).enhanced();
        for (int point = 0; point < map.length; point++) {
            assertThat((double) enhanced[point])
                    .as("point %d", point)
                    .isCloseTo(enhanced(map, point), withinPercentage(1e-3));
        }
    }

    /** What reaches a bound is every cluster from its height on, and nothing else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void whatReachesABoundIsWholeClusters(long seed) {
        float[] map = map(seed);
        Clusters clusters = new Clusters(map, WIDTH);
        float[] enhanced = clusters.enhanced();
        float[] sorted = enhanced.clone();
        Arrays.sort(sorted);
        double bound = 1.01 * sorted[sorted.length / 2];
        double[] heights = clusters.heightsReaching(bound);
        int reaching = 0;
        for (int point = 0; point < map.length; point++) {
            assertThat(Double.isFinite(heights[point])).isEqualTo(enhanced[point] >= bound);
            if (Double.isFinite(heights[point])) {
                reaching++;
                assertThat(heights[point]).isLessThanOrEqualTo(Math.abs(map[point]));
                for (int other : cluster(map, point, heights[point]).stream().toArray()) {
                    assertThat(heights[other]).isEqualTo(heights[point]);
                }
            }
        }
        assertThat(reaching).isBetween(5, map.length - 5);
    }
}
